"""The indexes of this process, made anew when the catalogue has changed."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from catalogue.facets.index import Index, Readable, build
from catalogue.facets.triggers import current_token

KEPT = 8  # indexes in memory: those of four nouns, and of the version before for slow readers


@dataclass(frozen=True)
class Noun:
    """What the engine must know of a noun: its public records, its facets and its orders."""

    name: str
    public: Callable[[], QuerySet]
    facets: Callable[[], dict[str, Readable]]
    orders: Callable[[], dict[str, tuple]]


class Engine:
    """Gives the index of a noun as the present transaction sees the catalogue.

    An index never changes once it is made; readers keep the one they were given. Ask inside a read
    snapshot, so that what is read afterwards belongs to the same state.
    """

    def __init__(self):
        self._made: OrderedDict[tuple, Index] = OrderedDict()
        self._lock = threading.Lock()

    def index(self, noun: Noun) -> Index:
        """Return the index of a noun; it is made where none of this state is there."""
        key = (noun.name, current_token())
        if key[1] is None:
            return build(noun.public(), noun.facets(), noun.orders())
        return self._made.get(key) or self._make(key, noun)

    def _make(self, key, noun) -> Index:
        with self._lock:  # one thread reads; the others would only read the same
            if key not in self._made:
                self._made[key] = build(noun.public(), noun.facets(), noun.orders())
                while len(self._made) > KEPT:
                    self._made.popitem(last=False)
            return self._made[key]


#: The engine of this process.
engine = Engine()
