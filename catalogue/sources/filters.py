"""The facet over what is known of the addresses of a record's sources."""

from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _

from catalogue.listings.facets import Facet, NoneValueMixin
from catalogue.sources.link_checks import broken_link
from catalogue.sources.models import AddressState


def address_state(path: str) -> Case:
    """Return the state of the address of a source; `path` leads there, and ends with `__`."""
    return Case(
        When(**{f"{path}url": ""}, then=Value(AddressState.MISSING.value)),
        When(broken_link(path), then=Value(AddressState.BROKEN.value)),
        When(**{f"{path}url_opened": True}, then=Value(AddressState.OPENED.value)),
        default=Value(AddressState.UNCHECKED.value),
    )


class SourceHealthFacet(NoneValueMixin, Facet):
    """A facet over the addresses of sources, and over having no source at all.

    A record has the state of each of its sources: with two sources it can stand at two values.
    """

    def __init__(self, path):
        super().__init__(
            path,
            label=_("Source links"),
            choices=AddressState.choices,
            value=address_state(f"{path}__"),
            none=("no_source", _("No source recorded")),
        )
