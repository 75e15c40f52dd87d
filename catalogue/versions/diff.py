"""The differences between two versions of a record: words in its texts, names in its relations."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from catalogue.versions.content import RecordContent, field_label

#: A word with the blanks behind it; the pieces of a text put together are the text.
WORD_AND_BLANKS = re.compile(r"\S+\s*|\s+")


class Piece(NamedTuple):
    """Words of a text that are in both versions (`same`), only `before`, or only `after`."""

    text: str
    where: str


class Difference(NamedTuple):
    """A field that differs: the pieces of its text, or the names removed and added."""

    label: str
    pieces: Sequence[Piece] = ()
    removed: Sequence[str] = ()
    added: Sequence[str] = ()


def compare_contents(model, before: RecordContent, after: RecordContent) -> list[Difference]:
    """Return each field that differs, in the order of the record."""
    found = []
    for name, old in before.items():
        label, new = field_label(model, name), after[name]
        if old == new:
            continue
        if isinstance(old, str):
            found.append(Difference(label, pieces=list(diff_words(old, new))))
        else:
            removed, added = Counter(old) - Counter(new), Counter(new) - Counter(old)
            found.append(Difference(label, (), [*removed.elements()], [*added.elements()]))
    return found


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
