"""What the desk asks of events: tasks, what a good record has, by what doubles are alike."""

from django.utils.translation import gettext_lazy as _

from catalogue.editorial.completeness import (
    RECOMMENDED_VERIFICATION,
    Recommendation,
    recommend_field,
)
from catalogue.editorial.duplicate_keys import DuplicateRule
from catalogue.editorial.tasks import CURATED_TASKS
from catalogue.events.models import Event

TASKS = CURATED_TASKS
RECOMMENDED = (
    recommend_field(Event, "end", _("the last day")),
    Recommendation(
        _("city or country"), "id_city", lambda event: bool(event.city or event.country_id)
    ),
    recommend_field(Event, "sectors"),
    recommend_field(Event, "measures"),
    recommend_field(Event, "resolutions"),
    Recommendation(
        _("a body that took part"),
        "participations-group",
        lambda event: event.participations.exists(),
    ),
    RECOMMENDED_VERIFICATION,
)

DuplicateRule(Event, title="title", countries="country", bodies="organizations", day="start")
