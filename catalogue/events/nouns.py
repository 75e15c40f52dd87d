"""Events as a noun."""

from catalogue.core.registry import Noun
from catalogue.editorial.duplicates import DuplicateRule
from catalogue.events.columns import EXPORT
from catalogue.events.filters import EventFilter
from catalogue.events.models import Event
from catalogue.listings.cards import CardList
from catalogue.search.codes import number_form
from catalogue.templatetags.catalogue_tags import format_days

EVENT = Noun(
    model=Event,
    key="code",
    title="title",
    plural="events",
    public=Event.objects.published,
    fixture=("events.yaml", None),
    facet="event",
    code_form=number_form(Event.code_prefix),
    filterset=EventFilter,
    card_lists={
        "sectors": CardList("sectors", "label"),
        "organizations": CardList("participations__organization", "acronym", "name"),
    },
    export=EXPORT,
    search_note=format_days,
    search_order=4,
    breakdowns=(("kind",), ("region",), ("year",), ("verified",), ("source_health",)),
    duplicate_rule=DuplicateRule(
        title="title", countries="country", organizations="organizations", day="start"
    ),
)
