"""How complete a record is: what it needs to be published, and what a good one has besides."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Recommendation:
    """Something that a good record has: its label, the place on its page, and how it is checked."""

    label: str
    anchor: str
    is_met: Callable[[Model], bool]


def recommend_field(model: type[Model], name: str, label: str = "") -> Recommendation:
    """Recommend that a field of a model is filled in; its own name is the default label."""
    field = model._meta.get_field(name)

    def is_filled(record):
        value = getattr(record, name)
        return value.exists() if field.many_to_many else value not in ("", None)

    return Recommendation(label or field.verbose_name, f"id_{name}", is_filled)


def recommend_children(name: str, label: str) -> Recommendation:
    """Recommend that a record has child records in a relation."""
    return Recommendation(label, f"{name}-group", lambda record: getattr(record, name).exists())


RECOMMENDED_VERIFICATION = Recommendation(
    _("a verification"), "id_last_verified_on", lambda record: record.last_verified_on is not None
)


@dataclass(frozen=True)
class Completeness:
    """What a record lacks before it can be public, and which recommendations it does not meet."""

    required: list[str]
    recommended: list[Recommendation]
    met: int
    total: int


def measure_completeness(record: Model, recommendations: Iterable[Recommendation]) -> Completeness:
    """Return how complete a saved record is; its model declares what is required."""
    recommendations = list(recommendations)
    unmet = [each for each in recommendations if not each.is_met(record)]
    return Completeness(
        [str(what) for what in record.missing_for_publication()],
        unmet,
        len(recommendations) - len(unmet),
        len(recommendations),
    )
