"""Two to four practices side by side: the page, and the table of what each of them has."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.core.sequences import CodeConverter
from catalogue.db.transactions import read_snapshot
from catalogue.practices.models import SECTIONS, Practice
from catalogue.templatetags.catalogue_tags import format_years

MIN_PRACTICES, MAX_PRACTICES = 2, 4
MAX_CODE_LENGTH = 20  # characters of a wrong code that a message repeats


def compare(request):
    """Answer with a table of two to four practices; with fewer, with how to choose them.

    The address is the whole state of the page.
    """
    codes = normalize_codes(request.GET.getlist("code"))
    with read_snapshot():
        errors = [describe_excess(codes)] if len(codes) > MAX_PRACTICES else []
        asked = (
            [] if errors else [code for code in codes if re.fullmatch(CodeConverter.regex, code)]
        )
        records = Practice.objects.published().filter(code__in=asked).for_page()
        found = {record.code: record for record in records}
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
    return f"{reverse('practice-compare')}?{urlencode({'code': codes}, doseq=True)}"


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
class ComparedRow:
    """A row of the table. `is_text` has long text, of which no parts are compared.

    A cell is what one practice has; False marks what only some of the compared ones have.
    """

    label: str
    cells: list[list[tuple[ComparedItem, bool]]]
    is_same: bool
    is_text: bool = False


def link_to_list(parameter: str, code: str, text: str) -> ComparedItem:
    """Return a value that leads to the list of practices that have it."""
    return ComparedItem(text, f"{reverse('practice-list')}?{parameter}={code}")


def link_to_page(record, note: str = "") -> ComparedItem:
    """Return a record that has a page."""
    return ComparedItem(str(record), record.get_absolute_url(), note)


def list_facts(practice: Practice) -> dict[str, list[ComparedItem]]:
    """Return the rows that are compared item by item, in the order of the table."""
    period, day = format_years(practice.started, practice.ended), practice.last_verified_on
    return {
        _("Kind"): [link_to_list("kind", practice.kind, practice.get_kind_display())],
        _("Where"): [
            link_to_list(
                "region" if hasattr(place, "parent_id") else "country", place.code, place.name
            )
            for place in practice.countries.all() or practice.regions.all()
        ],
        _("Years"): [ComparedItem(period)] if period else [],
        _("Sectors"): [link_to_page(term) for term in practice.sectors.all()],
        _("Measures"): [link_to_page(term) for term in practice.measures.all()],
        _("Threats"): [link_to_page(term) for term in practice.threats.all()],
        _("Paragraphs"): [
            link_to_page(each.paragraph, each.get_relation_display())
            for each in practice.basis.all()
        ],
        _("Organizations"): [
            link_to_page(each.organization, each.get_role_display())
            for each in practice.involvements.all()
        ],
        _("Evidence"): [
            ComparedItem(each.get_kind_display(), note=each.by_whom)
            for each in practice.evidence.all()
        ],
        _("Last verified"): [
            ComparedItem(date_format(day, "j F Y") if day else _("Not yet verified"))
        ],
    }


def build_rows(practices: list[Practice]) -> list[ComparedRow]:
    """Return the table; a row in which no practice has anything is left out."""
    facts = [list_facts(practice) for practice in practices]
    rows = [compare_items(label, [each[label] for each in facts]) for label in facts[0]]
    rows += [compare_texts(name, practices) for name in ("summary", *SECTIONS)]
    return [each for each in rows if any(each.cells)]


def compare_items(label: str, found: list[list[ComparedItem]]) -> ComparedRow:
    """Return a row with what only some have marked, if all have something in common."""
    common = set.intersection(*({each.name for each in items} for items in found))
    cells = [[(item, not common or item.name in common) for item in items] for items in found]
    return ComparedRow(label, cells, is_same=len({frozenset(items) for items in found}) == 1)


def compare_texts(name: str, practices: list[Practice]) -> ComparedRow:
    """Return a row of a field with long texts."""
    texts = [getattr(practice, name) for practice in practices]
    cells = [[(ComparedItem(text), True)] if text else [] for text in texts]
    label = capfirst(Practice._meta.get_field(name).verbose_name)
    return ComparedRow(label, cells, is_same=len(set(texts)) == 1, is_text=True)


def normalize_codes(codes: Iterable[str]) -> list[str]:
    """Return codes as they are written, each once, empty ones left out."""
    written = (code.replace("\0", "").strip().upper() for code in codes)
    return [code for code in dict.fromkeys(written) if code]
