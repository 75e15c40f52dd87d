"""What the desk asks of practices: tasks, what a good record has, by what doubles are alike."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Status
from catalogue.editorial.completeness import (
    RECOMMENDED_VERIFICATION,
    Recommendation,
    recommend_field,
)
from catalogue.editorial.duplicate_keys import DuplicateRule
from catalogue.editorial.tasks import CURATED_TASKS, Task
from catalogue.practices.models import Practice
from catalogue.practices.relations import Basis


def has_basis(**conditions) -> Exists:
    """Return the condition that a practice answers a paragraph under conditions."""
    return Exists(Basis.objects.filter(practice=OuterRef("pk"), **conditions))


TASKS = (
    *CURATED_TASKS,
    Task(
        "no_paragraph",
        _("Published without an operative paragraph"),
        "change",
        lambda user: Q(status=Status.PUBLISHED) & ~Q(has_basis()),
    ),
    Task(
        "unconfirmed_paragraph",
        _("Published with a paragraph whose number is not confirmed"),
        "change",
        lambda user: Q(status=Status.PUBLISHED) & Q(has_basis(paragraph__number_confirmed=False)),
    ),
)
RECOMMENDED = (
    recommend_field(Practice, "started", _("the year in which it began")),
    recommend_field(Practice, "threats"),
    Recommendation(
        _("countries or regions"),
        "id_countries",
        lambda practice: practice.countries.exists() or practice.regions.exists(),
    ),
    recommend_field(Practice, "how_it_works"),
    recommend_field(Practice, "results"),
    recommend_field(Practice, "limits"),
    recommend_field(Practice, "safeguards"),
    Recommendation(
        _("an operative paragraph"), "basis-group", lambda practice: practice.basis.exists()
    ),
    Recommendation(_("evidence"), "evidence-group", lambda practice: practice.evidence.exists()),
    Recommendation(
        _("a page or section in each citation"),
        "citations-group",
        lambda practice: (
            practice.citations.exists() and not practice.citations.filter(locator="").exists()
        ),
    ),
    RECOMMENDED_VERIFICATION,
)

DuplicateRule(Practice, title="title", countries="countries", bodies="organizations")
