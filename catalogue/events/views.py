"""The page of an event."""

from catalogue.events.models import ParticipationRole
from catalogue.events.nouns import EVENT
from catalogue.facets.facet_index import Selection, facet_indexes
from catalogue.listings.views import RecordView

#: The roles whose organizations are cited as authors: the first one that any has.
AUTHORS = (ParticipationRole.ORGANIZER, ParticipationRole.AUSPICES)


class EventDetail(RecordView):
    """The page of an event."""

    noun = EVENT

    def get_context(self, event):
        """Return the counts of its values."""
        return {"selection": Selection(facet_indexes.index(EVENT), {})}

    def get_citation(self, event):
        """Return how an event is cited."""
        bodies = event.participations.all().first_role_names(AUTHORS)
        return super().get_citation(event) | {"bodies": bodies, "year": event.start.year}
