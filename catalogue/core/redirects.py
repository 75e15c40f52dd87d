"""What an address of a record answers when the record has moved on, or was never public."""

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from catalogue.core.models import Publishable


def redirect_or_gone(request, record: Publishable) -> HttpResponse | None:
    """Return a redirect or a tombstone where the page of a record is not to be shown.

    Merged: 301 to the record it went into. Withdrawn: 410 with the reason. Not public: 404. Public
    under another address: 301 to the right one. None: the page is right as asked.
    """
    target = getattr(record, "merged_into", None)
    if target is not None and target.is_public:
        return HttpResponsePermanentRedirect(target.get_absolute_url())
    if record.status == "withdrawn":
        context = {"record": record, "replacements": record.replacements()}
        return render(request, "catalogue/withdrawn.html", context, status=410)
    if not record.is_public:
        raise Http404
    if request.path != record.get_absolute_url():
        return HttpResponsePermanentRedirect(record.get_absolute_url())
    return None
