"""Responses for records that are merged, withdrawn, not public, or have another address."""

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from catalogue.core.models import Publishable


def redirect_or_gone(request, record: Publishable) -> HttpResponse | None:
    """Return a redirect or an error page, or None if the page of the record can be shown.

    Merged: 301 to the record that replaces it. Withdrawn: 410 with the reason. Not public: 404.
    Public with another address: 301 to its address.
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
