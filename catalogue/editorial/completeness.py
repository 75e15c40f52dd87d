"""How complete a record is: what it needs to be published, and what a good one has besides."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Recommendation:
    """Something that a good record has: what it is called, and where on its page it is put in."""

    label: str
    place: str
    there: Callable[[Model], bool]


def recommend_field(model: type[Model], name: str, label: str = "") -> Recommendation:
    """Return the recommendation that a field of a noun holds something; its own name says what."""
    field = model._meta.get_field(name)

    def there(record):
        value = getattr(record, name)
        return value.exists() if field.many_to_many else value not in ("", None)

    return Recommendation(label or field.verbose_name, f"id_{name}", there)


RECOMMENDED_VERIFICATION = Recommendation(
    _("a verification"), "id_last_verified_on", lambda record: record.last_verified_on is not None
)


@dataclass(frozen=True)
class Completeness:
    """What a record lacks before it can be public, and what else it would be better with."""

    needed: list[str]
    wanted: list[Recommendation]
    there: int
    of: int


def completeness(record: Model, recommended: Iterable[Recommendation]) -> Completeness:
    """Return how complete a saved record is; the rule of what it needs is its own."""
    recommended = list(recommended)
    wanted = [each for each in recommended if not each.there(record)]
    return Completeness(
        [str(what) for what in record.missing_for_publication()],
        wanted,
        len(recommended) - len(wanted),
        len(recommended),
    )
