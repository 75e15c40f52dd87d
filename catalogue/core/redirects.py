"""Responses for records that are withdrawn, duplicates, not public, or have another address."""

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from catalogue.core.models import Publishable, Status


def redirect_or_gone(request, record: Publishable) -> HttpResponse | None:
    """Return a redirect or an error page, or None if the page of the record can be shown.

    Withdrawn: 301 to the record that it is a duplicate of, if that is public; otherwise 410 with
    the reason. Not public: 404. Public with another address: 301 to its address. No browser stores
    a redirect without asking again (`SecurityHeadersMiddleware`), since each can change.
    """
    if record.status == Status.WITHDRAWN:
        original = record.find_original()
        if original is not None and original.is_public:
            return HttpResponsePermanentRedirect(original.get_absolute_url())
        context = {
            "record": record,
            "original": original if original and original.status == Status.WITHDRAWN else None,
            "replacements": (original or record).replacements(),
        }
        return render(request, "catalogue/withdrawn.html", context, status=410)
    if not record.is_public:
        raise Http404
    if request.path != record.get_absolute_url():
        return HttpResponsePermanentRedirect(record.get_absolute_url())
    return None
