"""The second list of a search, where few records have all words: those that have most of them.

It is shown below the list and is no part of it: no count, no facet, no file and no page has it.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.listings.filterset import ListFilterSet
from catalogue.search.most_words import FEW_RECORDS, PartialMatch, find_most_words


@dataclass(frozen=True)
class PartialMatchList:
    """The records with most words, each with what shows it: its card, or its line on a page.

    `has_exact` says that other records have all words.
    """

    rows: list[tuple[object, PartialMatch]]
    has_exact: bool

    @property
    def has_most(self) -> bool:
        """Return True if the best record has more than half of the words."""
        best = self.rows[0][1]
        return len(best.has) > len(best.lacks)

    @property
    def heading(self) -> str:
        """Return what these records are; it never says more than is true of the best one."""
        if self.has_exact:
            more, less = (
                _("These records have most of the words."),
                _("These records have some of the words."),
            )
        else:
            more = _("No record has all of these words. These have most of them.")
            less = _("No record has all of these words. These have some of them.")
        return more if self.has_most else less


def find_partial_matches(filterset: ListFilterSet) -> list[PartialMatch]:
    """Return the records that have most of the words, if few have all; filters stay in force."""
    selection = filterset.selection
    if not filterset.query.terms or len(selection) >= FEW_RECORDS:
        return []
    index = filterset.index
    return find_most_words(
        filterset.searched,
        filterset.query,
        selection.records_without("q"),
        index.orders["relevance"],
        index.version,
    )
