"""The vocabularies: their pages, and the numbers of records for each term."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import fetch_in_order
from catalogue.db.transactions import read_snapshot
from catalogue.events.nouns import EVENT
from catalogue.facets.facet_index import Selection, facet_indexes
from catalogue.practices.models import Practice
from catalogue.practices.nouns import PRACTICE
from catalogue.resolutions.models import OperativeParagraph, StreamOfEffort
from catalogue.taxonomy.models import Measure, Sector, Term, Threat

TERM_PRACTICES = 6  # on the page of a term


@dataclass(frozen=True)
class Vocabulary:
    """A vocabulary: its model, title and introduction."""

    model: type[Term]
    title: str
    lead: str

    @property
    def name(self) -> str:
        """Return the name of its model, which filters and addresses use."""
        return self.model._meta.model_name

    @property
    def index(self) -> str:
        """Return the name of the URL pattern of its index page."""
        return f"{self.name}-index"


VOCABULARIES = [
    Vocabulary(
        Sector,
        _("Sectors"),
        _("What is protected: sectors of infrastructure, and kinds of places where people gather."),
    ),
    Vocabulary(
        Measure, _("Measures"), _("What is done to protect them: the kinds of protective work.")
    ),
    Vocabulary(Threat, _("Threats"), _("What they are protected against: the kinds of attack.")),
]


@dataclass
class CountedTerm:
    """A term with its counts and narrower terms; `events` is None if events have no such terms."""

    term: Term
    practices: int
    events: int | None
    children: list["CountedTerm"] = field(default_factory=list)


class TermCounter:
    """Counts the public practices and events of the terms of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary):
        self.facet = vocabulary.name
        self.practices = Selection(facet_indexes.index(PRACTICE), {})
        has_events = self.facet in EVENT.filterset.list_facets()
        self.events = Selection(facet_indexes.index(EVENT), {}) if has_events else None

    def count(self, term: Term) -> CountedTerm:
        """Return a term with its counts."""
        events = self.events.count(self.facet, term.slug) if self.events is not None else None
        return CountedTerm(term, self.practices.count(self.facet, term.slug), events)

    def newest(self, term: Term) -> list[Practice]:
        """Return the newest practices with a term."""
        chosen = Selection(self.practices.index, {self.facet: [term.slug]})
        keys = chosen.index.orders["newest"].page_keys(chosen.records, 0, TERM_PRACTICES)
        return fetch_in_order(Practice.objects.published(), keys)


def build_term_tree(terms: Iterable[Term], counter: TermCounter) -> list[CountedTerm]:
    """Return the top terms of those given, each with its narrower terms, in the order given."""
    counted = {term.pk: counter.count(term) for term in terms}
    for each in counted.values():
        if each.term.parent_id in counted:
            counted[each.term.parent_id].children.append(each)
    return [each for each in counted.values() if each.term.parent_id not in counted]


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
            streams.select_related("resolution").order_by("-resolution__adopted_on", "name")
        ),
    }


def vocabulary_index(request, vocabulary: Vocabulary):
    """Answer with all terms of a vocabulary, their definitions and counts."""
    with read_snapshot():
        words = build_term_tree(vocabulary.model.objects.all(), TermCounter(vocabulary))
        context = {
            "vocabulary": vocabulary,
            "words": [word for word in words if not word.term.retired],
            "retired": [word for word in words if word.term.retired],
            "others": [other for other in VOCABULARIES if other is not vocabulary],
        }
        return render(request, "catalogue/pages/vocabulary.html", context)


def term_detail(request, vocabulary: Vocabulary, slug: str):
    """Answer with one term: definition, relatives, paragraphs and newest practices."""
    with read_snapshot():
        below = Prefetch("children", vocabulary.model.objects.order_by("order", "slug"))
        terms = vocabulary.model.objects.select_related("parent").prefetch_related(below)
        term, counter = get_object_or_404(terms, slug=slug), TermCounter(vocabulary)
        context = {
            "vocabulary": vocabulary,
            "term": term,
            "word": counter.count(term),
            "children": [counter.count(child) for child in term.children.all()],
            "newest": counter.newest(term),
            "paragraphs": [],
            "streams": [],
            **(describe_measure(term) if vocabulary.model is Measure else {}),
        }
        return render(request, "catalogue/pages/term.html", context)


def build_vocabulary_urls() -> list:
    """Return the URL patterns of the vocabularies and of their terms."""
    found = []
    for each in VOCABULARIES:
        found += [
            path(f"{each.name}s/", partial(vocabulary_index, vocabulary=each), name=each.index),
            path(
                f"{each.name}s/<slug:slug>/",
                partial(term_detail, vocabulary=each),
                name=f"{each.name}-detail",
            ),
        ]
    return found
