"""The raw limit: bitmaps and row queries, without requests, forms and templates."""

from django.db import connection

from catalogue.facets.facet_index import FacetIndex, Selection
from catalogue.practices.models import Practice
from tools.bench.measures.work import Work, print_progress, time_repeatedly

SHOWN = 20
#: A page shows the first ten values of facets with more values than this (organizations).
MANY, FIRST = 300, 10
FIELDS = ("code", "title", "kind", "summary", "started", "ended")
#: What a card shows of other tables: the relation and the field.
LINKS = (("sectors", "label"), ("measures", "label"), ("countries", "name"),
         ("involvements__organization", "name"))  # fmt: skip


def measure(work: Work) -> dict:
    """Return the figures under each filter."""
    index, statements, found = work.index, card_statements(), {}
    shown = shown_values(index)
    for name, chosen in work.filters.items():
        print_progress(f"  raw limit under {name}")
        times = time_repeatedly(
            lambda chosen=chosen: read_page(index, chosen.chosen, shown, statements), work.seconds
        )
        found[name] = times.as_dict()
    return found


def read_page(index: FacetIndex, chosen: dict, shown: dict, statements: list[str]) -> tuple:
    """Return the counts of the shown values, the total, and the rows of the first page."""
    selection = Selection(index, chosen)
    counts = {
        name: {code: selection.count(name, code) for code in codes} for name, codes in shown.items()
    }
    keys = next(iter(index.orders.values())).page_keys(selection.records, 0, SHOWN)
    keys += [0] * (SHOWN - len(keys))  # the statements have a place for each
    return counts, len(selection), [read_rows(each, keys) for each in statements]


def shown_values(index: FacetIndex) -> dict[str, list[str]]:
    """Return the values of each facet that are counted."""
    return {
        name: list(each.labels)[: None if len(each.labels) <= MANY else FIRST]
        for name, each in index.values.items()
    }


def read_rows(statement: str, keys: list[int]) -> list[tuple]:
    """Return the rows of a statement as plain tuples."""
    with connection.cursor() as cursor:
        cursor.execute(statement, keys)
        return cursor.fetchall()


def card_statements() -> list[str]:
    """Return the statements for the rows of a page and for what they show of other tables."""
    places = list(range(1, SHOWN + 1))
    shown = Practice.objects.filter(pk__in=places).order_by()
    wanted = [shown.values_list("pk", *FIELDS)]
    wanted += [shown.values_list("pk", f"{path}__{field}") for path, field in LINKS]
    return [each.query.sql_with_params()[0] for each in wanted]
