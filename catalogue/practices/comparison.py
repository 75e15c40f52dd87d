"""Two to four practices side by side: the page, and the table of what each of them has."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.core.sequences import CodeConverter
from catalogue.db.transactions import read_snapshot
from catalogue.practices.models import SECTIONS, Practice
from catalogue.templatetags.catalogue_tags import format_years, get_places

MIN_PRACTICES, MAX_PRACTICES = 2, 4
MAX_CODE_LENGTH = 20  # characters of a wrong code that a message repeats


def compare(request):
    """Answer with a table of two to four practices; with fewer, with how to choose them.

    The address is the whole state of the page.
    """
    codes = normalize_codes(request.GET.getlist("code"))
    with read_snapshot():
        errors = [describe_excess(codes)] if len(codes) > MAX_PRACTICES else []
        asked = [] if errors else [code for code in codes if is_code(code)]
        found = index_by_code(Practice.objects.published().filter(code__in=asked).for_page())
        errors += [] if errors else [describe_unknown(code) for code in codes if code not in found]
        practices = [] if errors else [found[code] for code in codes]
        context = {
            "errors": errors,
            "columns": [(each, url_without(codes, each.code)) for each in practices],
            "rows": build_rows(practices) if len(practices) >= MIN_PRACTICES else [],
            "codes": list(found) if errors else codes,
            "can_add": len(practices) < MAX_PRACTICES,
            "canonical": request.build_absolute_uri(comparison_url(codes)),
        }
        status = 400 if errors else 200
        return render(request, "catalogue/practices/compare.html", context, status=status)


def is_code(text: str) -> bool:
    """Return True if a text is written like the code of a record."""
    return re.fullmatch(CodeConverter.regex, text) is not None


def describe_unknown(code: str) -> str:
    """Return a message that there is no such practice."""
    shown = code if len(code) <= MAX_CODE_LENGTH else f"{code[:MAX_CODE_LENGTH]}…"
    return _("No public practice has the code %(code)s.") % {"code": shown}


def describe_excess(codes: list[str]) -> str:
    """Return a message that too many practices are asked for."""
    text = _("At most %(most)d practices stand side by side; the address names %(count)d.")
    return text % {"most": MAX_PRACTICES, "count": len(codes)}


def comparison_url(codes: list[str]) -> str:
    """Return the address at which practices stand side by side."""
    query = QueryDict(mutable=True)
    query.setlist("code", codes)
    return f"{reverse('practice-compare')}?{query.urlencode()}"


def url_without(codes: list[str], code: str) -> str:
    """Return the address of the same table without one practice."""
    return comparison_url([each for each in codes if each != code])


@dataclass(frozen=True)
class ComparedItem:
    """One thing in a cell, with its address where it has a page or a list.

    The note is the way in which a practice has it, such as a role.
    """

    text: str
    address: str = ""
    note: str = ""

    @property
    def name(self) -> tuple[str, str]:
        """Return what identifies it in another practice, whatever the note is."""
        return self.text, self.address


@dataclass(frozen=True)
class ComparedCell:
    """What one practice has in a row; False marks what only some of the compared ones have."""

    items: list[tuple[ComparedItem, bool]]


@dataclass(frozen=True)
class ComparedRow:
    """A row of the table. `is_text` has long text, of which no parts are compared."""

    label: str
    cells: list[ComparedCell]
    is_same: bool
    is_text: bool = False


def link_to_list(parameter: str, code: str, text: str) -> ComparedItem:
    """Return a value that leads to the list of practices that have it."""
    return ComparedItem(text, f"{reverse('practice-list')}?{parameter}={code}")


def list_terms(name: str) -> Callable[[Practice], list[ComparedItem]]:
    """Return what gives the terms of a practice, each with its page."""
    return lambda practice: [
        ComparedItem(term.label, term.get_absolute_url()) for term in getattr(practice, name).all()
    ]


def list_kind(practice):
    """Return the kind."""
    return [link_to_list("kind", practice.kind, practice.get_kind_display())]


def list_places(practice):
    """Return the countries, or the regions where the scope is wider."""
    return [
        link_to_list("region" if hasattr(place, "parent_id") else "country", place.code, place.name)
        for place in get_places(practice)
    ]


def list_years(practice):
    """Return the years."""
    text = format_years(practice.started, practice.ended)
    return [ComparedItem(text)] if text else []


def list_paragraphs(practice):
    """Return the paragraphs that it answers, and who says so."""
    return [
        ComparedItem(
            str(each.paragraph), each.paragraph.get_absolute_url(), each.get_relation_display()
        )
        for each in practice.basis.all()
    ]


def list_bodies(practice):
    """Return the bodies behind it with their roles."""
    return [
        ComparedItem(
            str(each.organization), each.organization.get_absolute_url(), each.get_role_display()
        )
        for each in practice.involvements.all()
    ]


def list_evidence(practice):
    """Return the kinds of evidence and by whom each was found."""
    return [
        ComparedItem(each.get_kind_display(), "", each.by_whom) for each in practice.evidence.all()
    ]


def list_verification(practice):
    """Return when it was last verified."""
    day = practice.last_verified_on
    return [ComparedItem(date_format(day, "j F Y") if day else str(_("Not yet verified")))]


#: The rows that are compared item by item, in the order of the table.
COMPARED_FACTS: dict[str, Callable[[Practice], list[ComparedItem]]] = {
    gettext_lazy("Kind"): list_kind,
    gettext_lazy("Where"): list_places,
    gettext_lazy("Years"): list_years,
    gettext_lazy("Sectors"): list_terms("sectors"),
    gettext_lazy("Measures"): list_terms("measures"),
    gettext_lazy("Threats"): list_terms("threats"),
    gettext_lazy("Paragraphs"): list_paragraphs,
    gettext_lazy("Bodies"): list_bodies,
    gettext_lazy("Evidence"): list_evidence,
    gettext_lazy("Last verified"): list_verification,
}


def build_rows(practices: list[Practice]) -> list[ComparedRow]:
    """Return the table; a row in which no practice has anything is left out."""
    facts = [
        compare_items(label, [list_items(practice) for practice in practices])
        for label, list_items in COMPARED_FACTS.items()
    ]
    fields = {name: Practice._meta.get_field(name).verbose_name for name in SECTIONS}
    texts = [
        compare_texts(label, [getattr(practice, name) for practice in practices])
        for name, label in ({"summary": _("Summary")} | fields).items()
    ]
    return [each for each in (*facts, *texts) if any(cell.items for cell in each.cells)]


def compare_items(label: str, found: list[list[ComparedItem]]) -> ComparedRow:
    """Return a row with what only some have marked, if all have something in common."""
    known = [{each.name for each in items} for items in found]
    common = set.intersection(*known)
    cells = [
        ComparedCell([(item, not common or item.name in common) for item in items])
        for items in found
    ]
    return ComparedRow(label, cells, is_same=len({frozenset(items) for items in found}) == 1)


def compare_texts(label: str, texts: list[str]) -> ComparedRow:
    """Return a row of long texts."""
    cells = [ComparedCell([(ComparedItem(text), True)] if text else []) for text in texts]
    return ComparedRow(capfirst(label), cells, is_same=len(set(texts)) == 1, is_text=True)


def normalize_codes(codes: Iterable[str]) -> list[str]:
    """Return codes as they are written, each once, empty ones left out."""
    written = (code.replace("\0", "").strip().upper() for code in codes)
    return [code for code in dict.fromkeys(written) if code]


def index_by_code(records: Iterable[Model]) -> dict[str, Model]:
    """Return records by their codes."""
    return {record.code: record for record in records}
