"""The differences between two versions of a record: words in its texts, names in its relations."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from catalogue.versions.content import RecordContent, field_label

#: A word with the blanks behind it; the pieces of a text put together are the text.
WORD_AND_BLANKS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Piece:
    """Words of a text that are in both versions (`same`), only `before`, or only `after`."""

    text: str
    where: str


@dataclass(frozen=True)
class Difference:
    """A field that differs: the pieces of its text, or the names removed and added."""

    label: str
    pieces: list[Piece]
    removed: list[str]
    added: list[str]


def compare_contents(model, before: RecordContent, after: RecordContent) -> list[Difference]:
    """Return each field that differs, in the order of the record."""
    texts = [
        Difference(field_label(model, name), list(diff_words(text, after.texts[name])), [], [])
        for name, text in before.texts.items()
        if text != after.texts[name]
    ]
    names = [
        Difference(
            field_label(model, name),
            [],
            list((Counter(old) - Counter(after.names[name])).elements()),
            list((Counter(after.names[name]) - Counter(old)).elements()),
        )
        for name, old in before.names.items()
        if old != after.names[name]
    ]
    return texts + names


def diff_words(before: str, after: str) -> Iterator[Piece]:
    """Return the words of two texts in one sequence, each with the texts that contain it."""
    old, new = WORD_AND_BLANKS.findall(before), WORD_AND_BLANKS.findall(after)
    for step, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            yield Piece("".join(old[a:b]), "same")
            continue
        if a < b:
            yield Piece("".join(old[a:b]), "before")
        if c < d:
            yield Piece("".join(new[c:d]), "after")
