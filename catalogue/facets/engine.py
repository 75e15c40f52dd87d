"""The indexes of this process, brought up to date when the catalogue has changed."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from catalogue.changes.log import Version, current_version, touched
from catalogue.facets.index import Index, Readable, build
from catalogue.facets.patching import patch

KEPT = 2  # indexes of a noun in memory: the newest, and the one before for slow readers


@dataclass(frozen=True)
class Noun:
    """What the engine must know of a noun: its public records, its facets and its orders.

    `name` is that of its model, as the log of changes has it.
    """

    name: str
    public: Callable[[], QuerySet]
    facets: Callable[[], dict[str, Readable]]
    orders: Callable[[], dict[str, tuple]]


class Engine:
    """Gives the index of a noun as the present transaction sees the catalogue.

    An index never changes once it is made; readers keep the one they were given. Ask inside a read
    snapshot, so that what is read afterwards belongs to the same state. When the database fails
    meanwhile, nothing is kept, and the next reader tries again.
    """

    def __init__(self):
        self._made: dict[str, OrderedDict[Version, Index]] = {}
        self._lock = threading.Lock()

    def index(self, noun: Noun, version: Version | None = None) -> Index:
        """Return the index of a noun; it is made where none of this state is there.

        `version` is that of the snapshot, where it is known already.
        """
        version = version or current_version()
        if version is None:
            return made(noun)
        mine = self._made.setdefault(noun.name, OrderedDict())
        return mine.get(version) or self._make(noun, version, mine)

    def _make(self, noun, version, mine) -> Index:
        with self._lock:  # one thread reads; the others would only read the same
            if version not in mine:
                mine[version] = newer(noun, mine) or made(noun)
                while len(mine) > KEPT:
                    mine.popitem(last=False)
            return mine[version]


def newer(noun: Noun, made: OrderedDict[Version, Index]) -> Index | None:
    """Return the newest index of a noun with what was touched since, if that can be said."""
    for version in reversed(made):
        if (keys := touched(noun.name, version)) is not None:
            return patch(made[version], keys, noun.public(), noun.facets(), noun.orders())
    return None


def made(noun: Noun) -> Index:
    """Return the index of a noun, read from nothing."""
    return build(noun.public(), noun.facets(), noun.orders())


#: The engine of this process.
engine = Engine()
