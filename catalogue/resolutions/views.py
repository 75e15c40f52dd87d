"""The pages of resolutions and of operative paragraphs."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from catalogue.citations.views import citation_context
from catalogue.db.transactions import read_snapshot
from catalogue.listings.views import RecordView
from catalogue.resolutions.models import OperativeParagraph, Resolution
from catalogue.resolutions.nouns import RESOLUTION


class ResolutionDetail(RecordView):
    """The page of a resolution: its paragraphs, and how many practices answer each."""

    noun = RESOLUTION

    def get_citation(self, resolution):
        """Return how a resolution is cited: the organ that adopted it is the author."""
        return {
            "code": resolution.symbol,
            "title": resolution.title or resolution.symbol,
            "kind": gettext("Resolution"),
            "bodies": [organ_name(resolution)],
            "year": resolution.year,
        }


def organ_name(resolution) -> str:
    """Return the full name of the organ that adopted a resolution."""
    return gettext("United Nations %(organ)s") % {"organ": resolution.get_organ_display()}


def paragraph_detail(request, slug, number):
    """Answer with the page of an operative paragraph and the practices that answer it."""
    with read_snapshot():
        resolution = get_object_or_404(Resolution.objects.published(), slug=slug)
        code = f"{resolution.code}-{number}"
        paragraph = get_object_or_404(OperativeParagraph.objects.for_page(), code=code)
        if request.path != paragraph.get_absolute_url():
            return redirect(paragraph, permanent=True)
        context = {"paragraph": paragraph} | cite_paragraph(request, paragraph)
        return render(request, "catalogue/resolutions/paragraph.html", context)


def cite_paragraph(request, paragraph) -> dict:
    """Return how a paragraph is cited: by its name."""
    return citation_context(
        request,
        paragraph,
        code=paragraph.code,
        title=str(paragraph),
        kind=gettext("Operative paragraph"),
        bodies=[organ_name(paragraph.resolution)],
        year=paragraph.resolution.year,
        has_files=False,
    )
