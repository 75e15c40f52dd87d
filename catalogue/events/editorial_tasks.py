"""What the desk asks of events: tasks, what a good record has, by what doubles are alike."""

from django.utils.translation import gettext_lazy as _

from catalogue.editorial.completeness import VERIFIED, Recommended, filled
from catalogue.editorial.duplicate_keys import Alike
from catalogue.editorial.tasks import CURATED
from catalogue.events.models import Event

TASKS = CURATED
RECOMMENDED = (
    filled(Event, "end", _("the last day")),
    Recommended(
        _("city or country"), "id_city", lambda event: bool(event.city or event.country_id)
    ),
    filled(Event, "sectors"),
    filled(Event, "measures"),
    filled(Event, "resolutions"),
    Recommended(
        _("a body that took part"),
        "participations-group",
        lambda event: event.participations.exists(),
    ),
    VERIFIED,
)

Alike(Event, title="title", countries="country", bodies="organizations", day="start")
