"""What each column of an export holds: the one place behind its documents and descriptions.

The texts stand in `docs/data.md`, which a test compares, and in the description of a CSV for
programs. Both are documents in English, as the names of the columns are.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """What a column holds: in words, and as a data type of the World Wide Web Consortium.

    `several` says that a cell may hold several values, `key` that each record has its own value.
    """

    text: str
    type: str = "string"
    several: bool = False
    key: bool = False


Meanings = dict[str, Meaning]


def one(text: str, type: str = "string") -> Meaning:
    """Return the meaning of a column with one value in a cell."""
    return Meaning(text, type)


def many(text: str, type: str = "string") -> Meaning:
    """Return the meaning of a column whose cells may hold several values."""
    return Meaning(text, type, several=True)


def key(text: str) -> Meaning:
    """Return the meaning of the column by which a record is known."""
    return Meaning(text, key=True)


def of(meanings: Meanings, name: str) -> Meaning:
    """Return the meaning of a column; that of labels follows from what they label."""
    if name in meanings:
        return meanings[name]
    base = name.removesuffix("_label")
    coded = meanings[base]
    text = f"Label in the place of each code of `{base}`" if coded.several else f"Label of `{base}`"
    return Meaning(text, several=coded.several)


#: Columns that every noun has.
RECORD: Meanings = {
    "permalink": one("Address that stays right when the title changes", "anyURI"),
    "published_at": one("When it was first published (UTC)", "dateTime"),
    "updated_at": one("When it was last changed (UTC)", "dateTime"),
    "summary": one("Summary"),
}
