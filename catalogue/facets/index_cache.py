"""The indexes of this process, brought up to date when the catalogue has changed."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.dispatch import Signal

from catalogue.changelog.queries import CatalogueVersion, current_version, touched_keys
from catalogue.core import deadlines
from catalogue.facets.incremental import update_index
from catalogue.facets.index import FacetIndex, FacetReader, build_index

#: Indexes of a noun in memory, for each database that readers are served from: the newest, and the
#: one before for slow readers. A replica that is behind has an earlier newest one.
INDEXES_PER_DATABASE = 2
#: Sent by a noun whose index was brought up to date, with the `way` ("patched" or "made") and the
#: seconds it `took`.
index_made = Signal()


@dataclass(frozen=True)
class IndexedNoun:
    """What the engine must know of a noun: its public records, its facets and its orders.

    `name` is that of its model, as the log of changes has it.
    """

    name: str
    public: Callable[[], QuerySet]
    facets: Callable[[], dict[str, FacetReader]]
    orders: Callable[[], dict[str, tuple]]


class FacetIndexCache:
    """Gives the index of a noun as the present transaction sees the catalogue.

    An index never changes once it is made; readers keep the one they were given. Ask inside a read
    snapshot, so that what is read afterwards belongs to the same state. When the database fails
    meanwhile, nothing is kept, and the next reader tries again.
    """

    def __init__(self):
        self._made: dict[tuple[str, str], OrderedDict[CatalogueVersion, FacetIndex]] = {}
        self._lock = threading.Lock()

    def index(self, noun: IndexedNoun, version: CatalogueVersion | None = None) -> FacetIndex:
        """Return the index of a noun; it is made where none of this state is there.

        `version` is that of the snapshot, where it is known already.
        """
        version = version or current_version()
        if version is None:
            return read_index(noun)
        mine = self._made.setdefault((noun.name, connection.alias), OrderedDict())
        return mine.get(version) or self._make(noun, version, mine)

    def _make(self, noun, version, mine) -> FacetIndex:
        with deadlines.acquire_lock(self._lock), deadlines.pause_deadline():
            # One thread reads; the others would only read the same.
            if version not in mine:
                there = self._of(noun)
                mine[version] = there.get(version) or current_index(noun, there)
                while len(mine) > INDEXES_PER_DATABASE:
                    mine.popitem(last=False)
            return mine[version]

    def _of(self, noun) -> dict[CatalogueVersion, FacetIndex]:
        """Return the indexes of a noun, whichever database they were read from: a version is one
        state of the catalogue, wherever it is seen.
        """
        made = [kept for (name, _alias), kept in list(self._made.items()) if name == noun.name]
        return {version: index for kept in made for version, index in kept.items()}


def current_index(noun: IndexedNoun, there: dict[CatalogueVersion, FacetIndex]) -> FacetIndex:
    """Return the index of a noun as it is now: from an earlier one, if that can be done."""
    started = time.perf_counter()
    patched = update_newest(noun, there)
    index = patched or read_index(noun)
    way = "patched" if patched else "made"
    index_made.send(noun, way=way, took=time.perf_counter() - started)
    return index


def update_newest(noun: IndexedNoun, made: dict[CatalogueVersion, FacetIndex]) -> FacetIndex | None:
    """Return the newest index of a noun with what was touched since, if that can be said."""
    for version in sorted(made, reverse=True):
        if (keys := touched_keys(noun.name, version)) is not None:
            return update_index(made[version], keys, noun.public(), noun.facets(), noun.orders())
    return None


def read_index(noun: IndexedNoun) -> FacetIndex:
    """Return the index of a noun, read from nothing."""
    return build_index(noun.public(), noun.facets(), noun.orders())


#: The engine of this process.
facet_indexes = FacetIndexCache()
