"""Keep the records that hold every word somewhere, and put those with it in the title first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When


@dataclass(frozen=True)
class Searched:
    """What a search looks at in a noun: its own fields, and fields of public linked records.

    `fields` go from the weightiest down. `linked` gives, by the name of the relation, the records
    that may be looked at and their fields.
    """

    fields: tuple[str, ...]
    linked: dict[str, tuple[Callable[[], QuerySet], tuple[str, ...]]] = field(default_factory=dict)

    def keep(self, records: QuerySet, words: list[str]) -> QuerySet:
        """Keep the records in which every word occurs."""
        return reduce(lambda kept, word: kept.filter(self._holds(records, word)), words, records)

    def rank(self, records: QuerySet, words: list[str]) -> QuerySet:
        """Order records by the weightiest field that holds every word."""
        levels = [
            When(
                reduce(and_, (Q(**{f"{name}__icontains": word}) for word in words)),
                then=Value(place),
            )
            for place, name in enumerate(self.fields)
        ]
        last = Value(len(self.fields))
        place = Case(*levels, default=last, output_field=IntegerField())
        return records.annotate(search_place=place).order_by("search_place")

    def _holds(self, records, word):
        own = _any(self.fields, word)
        for relation, (linked, fields) in self.linked.items():
            # A subquery, not a join: a join would show a record once for each linked one.
            found = linked().filter(_any(fields, word))
            holders = records.model.objects.filter(**{f"{relation}__in": found})
            own |= Q(pk__in=holders.values("pk"))
        return own


def _any(fields, word):
    return reduce(or_, (Q(**{f"{name}__icontains": word}) for name in fields))
