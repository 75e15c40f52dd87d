"""The view of addresses: what the desk says of one while a source is written."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.utils.translation import gettext as _

from catalogue.editorial.record_page import admin_url
from catalogue.sources.models import Source

MAX_ADDRESS = 2_000  # characters of an address that is looked up


def known_address_view(request, model_admin):
    """Say which source is at an address, in any spelling, and who publishes there otherwise.

    Nothing is asked outside the catalogue.
    """
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    address = request.GET.get("url", "")[:MAX_ADDRESS].replace("\0", "").strip()
    found = Source.objects.at_address(address).first() if address else None
    return JsonResponse(describe_source(found) if found else describe_site(address))


def describe_source(source: Source) -> dict:
    """Return the way to a source that is there already."""
    return {
        "words": _("This source is there already:"),
        "found": {
            "key": str(source.pk),
            "name": str(source),
            "change": admin_url(source),
            "take": _("Take “%s”") % source,
        },
    }


def describe_site(address: str) -> dict:
    """Return the usual publisher of a site, with the button that fills it in."""
    publisher = Source.objects.usual_publisher(address)
    words = _("Other sources of this site were published by %s.") % publisher if publisher else ""
    return {"words": words, "publisher": publisher, "fill": _("Fill in the publisher")}
