"""The three vocabularies as readers meet them, and what is known of each of their words."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import fetch_in_order
from catalogue.events.nouns import EVENT
from catalogue.facets.index import Selection, facet_indexes
from catalogue.practices.models import Practice
from catalogue.practices.nouns import PRACTICE
from catalogue.resolutions.models import OperativeParagraph, StreamOfEffort
from catalogue.taxonomy.models import Measure, Sector, Term, Threat

TERM_PRACTICES = 6  # practices on the page of a word


@dataclass(frozen=True)
class Vocabulary:
    """A vocabulary: its name, what it is for, and how its words are called in filters."""

    model: type[Term]
    title: str
    lead: str

    @property
    def name(self) -> str:
        """Return the name of one of its words, as filters and addresses have it."""
        return self.model._meta.model_name

    @property
    def index(self) -> str:
        """Return the name of the address at which all its words stand."""
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
    """A word with its numbers and the words under it; `events` is None where events have none."""

    term: Term
    practices: int
    events: int | None
    children: list["CountedTerm"] = field(default_factory=list)


class TermCounter:
    """How many public practices and events each word of a vocabulary has, as the lists count."""

    def __init__(self, vocabulary: Vocabulary):
        self.facet = vocabulary.name
        self.practices = Selection(facet_indexes.index(PRACTICE), {})
        has_events = self.facet in EVENT.facets()
        self.events = Selection(facet_indexes.index(EVENT), {}) if has_events else None

    def word(self, term: Term) -> CountedTerm:
        """Return a word with its numbers."""
        events = self.events.count(self.facet, term.slug) if self.events is not None else None
        return CountedTerm(term, self.practices.count(self.facet, term.slug), events)

    def newest(self, term: Term) -> list[Practice]:
        """Return the practices with a word that were published last."""
        chosen = Selection(self.practices.index, {self.facet: [term.slug]})
        keys = chosen.index.orders["newest"].page_keys(chosen.records, 0, TERM_PRACTICES)
        return fetch_in_order(Practice.objects.published(), keys)


def build_term_tree(terms: Iterable[Term], numbers: TermCounter) -> list[CountedTerm]:
    """Return words in vocabulary order, each with those under it; the top ones of those given."""
    words = {term.pk: numbers.word(term) for term in terms}
    for word in words.values():
        if word.term.parent_id in words:
            words[word.term.parent_id].children.append(word)
    return [word for word in words.values() if word.term.parent_id not in words]


def select_paragraphs(measure: Measure) -> QuerySet:
    """Return the public paragraphs that ask for a measure, with how many practices answer each."""
    found = OperativeParagraph.objects.public().filter(measures=measure).with_answers()
    order = ("-resolution__adopted_on", "resolution__symbol", "order", "pk")
    return found.select_related("resolution").order_by(*order)


def select_streams(measure: Measure) -> QuerySet:
    """Return the streams of effort in preambles of public resolutions that stand for a measure."""
    found = StreamOfEffort.objects.filter(measure=measure, resolution__status="published")
    return found.select_related("resolution").order_by("-resolution__adopted_on", "name")


def select_relatives(terms: QuerySet) -> QuerySet:
    """Bring along what stands above and below words."""
    below = terms.model.objects.order_by("order", "slug")
    return terms.select_related("parent").prefetch_related(Prefetch("children", below))
