"""A sample for each part in `templates/parts/`, with text in several scripts; nothing is stored."""

import datetime
from types import SimpleNamespace as Thing

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from catalogue.citations.views import apa_citation
from catalogue.events.models import Event
from catalogue.listings.facets import Option
from catalogue.listings.views import build_page_links
from catalogue.organizations.models import Organization
from catalogue.pages.vocabularies import CountedTerm
from catalogue.practices.models import Practice
from catalogue.practices.relations import Basis, BasisRelation, Involvement
from catalogue.resolutions.models import OperativeParagraph, Resolution
from catalogue.search.highlight import Excerpt
from catalogue.sources.link_checks import LinkCheck
from catalogue.sources.models import Source
from catalogue.taxonomy.models import Sector

SAMPLE_LIST = "/practices/"
SAMPLE_PERMALINK = "https://example.org/practices/GP-0001/"
SAMPLE_DAY = datetime.date(2026, 3, 14)
SAMPLE_HIGHLIGHT = mark_safe("Guards at <mark>stadiums</mark> and in their surroundings")


def make_practice() -> Practice:
    """Return a practice."""
    title = _("Guards at stadiums and in their surroundings")
    dates = {"updated_at": timezone.now(), "published_at": timezone.now()}
    verified = {"last_verified_on": SAMPLE_DAY, "verdict": "confirmed", "review_due_on": SAMPLE_DAY}
    return Practice(code="GP-0001", title=title, kind="initiative", **dates, **verified)


def make_event() -> Event:
    """Return an event, with its title in Arabic."""
    days = {"start": SAMPLE_DAY, "end": SAMPLE_DAY + datetime.timedelta(days=1)}
    return Event(code="EV-0001", title="حماية الأهداف الضعيفة", city="الرباط", **days)


def make_bodies() -> dict:
    """Return two bodies with their roles."""
    names = [("lead", "Министерство внутренних дел", "mvd"), ("partner", "警察庁", "npa")]
    rows = [
        Involvement(role=role, organization=Organization(name=name, slug=slug))
        for role, name, slug in names
    ]
    return {"rows": rows, "others": _("operators of stadiums")}


def make_basis() -> dict:
    """Return a paragraph that a practice answers."""
    resolution = Resolution(symbol="S/RES/2341 (2017)", slug="s-res-2341-2017", code="2341")
    paragraph = OperativeParagraph(
        resolution=resolution,
        number="3",
        code="2341-3",
        heading=_("Awareness"),
        summary=_("Asks States to make attacks on critical infrastructure better known."),
    )
    reason = _("the manual opens with it")
    return {"each": Basis(paragraph=paragraph, relation=BasisRelation.CITES, reason=reason)}


def make_sources() -> dict:
    """Return a source that was reached, with page and quotation, and one that nobody opened."""
    book = Source(
        title="Guide pratique", publisher="SGDSN", year=2024, language="fr", url_opened=True,
        url="https://example.org/guide", archived_url="https://example.org/archive",
    )  # fmt: skip
    LinkCheck(source=book, address=book.url, reached_on=SAMPLE_DAY)
    other = Source(title="演習の手引き", language="ja", url="https://example.org/ja")
    return {
        "citations": [
            Thing(
                source=book, locator="p. 23", quotation="Prévenir et agir", accessed_on=SAMPLE_DAY
            ),
            Thing(source=other, locator="", quotation="", accessed_on=None),
        ]
    }


def make_citation() -> dict:
    """Return how a practice is cited, and its files."""
    words = apa_citation(
        make_practice(),
        SAMPLE_PERMALINK,
        code="GP-0001",
        title=make_practice().title,
        kind=make_practice().get_kind_display(),
        bodies=["Ministry of the Interior", "Football Association"],
        year=2018,
        catalogue=_("Catalogue of Counter-Terrorism Good Practices"),
        today=SAMPLE_DAY,
    )
    return {"citation": words, "files": [("BibTeX", "#cite"), ("RIS", "#cite")]}


def make_word() -> dict:
    """Return a word of a vocabulary with one under it."""
    below = CountedTerm(Sector(slug="helipads", label=_("Helipads")), 0, 1)
    definition = _("Airports, aircraft, air cargo and airmail.")
    term = Sector(slug="aviation", label=_("Civil aviation"), definition=definition)
    return {"word": CountedTerm(term, 57, 0, [below]), "facet": "sector"}


def make_terms() -> dict:
    """Return terms of a record with how many records have each."""
    known = [
        Sector(slug="aviation", label=_("Civil aviation")),
        Sector(slug="water", label="Water"),
    ]
    counted = Thing(count=lambda make_facet, code: 57)
    return {"terms": known, "list": "practice-list", "facet": "sector", "selection": counted}


def make_page_links() -> dict:
    """Return the seventh of twelve pages of a list."""
    paginator = Paginator(range(240), 20)
    way = build_page_links(Thing(state=lambda *without: ""), paginator.page(7), SAMPLE_LIST)
    return {"pages": way}


def make_facet() -> dict:
    """Return a facet with values under each other, chosen and empty ones."""
    places = [("JP", _("Japan"), 1, True, 12), ("KR", "대한민국", 1, False, 0)]
    first = [Option("region", "142", _("Asia"), 0, False, 80)]
    first += [Option("country", *rest) for rest in places]
    group = Thing(name="region", label=_("Region"), initial_options=first, chosen=["JP"], total=40)
    return {"group": group, "list": SAMPLE_LIST, "state": "", "forloop": {"counter": 1}}


def make_downloads() -> dict:
    """Return the files of a list."""
    files = [(_("For spreadsheets"), [("CSV", "#downloads"), ("Excel (XLSX)", "#downloads")])]
    return {"files": files, "pages": make_page_links()["pages"], "feed": "#downloads", "newest": 50}


def make_empty_state() -> dict:
    """Return what a list without a record says."""
    fewer = [{"label": _("Sector"), "count": 3, "state": "measure=awareness"}]
    state = {"list": SAMPLE_LIST, "cleared": "q=drones", "spellings": [], "nearest": []}
    return state | {"fewer": fewer, "filterset": Thing(query=Thing(is_unsearchable=False))}


def make_errors() -> dict:
    """Return what is wrong with an address, and what was not applied."""
    wrong = [(_("Year started"), [_("Enter a whole number.")])]
    return {"errors": wrong, "not_applied": ["colour"], "list": SAMPLE_LIST}


def make_active_filters() -> dict:
    """Return filters in force."""
    chosen = [(_("Sector"), _("Civil aviation")), (_("Search"), "“دروع”")]
    found = [Thing(filter=name, label=label, without="q=x") for name, label in chosen]
    return {"chips": found, "list": SAMPLE_LIST, "cleared": ""}


def make_years() -> dict:
    """Return the two ends of a span of years."""
    low = Thing(name="year_from", label=_("Started in or after"), value=2017)
    return {"year_fields": [low, Thing(name="year_to", label=_("or before"), value=None)]}


#: The sample of each part, by the name of its template.
SAMPLES = {
    "basis": make_basis,
    "bodies": make_bodies,
    "breadcrumb": lambda: {
        "list": "sector-index", "name": _("Sectors"), "parent": None, "here": _("Civil aviation"),
    },
    "chips": make_active_filters,
    "cite": make_citation,
    "compare": lambda: {
        "code": "GP-0001", "near": [make_practice()], "compared": ["GP-0001", "GP-0002", "GP-0003"],
    },
    "contents": lambda: {"headings": [("cite", _("Cite this")), ("sources", _("Sources"))]},
    "downloads": make_downloads,
    "empty": make_empty_state,
    "errors": make_errors,
    "event": lambda: {"event": make_event()},
    "excerpt": lambda: {"excerpt": Excerpt(_("Results reported"), SAMPLE_HIGHLIGHT)},
    "facet": make_facet,
    "found": lambda: {
        "key": "GP-0001", "title": SAMPLE_HIGHLIGHT, "record": make_practice(),
        "gist": Excerpt("", SAMPLE_HIGHLIGHT),
    },
    "maps": lambda: {"here": "coverage-states", "asked": ""},
    "numbers": make_word,
    "option": lambda: {
        "name": "sector", "code": "aviation", "label": _("Civil aviation"), "count": 57,
        "depth": 0, "is_chosen": False, "is_empty": False,
    },
    "pagination": make_page_links,
    "practice": lambda: {"practice": make_practice(), "reason": _("Shares paragraph 2341-3")},
    "preview": lambda: {"preview": "#parts"},
    "record": lambda: {
        "record": make_practice(), "permalink": SAMPLE_PERMALINK, "curated": True,
    },
    "sources": make_sources,
    "stewardship": lambda: {"record": make_practice()},
    "terms": make_terms,
    "word": make_word,
    "years": make_years,
}  # fmt: skip
#: Parts that are items of a list, and the class of the list that the style page puts around them.
LIST_CLASSES = {
    "basis": "ledger basis",
    "event": "ledger",
    "found": "ledger",
    "practice": "ledger",
    "word": "words",
}
