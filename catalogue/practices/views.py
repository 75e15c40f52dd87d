"""The list of practices, and the page of one."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from catalogue.core.addresses import other_answer
from catalogue.listings.views import ListingView
from catalogue.practices.exports import EXPORT
from catalogue.practices.filters import PracticeFilter
from catalogue.practices.models import Practice


class PracticeList(ListingView):
    """The list of practices, as a page and as files."""

    noun = PracticeFilter.noun("practice", Practice.objects.published)
    filterset_class = PracticeFilter
    export = EXPORT
    template_name = "catalogue/practices/list.html"
    url_name = "practice-list"
    title = _("Practices")


def practice_detail(request, code, slug=None):
    """Answer with the page of a practice, or with where it went."""
    practice = get_object_or_404(Practice.objects.select_related("merged_into"), code=code)
    if answer := other_answer(request, practice):
        return answer
    practice = Practice.objects.for_page().get(pk=practice.pk)
    return render(request, "catalogue/practices/detail.html", {"practice": practice})
