"""The pages of a list: which records stand on each, and the addresses of those around it."""

from dataclasses import dataclass

from django.core.paginator import Page

from catalogue.facets.index import RecordOrder, Selection
from catalogue.listings.forms import PAGE_SIZES


@dataclass(frozen=True)
class OrderedKeys:
    """The keys of a selection in an order, as a sequence that gives a slice without the rest."""

    selection: Selection
    order: RecordOrder

    def __len__(self):
        return len(self.selection)

    def __getitem__(self, part: slice) -> list[int]:
        return self.order.page_keys(self.selection.records, part.start or 0, part.stop)


@dataclass(frozen=True)
class PageLinks:
    """The way through a list: (text, address) of each page, none for what is left out.

    `sizes` has the same for how many records a page may hold.
    """

    total: int
    number: int
    size: int
    numbers: list[tuple[str | int, str]]
    previous: str
    next: str
    sizes: list[tuple[int, str]]


def build_page_links(filterset, page: Page, address: str) -> PageLinks:
    """Return the way through a list from one of its pages."""
    state, paginator = address + filterset.state("page"), page.paginator
    sized = address + filterset.state("page", "per_page")

    def to(number) -> str:
        return add_parameter(state, "page", number) if isinstance(number, int) else ""

    shown = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return PageLinks(
        total=paginator.count,
        number=page.number,
        size=paginator.per_page,
        numbers=[(number, to(number)) for number in shown],
        previous=to(page.number - 1) if page.has_previous() else "",
        next=to(page.number + 1) if page.has_next() else "",
        sizes=[(size, add_parameter(sized, "per_page", size)) for size in PAGE_SIZES],
    )


def add_parameter(address: str, name: str, value: int) -> str:
    """Return an address, or the end of one, with a parameter more."""
    return f"{address}{'&' if '?' in address else '?'}{name}={value}"
