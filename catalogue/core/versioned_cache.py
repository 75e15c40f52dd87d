"""A cache for values of one version of the catalogue: pages, search results, cards, trees."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any


class VersionedCache:
    """Values by version and key; beyond `max_entries` the least recently used one is dropped.

    `version` is anything that changes when the value may have changed: a version of the catalogue,
    a tag of a page. Nothing is stored for the version None, which no change has been logged for.
    Threads may share a cache. A value must not be changed after it was stored.
    """

    def __init__(self, max_entries: int):
        self.max_entries = max_entries
        self._entries: OrderedDict[tuple[Hashable, Hashable], Any] = OrderedDict()
        self._lock = Lock()

    def get(self, version: Hashable, key: Hashable, default=None):
        """Return the stored value, or the default."""
        entry = version, key
        with self._lock:
            if entry not in self._entries:
                return default
            self._entries.move_to_end(entry)
            return self._entries[entry]

    def set(self, version: Hashable, key: Hashable, value) -> None:
        """Store a value."""
        if version is None:
            return
        with self._lock:
            self._entries[version, key] = value
            self._entries.move_to_end((version, key))
            while len(self._entries) > self.max_entries:
                self._entries.popitem(last=False)

    def get_or_make(self, version: Hashable, key: Hashable, make: Callable[[], Any]):
        """Return the stored value, or make and store it; several threads may do so at once."""
        missing = object()
        if (value := self.get(version, key, missing)) is missing:
            value = make()
            self.set(version, key, value)
        return value

    def clear(self) -> None:
        """Remove every value."""
        with self._lock:
            self._entries.clear()
