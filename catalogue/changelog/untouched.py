"""The version since which tables are unchanged: what is made of a few tables outlives versions.

A cache takes it as the version of a value that depends on nothing but these tables.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from django.contrib.admin.utils import get_fields_from_path
from django.db.models import Model

from catalogue.changelog.queries import CatalogueVersion, read_changes
from catalogue.db.triggers.trigger_plan import number_table

MAX_HISTORIES = 8  # versions of which this process remembers what was written before


@dataclass(frozen=True)
class WriteHistory:
    """When tables were last written, up to a version, as far as this process has seen.

    `written` has the version for each table written after `first`, by the number of the table;
    under None, that for any table.
    """

    first: CatalogueVersion
    written: Mapping[int | None, CatalogueVersion] = field(default_factory=dict)

    def last_written(self, models: Iterable[type[Model]]) -> CatalogueVersion:
        """Return the newest version at which one of these tables was written."""
        numbers = (None, *(number_table(model._meta.db_table) for model in models))
        return max((self.written.get(each, self.first) for each in numbers), default=self.first)


class WriteHistories:
    """The histories of recent versions: several, since a replica may be behind."""

    def __init__(self):
        self._histories: dict[CatalogueVersion, WriteHistory] = {}
        self._lock = Lock()

    def find(self, version: CatalogueVersion) -> WriteHistory:
        """Return the history up to the present version; it continues an earlier one, if possible.

        Ask inside a read snapshot: the log is read up to what the snapshot sees.
        """
        with self._lock:
            known = dict(self._histories)
        if version in known:
            return known[version]
        history = make_history(version, known)
        with self._lock:
            self._histories[version] = history
            for oldest in [*self._histories][:-MAX_HISTORIES]:  # in the order in which it met them
                del self._histories[oldest]
        return history


def make_history(
    version: CatalogueVersion, known: Mapping[CatalogueVersion, WriteHistory]
) -> WriteHistory:
    """Return the history up to a version, from the newest known one that the log reaches."""
    for earlier in sorted(known, reverse=True):
        if (changes := read_changes(earlier)) is not None:
            written = dict(known[earlier].written) | dict.fromkeys(changes.tables, version)
            return WriteHistory(known[earlier].first, written)
    return WriteHistory(version)


_histories = WriteHistories()


def last_written(
    models: Iterable[type[Model]], version: CatalogueVersion | None
) -> CatalogueVersion | None:
    """Return the newest version, up to the present one, at which one of the tables was written.

    It may be later than that, where this process cannot know; None before any change.
    """
    return _histories.find(version).last_written(models) if version else None


def models_on_paths(model: type[Model], paths: Iterable[str]) -> set[type[Model]]:
    """Return the models whose tables are read for some fields; relations lead to them by `__`."""
    fields = {field for path in paths for field in get_fields_from_path(model, path)}
    links = {field for field in fields if field.many_to_many}
    # One end of the relation knows the table of its links.
    ends = {each for link in links for each in (link, link.remote_field)}
    throughs = {each.through for each in ends if hasattr(each, "through")}
    return {model, *(field.model for field in fields), *throughs}
