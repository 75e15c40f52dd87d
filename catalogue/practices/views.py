"""The list of practices, and the page of one."""

from django.shortcuts import get_object_or_404, render

from catalogue.citations.views import citation_context
from catalogue.core.redirects import redirect_or_gone
from catalogue.db.transactions import read_snapshot
from catalogue.facets.facet_index import Selection, facet_indexes
from catalogue.listings.views import ListingView
from catalogue.organizations.citation import first_role_names
from catalogue.practices.comparison import MAX_PRACTICES
from catalogue.practices.models import Practice
from catalogue.practices.nouns import PRACTICE
from catalogue.practices.relations import InvolvementRole
from catalogue.practices.similar import find_similar

#: The roles whose organizations are cited as authors: the first one that any has.
AUTHORS = (InvolvementRole.LEAD, InvolvementRole.PARTNER, InvolvementRole.IMPLEMENTER)
#: Similar practices with which a practice is compared by one link.
COMPARED = 3


class PracticeList(ListingView):
    """The list of practices, as a page and as files."""

    noun = PRACTICE
    extra_context = {"most": MAX_PRACTICES}  # practices that can be chosen to compare


def practice_detail(request, code, slug=None):
    """Answer with the page of a practice, or where it was moved."""
    with read_snapshot():
        practice = get_object_or_404(Practice.objects.select_related("merged_into"), code=code)
        if answer := redirect_or_gone(request, practice):
            return answer
        return practice_page(request, practice)


def practice_page(request, practice, preview=""):
    """Answer with the page of a practice as readers see it, or would."""
    practice = Practice.objects.for_page().get(pk=practice.pk)
    context = (
        {"practice": practice}
        | practice_context(practice)
        | cite_practice(request, practice)
        | {"preview": preview}
    )
    return render(request, "catalogue/practices/detail.html", context)


def practice_context(practice) -> dict:
    """Return the context of a practice: counts of its values, related and similar practices.

    Each related practice comes with the kind of relation and its reason.
    """
    index = facet_indexes.index(PRACTICE)
    related = [(r.get_kind_display(), r.other, r.reason) for r in practice.relations.all()]
    related += [
        (r.get_kind_from_other_end(), r.practice, r.reason) for r in practice.relations_from.all()
    ]
    near = find_similar(practice, index, {other.pk for _kind, other, _reason in related})
    return {
        "selection": Selection(index, {}),
        "related": related,
        "near": near,
        "compared": [practice.code, *(each.practice.code for each in near[:COMPARED])],
    }


def cite_practice(request, practice) -> dict:
    """Return how a practice is cited."""
    return citation_context(
        request,
        practice,
        code=practice.code,
        title=practice.title,
        kind=practice.get_kind_display(),
        bodies=first_role_names(practice.involvements.all(), AUTHORS),
        year=practice.started,
    )
