"""The style guide: each design token and each part of a page, with a sample."""

import datetime
import re
from types import SimpleNamespace as Thing

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from catalogue.citations.views import CitationText
from catalogue.events.models import Event
from catalogue.exports import provenance
from catalogue.listings.facets import Option
from catalogue.listings.partial_matches import PartialMatchList
from catalogue.listings.pins import Pin, Pins
from catalogue.listings.views import build_page_links
from catalogue.organizations.models import Organization
from catalogue.practices.models import Practice
from catalogue.practices.relations import Basis, BasisRelation, Involvement, PracticeCitation
from catalogue.resolutions.models import OperativeParagraph, Resolution
from catalogue.search.highlight import Excerpt
from catalogue.search.most_words import PartialMatch
from catalogue.search.query_parser import SearchQuery
from catalogue.sources.link_checks import LinkCheck
from catalogue.sources.models import Source
from catalogue.taxonomy.models import Sector

TOKEN_PATTERN = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
#: The group of a token by the beginning of its name; other tokens are sizes or colours.
TOKEN_GROUPS = {"text": "text", "space": "space", "serif": "font", "sans": "font"}
SIZE_TOKENS = {"measure", "side", "page", "target", "radius"}
SAMPLE_LIST = "/practices/"
SAMPLE_PERMALINK = "https://example.org/practices/GP-0001/"
SAMPLE_DAY = datetime.date(2026, 3, 14)


def style_guide(request):
    """Answer with the style guide; in production there is none."""
    if settings.IN_PRODUCTION:
        raise Http404
    samples = sample_records() | sample_sources() | sample_list() | sample_search()
    context = {"groups": group_tokens(read_tokens()), "samples": samples}
    return render(request, "catalogue/pages/style.html", context)


def read_tokens() -> dict[str, str]:
    """Return the design tokens and their values, in the order of the style sheet."""
    text = (settings.ROOT / "static" / "css" / "tokens.css").read_text()
    return dict(TOKEN_PATTERN.findall(text))


def group_tokens(found: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Return tokens by group: text, space, font, size, colour."""
    groups = {}
    for name, value in found.items():
        rest = "size" if name in SIZE_TOKENS else "colour"
        group = TOKEN_GROUPS.get(name.partition("-")[0], rest)
        groups.setdefault(group, []).append((name, value))
    return groups


def sample_records() -> dict:
    """Return records with text in several scripts; nothing is stored."""
    verified = {"last_verified_on": SAMPLE_DAY, "verdict": "confirmed", "review_due_on": SAMPLE_DAY}
    dates = {"published_at": timezone.now(), "updated_at": timezone.now()}
    title = _("Guards at stadiums and in their surroundings")
    days = {"start": SAMPLE_DAY, "end": SAMPLE_DAY + datetime.timedelta(days=1)}
    ministry = Organization(name="Министерство внутренних дел", slug="mvd")
    police = Organization(name="警察庁", slug="npa")
    paragraph = OperativeParagraph(
        resolution=Resolution(symbol="S/RES/2341 (2017)", slug="s-res-2341-2017", code="2341"),
        number="3",
        code="2341-3",
        heading=_("Awareness"),
        verb="calls upon",
        summary=_("Asks States to make attacks on critical infrastructure better known."),
    )
    paragraph.answers = 57
    reason = _("the manual opens with it")
    label, definition = _("Civil aviation"), _("Airports, aircraft, air cargo and airmail.")
    aviation = Sector(slug="aviation", label=label, definition=definition)
    helipads = Sector(slug="helipads", label=_("Helipads"))
    below = {"term": helipads, "practices": 0, "events": 1, "children": []}
    return {
        "practice": Practice(code="GP-0001", title=title, kind="initiative", **dates, **verified),
        "event": Event(code="EV-0001", title="حماية الأهداف الضعيفة", city="الرباط", **days),
        "bodies": [
            Involvement(role="lead", organization=ministry),
            Involvement(role="partner", organization=police),
        ],
        "basis": Basis(paragraph=paragraph, relation=BasisRelation.CITES, reason=reason),
        "paragraph": paragraph,
        "word": {"term": aviation, "practices": 57, "events": 0, "children": [below]},
        "terms": [aviation, Sector(slug="water", label="Water")],
    }


def sample_sources() -> dict:
    """Return how a practice is cited, and two sources: only one was reached and is quoted."""
    book = Source(
        title="Guide pratique", publisher="SGDSN", year=2024, language="fr", url_opened=True,
        url="https://example.org/guide", media="pdf", archived_url="https://example.org/archive",
    )  # fmt: skip
    LinkCheck(source=book, address=book.url, reached_on=SAMPLE_DAY)
    other = Source(title="演習の手引き", language="ja", url="https://example.org/ja")
    quoted = {"quotation": "Prévenir et agir", "accessed_on": SAMPLE_DAY}
    citation = CitationText(
        "Ministry of the Interior & Football Association. (2018). ",
        _("Guards at stadiums and in their surroundings"),
        f" [Initiative]. {provenance.CATALOGUE}, GP-0001, version 1. Retrieved 14 March 2026, from",
        SAMPLE_PERMALINK,
    )
    return {
        "citation": citation,
        "citations": [
            PracticeCitation(source=book, locator="p. 23", is_the_practice=True, **quoted),
            PracticeCitation(source=other),
        ],
        "permalink": SAMPLE_PERMALINK,
    }


def sample_search() -> dict:
    """Return what a search names, and a record that has only most of its words."""
    match = PartialMatch(1, (_("stadium"), _("vehicle")), (_("protect"),))
    partial = PartialMatchList([(_("A card"), match)], has_exact=False)
    return {"pins": sample_pins(), "match": match, "partial": partial}


def sample_pins() -> Pins:
    """Return what a search names: a pinned paragraph, and two filters."""
    offer = Thing(title=_("Practices"), count=57, address=SAMPLE_LIST)
    labels = [_("Civil aviation"), _("Asia")]
    filters = [Pin(label, "", "", (offer,)) for label in labels]
    together = [Pin(" + ".join(map(str, labels)), "", "", (offer,))]
    pinned = Pin("S/RES/2341 (2017), para. 3", _("Operative paragraph"), "#parts", (offer,))
    return Pins([pinned], [(_("Filter by:"), filters), (_("Together:"), together)])


def sample_list() -> dict:
    """Return what the page of a list shows: filters, words that were found, pages and files."""
    options = [
        Option("region", "142", _("Asia"), 0, False, 80),
        Option("country", "JP", _("Japan"), 1, True, 12),
        Option("country", "KR", "대한민국", 1, False, 0),
    ]
    chosen = [(_("Sector"), _("Civil aviation")), (_("Search"), "“دروع”")]
    found = mark_safe("Guards at <mark>stadiums</mark> and in their surroundings")
    page = Paginator(range(240), 20).page(7)
    filterset = Thing(query=SearchQuery(), has_only_words=False, state=lambda *without: "")
    return {
        "list": SAMPLE_LIST,
        "filterset": filterset,
        "group": Thing(
            name="region", label=_("Region"), initial_options=options, chosen=["JP"], total=40
        ),
        "chips": [Thing(filter=name, label=label, without="q=x") for name, label in chosen],
        "years": [
            Thing(name="year_from", label=_("Started in or after"), value=2017, errors=[]),
            Thing(name="year_to", label=_("or before"), value=1, errors=[_("Enter a year.")]),
        ],
        "errors": [(_("Year started"), [_("Enter a whole number.")])],
        "not_applied": ["colour"],
        "fewer": [{"label": _("Sector"), "count": 3, "state": "measure=awareness"}],
        "title": found,
        "excerpt": Excerpt(_("Results reported"), found),
        "gist": Excerpt("", found),
        "pages": build_page_links(filterset, page, SAMPLE_LIST),
        "files": [(_("For spreadsheets"), [("CSV", "#downloads"), ("Excel (XLSX)", "#downloads")])],
        "references": [("BibTeX", "#cite"), ("RIS", "#cite")],
        "headings": [("cite", _("Cite this")), ("sources", _("Sources"))],
        "compared": ["GP-0001", "GP-0002", "GP-0003"],
        "selection": Thing(count=lambda facet, code: 57),
    }
