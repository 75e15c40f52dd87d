"""Read the days of a column that a spreadsheet wrote in an order of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.exports.cells import SEPARATOR

MIDNIGHT = re.compile(r"[T ]0{1,2}:00(:00(\.0+)?)?Z?\Z")
NUMBERS = re.compile(r"(\d{1,4})([-./ ]) ?(\d{1,2})\2 ?(\d{1,4})")
#: Where the year, the month and the day stand in the orders in which spreadsheets write days.
DAY_FIRST, MONTH_FIRST, YEAR_FIRST = (2, 1, 0), (2, 0, 1), (0, 1, 2)
ORDERS = {
    DAY_FIRST: gettext_lazy("day, month, year"),
    MONTH_FIRST: gettext_lazy("month, day, year"),
    YEAR_FIRST: gettext_lazy("year, month, day"),
}
FIRST_OF_1900S = 30  # of years with two digits, as spreadsheets read them: 30 is 1930, 29 is 2029


@dataclass(frozen=True)
class WrittenDay:
    """A day as a cell has it: its three numbers, and the sign between them."""

    numbers: tuple[str, str, str]
    sign: str

    @property
    def begins_with_year(self) -> bool:
        """Return True if its first number can only be a year."""
        return len(self.numbers[0]) == 4

    def find_order(self, order: tuple[int, ...]) -> tuple[int, ...]:
        """Return the order of its numbers, which is the given one unless it shows another.

        A year of four digits shows where it is, and before dots the day is always first.
        """
        if self.begins_with_year:
            return YEAR_FIRST
        return DAY_FIRST if self.sign == "." else order

    def read(self, order: tuple[int, ...]) -> str:
        """Return it in ISO form; nothing if it does not fit an order."""
        year, month, day = (self.numbers[place] for place in self.find_order(order))
        if len(year) not in (2, 4) or len(month + day) > 4:
            return ""
        century = 0 if len(year) == 4 else 1900 if int(year) >= FIRST_OF_1900S else 2000
        try:
            return date(century + int(year), int(month), int(day)).isoformat()
        except ValueError:
            return ""


def parse_day(text: str) -> WrittenDay | None:
    """Return a text as a day; None for what is written like none."""
    found = NUMBERS.fullmatch(MIDNIGHT.sub("", text.strip()))
    return WrittenDay((found[1], found[3], found[4]), found[2]) if found else None


def rewrite_days(cell: str, order: tuple[int, ...]) -> str | None:
    """Return a cell with its days in ISO form; None if one of them does not fit an order.

    What is written like no day, or with its year first, stays if it is none: its cell is wrong.
    """
    texts = []
    for text in cell.split(SEPARATOR):
        day = parse_day(text)
        read = day.read(order) if day else text
        if day and not read and not day.begins_with_year:
            return None
        texts.append(read or text)
    return SEPARATOR.join(texts)


def read_days(
    column: str, cells: Sequence[str], held: Sequence[str]
) -> tuple[Sequence[str] | None, str]:
    """Return the cells of a column with its days in ISO form, and a message about their order.

    The order is the one that fits all cells. If several do, it is that in which some cells are what
    the catalogue holds. If none is left, there are no cells, and the message says what to do.
    """
    read = {order: [rewrite_days(cell, order) for cell in cells] for order in ORDERS}
    fitting = {order: texts for order, texts in read.items() if None not in texts}
    unsure = list_differing(fitting) if fitting else [texts.index(None) for texts in read.values()]
    if unsure and fitting:
        fitting = {
            order: texts
            for order, texts in fitting.items()
            if any(texts[place] == held[place] for place in unsure)
        }
    if not fitting or list_differing(fitting):
        is_unsure = any(None not in texts for texts in read.values())
        return None, describe_no_order(column, [cells[place] for place in unsure], is_unsure)
    order, texts = next(iter(fitting.items()))
    changed = next((n for n, text in enumerate(texts) if text != cells[n]), None)
    if changed is None:
        return cells, ""
    return texts, describe_order(column, order, cells[changed], texts[changed])


def list_differing(fitting: dict) -> list[int]:
    """Return the places of the cells that several orders read in several ways."""
    together = zip(*fitting.values(), strict=True)
    return [place for place, texts in enumerate(together) if len(set(texts)) > 1]


def describe_order(column: str, order: tuple[int, ...], before: str, after: str) -> str:
    """Return a message in which order the days of a column were read, with an example."""
    day = next(filter(None, map(parse_day, before.split(SEPARATOR))))
    what = {
        "column": column, "order": ORDERS[day.find_order(order)], "before": before, "after": after,
    }  # fmt: skip
    return _("Dates in “%(column)s” were read as %(order)s: %(before)s is %(after)s.") % what


def describe_no_order(column: str, cells: Sequence[str], is_unsure: bool) -> str:
    """Return a message that the days of a column were rewritten, and what to do.

    They fit more than one order if it `is_unsure`, and otherwise none.
    """
    fit = _("fit more than one order") if is_unsure else _("fit no order")
    what = {"column": column, "examples": ", ".join(list(dict.fromkeys(cells))[:3]), "fit": fit}
    text = _(
        "The dates in “%(column)s” (%(examples)s) %(fit)s of day and month: Excel rewrites dates "
        "when it saves a CSV. Take the XLSX of the list instead, or write them like 2018-04-24."
    )
    return text % what
