"""What a database is asked for: phrases of folded words, which are alternatives of each other."""

from dataclasses import dataclass

from catalogue.db.search.documents import Statement

#: No text has a longer word, and PostgreSQL refuses one of 2,047 bytes.
MAX_WORD_CHARACTERS = 100


@dataclass(frozen=True)
class Phrase:
    """Folded words that stand one after the other.

    They are compared by their stems; with `is_exact` as they are. With `is_beginning` the last one
    is the beginning of a word. With `is_other_name` they were not typed, but are another name of
    what was.
    """

    words: tuple[str, ...]
    is_exact: bool = False
    is_beginning: bool = False
    is_other_name: bool = False

    @property
    def text(self) -> str:
        """Return the words with blanks between them."""
        return " ".join(word[:MAX_WORD_CHARACTERS] for word in self.words)


#: Phrases of which a record must have one.
PhraseGroup = tuple[Phrase, ...]


def split_by_table(phrases: PhraseGroup) -> dict[str, list[Phrase]]:
    """Return the phrases that are looked up among stems, and those among whole words."""
    tables: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        name = "words" if phrase.is_exact or phrase.is_beginning else "stems"
        tables.setdefault(name, []).append(phrase)
    return tables


def join_statements(statements: list[Statement], separator: str) -> Statement:
    """Return one statement of several."""
    parameters = [each for statement in statements for each in statement.parameters]
    return Statement(separator.join(statement.text for statement in statements), parameters)
