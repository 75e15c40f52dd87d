"""Two to four practices side by side: a table of what each has, and what not all of them have."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalogue.practices.models import SECTIONS, Practice
from catalogue.templatetags.catalogue_text import places, years

FEWEST, MOST = 2, 4


@dataclass(frozen=True)
class Item:
    """One thing in a cell, with its address where it has a page or a list.

    The note says in what way a practice has it: who says so, in which role.
    """

    text: str
    address: str = ""
    note: str = ""

    @property
    def name(self) -> tuple[str, str]:
        """Return what makes it the same thing in another practice, whatever the note says."""
        return self.text, self.address


@dataclass(frozen=True)
class Cell:
    """What one practice has in a row; False marks what only some of the compared ones have."""

    items: list[tuple[Item, bool]]


@dataclass(frozen=True)
class Row:
    """A row of the table. `is_text` has long text, of which no parts are compared."""

    label: str
    cells: list[Cell]
    is_same: bool
    is_text: bool = False


def listed(parameter: str, code: str, text: str) -> Item:
    """Return a value that leads to the list of practices that have it."""
    return Item(text, f"{reverse('practice-list')}?{parameter}={code}")


def terms(name: str) -> Callable[[Practice], list[Item]]:
    """Return what gives the terms of a practice, each with its page."""
    return lambda practice: [
        Item(term.label, term.get_absolute_url()) for term in getattr(practice, name).all()
    ]


def kind(practice):
    """Return the kind."""
    return [listed("kind", practice.kind, practice.get_kind_display())]


def where(practice):
    """Return the countries, or the regions where the scope is wider."""
    return [
        listed("region" if hasattr(place, "parent_id") else "country", place.code, place.name)
        for place in places(practice)
    ]


def span(practice):
    """Return the years."""
    text = years(practice.started, practice.ended)
    return [Item(text)] if text else []


def paragraphs(practice):
    """Return the paragraphs that it answers, and who says so."""
    return [
        Item(str(each.paragraph), each.paragraph.get_absolute_url(), each.get_relation_display())
        for each in practice.basis.all()
    ]


def bodies(practice):
    """Return the bodies behind it with their roles."""
    return [
        Item(str(each.organization), each.organization.get_absolute_url(), each.get_role_display())
        for each in practice.involvements.all()
    ]


def evidence(practice):
    """Return the kinds of evidence and by whom each was found."""
    return [Item(each.get_kind_display(), "", each.by_whom) for each in practice.evidence.all()]


def verified(practice):
    """Return when it was last verified."""
    day = practice.last_verified_on
    return [Item(date_format(day, "j F Y") if day else str(_("Not yet verified")))]


#: The rows of what can be compared thing by thing, in the order of the table.
ROWS: dict[str, Callable[[Practice], list[Item]]] = {
    _("Kind"): kind,
    _("Where"): where,
    _("Years"): span,
    _("Sectors"): terms("sectors"),
    _("Measures"): terms("measures"),
    _("Threats"): terms("threats"),
    _("Paragraphs"): paragraphs,
    _("Bodies"): bodies,
    _("Evidence"): evidence,
    _("Last verified"): verified,
}


def rows(practices: list[Practice]) -> list[Row]:
    """Return the table; a row in which no practice has anything is left out."""
    facts = [row(label, [of(practice) for practice in practices]) for label, of in ROWS.items()]
    fields = {name: Practice._meta.get_field(name).verbose_name for name in SECTIONS}
    texts = [
        text_row(label, [getattr(practice, name) for practice in practices])
        for name, label in ({"summary": _("Summary")} | fields).items()
    ]
    return [each for each in (*facts, *texts) if any(cell.items for cell in each.cells)]


def row(label: str, found: list[list[Item]]) -> Row:
    """Return a row that tells what only some have, where all have something in common."""
    known = [{each.name for each in items} for items in found]
    common = set.intersection(*known)
    cells = [Cell([(item, not common or item.name in common) for item in items]) for items in found]
    return Row(label, cells, is_same=len({frozenset(items) for items in found}) == 1)


def text_row(label: str, texts: list[str]) -> Row:
    """Return a row of long texts."""
    cells = [Cell([(Item(text), True)] if text else []) for text in texts]
    return Row(capfirst(label), cells, is_same=len(set(texts)) == 1, is_text=True)


def distinct(codes: Iterable[str]) -> list[str]:
    """Return codes as they are written, each once, empty ones left out."""
    written = (code.replace("\0", "").strip().upper() for code in codes)
    return [code for code in dict.fromkeys(written) if code]


def by_code(records: Iterable[Model]) -> dict[str, Model]:
    """Return records by their codes."""
    return {record.code: record for record in records}
