"""Two changes of one content: each keeps what only the other one changed."""

from typing import Any, NamedTuple


class Merged(NamedTuple):
    """The value that two changes give together, and whether both say something else.

    If they do, the value is that of the later one, who has to be asked.
    """

    value: Any
    is_conflict: bool = False


def merge_values(base, mine, saved) -> Merged:
    """Return what becomes of a value that was `base`, was saved as `saved`, and is now `mine`.

    Lists are choices without an order, such as the keys of related records: all that either one
    added is there, and nothing that either one took out. So they are never in conflict.
    """
    if isinstance(saved, list):
        removed = (set(base) - set(mine)) | (set(base) - set(saved))
        return Merged([key for key in dict.fromkeys([*saved, *mine]) if key not in removed])
    if mine == base:
        return Merged(saved)
    return Merged(mine, is_conflict=saved not in (base, mine))
