"""The vocabularies: their pages, and the numbers of records for each term."""

from collections.abc import Iterable
from functools import partial

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import fetch_in_order
from catalogue.core.registry import Noun
from catalogue.db.transactions import read_snapshot
from catalogue.events.nouns import EVENT
from catalogue.facets.facet_index import FacetIndex, facet_indexes
from catalogue.practices.models import Practice
from catalogue.practices.nouns import PRACTICE
from catalogue.resolutions.models import OperativeParagraph, StreamOfEffort
from catalogue.taxonomy.models import Measure, Term, get_other_name_model
from catalogue.taxonomy.nouns import MEASURE, SECTOR, THREAT

TERM_PRACTICES = 6  # on the page of a term
#: The vocabularies, with the sentence at the head of each.
VOCABULARIES = {
    SECTOR: _(
        "What is protected: sectors of infrastructure, and kinds of places where people gather."
    ),
    MEASURE: _("What is done to protect them: the kinds of protective work."),
    THREAT: _("What they are protected against: the kinds of attack."),
}


def count_terms(noun: Noun, terms: Iterable[Term], index: FacetIndex) -> list[dict]:
    """Return terms with the numbers of their public practices and events, in the order given.

    `index` is that of practices; the number of events is None if events have no such terms.
    """
    practices, events = index.values[noun.name].records, None
    if noun.name in EVENT.filterset.list_facets():
        events = facet_indexes.index(EVENT).values[noun.name].records
    return [
        {
            "term": term,
            "practices": len(practices.get(term.slug, ())),
            "events": None if events is None else len(events.get(term.slug, ())),
            "children": [],
        }
        for term in terms
    ]


def build_term_tree(counted: list[dict]) -> list[dict]:
    """Return the top ones of counted terms, each with its narrower terms as `children`."""
    by_key = {each["term"].pk: each for each in counted}
    for each in by_key.values():
        if above := by_key.get(each["term"].parent_id):
            above["children"].append(each)
    return [each for each in by_key.values() if each["term"].parent_id not in by_key]


def describe_measure(measure: Measure) -> dict[str, list]:
    """Return what resolutions say of a measure.

    That is the public paragraphs that ask for it, with their numbers of practices, and the streams
    of effort of public resolutions that are about it.
    """
    asking = OperativeParagraph.objects.public().filter(measures=measure).with_answers()
    order = ("-resolution__adopted_on", "resolution__symbol", "order", "pk")
    streams = StreamOfEffort.objects.filter(measure=measure, resolution__status="published")
    return {
        "paragraphs": list(asking.select_related("resolution").order_by(*order)),
        "streams": list(
            streams.select_related("resolution").order_by("-resolution__adopted_on", "name", "pk")
        ),
    }


def vocabulary_index(request, noun: Noun):
    """Answer with all terms of a vocabulary, their definitions and counts."""
    with read_snapshot():
        index = facet_indexes.index(PRACTICE)
        words = build_term_tree(count_terms(noun, noun.model.objects.all(), index))
        context = {
            "vocabulary": noun,
            "lead": VOCABULARIES[noun],
            "words": [word for word in words if not word["term"].retired],
            "retired": [word for word in words if word["term"].retired],
            "others": [other for other in VOCABULARIES if other is not noun],
        }
        return render(request, "catalogue/pages/vocabulary.html", context)


def term_detail(request, noun: Noun, slug: str):
    """Answer with one term: definition, relatives, paragraphs and newest practices."""
    with read_snapshot():
        below = Prefetch("children", noun.model.objects.order_by("order", "slug"))
        names = get_other_name_model(noun.model).objects.shown()
        terms = noun.model.objects.select_related("parent").prefetch_related(
            below, Prefetch("other_names", names, to_attr="shown_names")
        )
        term, index = get_object_or_404(terms, slug=slug), facet_indexes.index(PRACTICE)
        word, *children = count_terms(noun, [term, *term.children.all()], index)
        tagged = index.values[noun.name].records_with_any([slug])
        newest = index.orders["newest"].page_keys(tagged, 0, TERM_PRACTICES)
        context = {
            "vocabulary": noun,
            "term": term,
            "word": word,
            "children": children,
            "newest": fetch_in_order(Practice.objects.published(), newest),
            "paragraphs": [],
            "streams": [],
            **(describe_measure(term) if noun is MEASURE else {}),
        }
        return render(request, "catalogue/pages/term.html", context)


def build_vocabulary_urls() -> list:
    """Return the URL patterns of the vocabularies and of their terms."""
    found = []
    for noun in VOCABULARIES:
        index, detail = partial(vocabulary_index, noun=noun), partial(term_detail, noun=noun)
        found += [
            path(f"{noun.plural}/", index, name=noun.list_url_name),
            path(f"{noun.plural}/<slug:slug>/", detail, name=f"{noun.name}-detail"),
        ]
    return found
