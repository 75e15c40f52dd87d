"""A sample for each part in `templates/parts/`, with text in several scripts; nothing is stored."""

import datetime
from types import SimpleNamespace as Thing

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from catalogue.citations.apa import apa_citation
from catalogue.events.models import Event
from catalogue.listings.facet_options import Option
from catalogue.listings.pagination import pages
from catalogue.organizations.models import Organization
from catalogue.pages.vocabularies import Word
from catalogue.practices.models import Practice
from catalogue.practices.relations import Basis, BasisRelation, Involvement
from catalogue.resolutions.models import OperativeParagraph, Resolution
from catalogue.search.highlight import Excerpt
from catalogue.sources.link_checks import LinkCheck
from catalogue.sources.models import Source
from catalogue.taxonomy.models import Sector

LIST = "/practices/"
PERMALINK = "https://example.org/practices/GP-0001/"
DAY = datetime.date(2026, 3, 14)
MARKED = mark_safe("Guards at <mark>stadiums</mark> and in their surroundings")


def practice() -> Practice:
    """Return a practice."""
    title = _("Guards at stadiums and in their surroundings")
    dates = {"updated_at": timezone.now(), "published_at": timezone.now()}
    verified = {"last_verified_on": DAY, "verdict": "confirmed", "review_due_on": DAY}
    return Practice(code="GP-0001", title=title, kind="initiative", **dates, **verified)


def event() -> Event:
    """Return an event, with its title in Arabic."""
    days = {"start": DAY, "end": DAY + datetime.timedelta(days=1)}
    return Event(code="EV-0001", title="حماية الأهداف الضعيفة", city="الرباط", **days)


def bodies() -> dict:
    """Return two bodies with their roles."""
    names = [("lead", "Министерство внутренних дел", "mvd"), ("partner", "警察庁", "npa")]
    rows = [
        Involvement(role=role, organization=Organization(name=name, slug=slug))
        for role, name, slug in names
    ]
    return {"rows": rows, "others": _("operators of stadiums")}


def basis() -> dict:
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


def sources() -> dict:
    """Return a source that was reached, with page and quotation, and one that nobody opened."""
    book = Source(
        title="Guide pratique", publisher="SGDSN", year=2024, language="fr", url_opened=True,
        url="https://example.org/guide", archived_url="https://example.org/archive",
    )  # fmt: skip
    LinkCheck(source=book, address=book.url, reached_on=DAY)
    other = Source(title="演習の手引き", language="ja", url="https://example.org/ja")
    return {
        "citations": [
            Thing(source=book, locator="p. 23", quotation="Prévenir et agir", accessed_on=DAY),
            Thing(source=other, locator="", quotation="", accessed_on=None),
        ]
    }


def cite() -> dict:
    """Return how a practice is cited, and its files."""
    words = apa_citation(
        practice(),
        PERMALINK,
        code="GP-0001",
        title=practice().title,
        kind=practice().get_kind_display(),
        bodies=["Ministry of the Interior", "Football Association"],
        year=2018,
        catalogue=_("Catalogue of Counter-Terrorism Good Practices"),
        today=DAY,
    )
    return {"citation": words, "files": [("BibTeX", "#cite"), ("RIS", "#cite")]}


def word() -> dict:
    """Return a word of a vocabulary with one under it."""
    below = Word(Sector(slug="helipads", label=_("Helipads")), 0, 1)
    definition = _("Airports, aircraft, air cargo and airmail.")
    term = Sector(slug="aviation", label=_("Civil aviation"), definition=definition)
    return {"word": Word(term, 57, 0, [below]), "facet": "sector"}


def terms() -> dict:
    """Return terms of a record with how many records have each."""
    known = [
        Sector(slug="aviation", label=_("Civil aviation")),
        Sector(slug="water", label="Water"),
    ]
    counted = Thing(count=lambda facet, code: 57)
    return {"terms": known, "list": "practice-list", "facet": "sector", "selection": counted}


def page() -> dict:
    """Return the seventh of twelve pages of a list."""
    paginator = Paginator(range(240), 20)
    way = pages(Thing(state=lambda *without: ""), paginator.page(7), LIST)
    return {"pages": way}


def facet() -> dict:
    """Return a facet with values under each other, chosen and empty ones."""
    places = [("JP", _("Japan"), 1, True, 12), ("KR", "대한민국", 1, False, 0)]
    first = [Option("region", "142", _("Asia"), 0, False, 80)]
    first += [Option("country", *rest) for rest in places]
    group = Thing(name="region", label=_("Region"), first=first, chosen=["JP"], total=40)
    return {"group": group, "list": LIST, "state": "", "forloop": {"counter": 1}}


def downloads() -> dict:
    """Return the files of a list."""
    files = [(_("For spreadsheets"), [("CSV", "#downloads"), ("Excel (XLSX)", "#downloads")])]
    return {"files": files, "pages": page()["pages"], "feed": "#downloads", "newest": 50}


def empty() -> dict:
    """Return what a list without a record says."""
    fewer = [{"label": _("Sector"), "count": 3, "state": "measure=awareness"}]
    state = {"list": LIST, "cleared": "q=drones", "spellings": [], "nearest": []}
    return state | {"fewer": fewer, "filterset": Thing(query=Thing(is_unsearchable=False))}


def errors() -> dict:
    """Return what is wrong with an address, and what was not applied."""
    wrong = [(_("Year started"), [_("Enter a whole number.")])]
    return {"errors": wrong, "not_applied": ["colour"], "list": LIST}


def chips() -> dict:
    """Return filters in force."""
    chosen = [(_("Sector"), _("Civil aviation")), (_("Search"), "“دروع”")]
    found = [Thing(filter=name, label=label, without="q=x") for name, label in chosen]
    return {"chips": found, "list": LIST, "cleared": ""}


def years() -> dict:
    """Return the two ends of a span of years."""
    low = Thing(name="year_from", label=_("Started in or after"), value=2017)
    return {"year_fields": [low, Thing(name="year_to", label=_("or before"), value=None)]}


#: The sample of each part, by the name of its template.
SAMPLES = {
    "basis": basis,
    "bodies": bodies,
    "breadcrumb": lambda: {
        "list": "sector-index", "name": _("Sectors"), "parent": None, "here": _("Civil aviation"),
    },
    "chips": chips,
    "cite": cite,
    "compare": lambda: {
        "code": "GP-0001", "near": [practice()], "compared": ["GP-0001", "GP-0002", "GP-0003"],
    },
    "contents": lambda: {"headings": [("cite", _("Cite this")), ("sources", _("Sources"))]},
    "downloads": downloads,
    "empty": empty,
    "errors": errors,
    "event": lambda: {"event": event()},
    "excerpt": lambda: {"excerpt": Excerpt(_("Results reported"), MARKED)},
    "facet": facet,
    "found": lambda: {
        "key": "GP-0001", "title": MARKED, "record": practice(), "gist": Excerpt("", MARKED),
    },
    "maps": lambda: {"here": "coverage-states", "asked": ""},
    "numbers": word,
    "pagination": page,
    "practice": lambda: {"practice": practice(), "reason": _("Shares paragraph 2341-3")},
    "preview": lambda: {"preview": "#parts"},
    "record": lambda: {
        "record": practice(), "permalink": PERMALINK, "curated": True,
    },
    "sources": sources,
    "stewardship": lambda: {"record": practice()},
    "terms": terms,
    "word": word,
    "years": years,
}  # fmt: skip
#: Parts that are items of a list, and the class of the list that the style page puts around them.
ITEMS = {
    "basis": "ledger basis",
    "event": "ledger",
    "found": "ledger",
    "practice": "ledger",
    "word": "words",
}
