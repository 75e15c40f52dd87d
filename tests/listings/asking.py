"""Random addresses of a list, and the records that its pages and its CSV show for them."""

import csv
import io
import re

from django.test import Client
from hypothesis import strategies as st

SORTS = {
    "practices": ["", "verified", "newest", "title"],
    "events": ["", "latest", "earliest", "newest", "title"],
    "organizations": ["", "title", "newest"],
    "resolutions": ["", "adopted", "newest", "title"],
}
#: One for all requests: a new one would load the middleware each time.
client = Client()
WORDS = [
    "", "", "", "", "", "security", "the", "police airport", "UN", "GP-0001", "nothing-at-all",
    "securit", "-police", '"critical infrastructure"', "?!",
]  # fmt: skip


def queries(noun: str, values_of_facets: dict[str, list[str]]):
    """Return a strategy for addresses of a list: some values in some facets, words and order."""
    facets = {
        name: st.lists(st.sampled_from(values), min_size=1, max_size=6, unique=True)
        for name, values in values_of_facets.items()
        if values
    }
    first_years, last_years = st.integers(1990, 2015), st.integers(2015, 2030)
    return st.fixed_dictionaries(
        {"q": st.sampled_from(WORDS), "sort": st.sampled_from(SORTS[noun])},
        optional={"year_from": first_years, "year_to": last_years},
    ).flatmap(
        lambda rest: st.lists(
            st.sampled_from(sorted(facets)), min_size=1, max_size=2, unique=True
        ).flatmap(
            lambda chosen: st.fixed_dictionaries({name: facets[name] for name in chosen}).map(
                lambda values: values | rest
            )
        )
    )


def on_pages(noun: str, query: dict) -> list[str]:
    """Return the keys of all records on the pages of a list, in order, without the second list."""
    keys, page, more = [], 1, True
    while more:
        html = client.get(f"/{noun}/", query | {"per_page": 100, "page": page}).text
        html = html.partition('<section class="most-words"')[0]
        keys += re.findall(rf'<article.*?href="/{noun}/([^/"]+)/', html, re.DOTALL)
        page, more = page + 1, 'rel="next"' in html
    return keys


def in_file(noun: str, query: dict) -> list[str]:
    """Return the keys of the rows of a list's file, in order, and check that it says how many."""
    return [key_of(row) for row in rows_of_file(noun, query)]


def rows_of_file(noun: str, query: dict) -> list[dict[str, str]]:
    """Return the rows of a list's CSV, and check that it says how many."""
    response = client.get(f"/{noun}.csv", query)
    text = response.getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert response["X-Total-Count"] == str(len(rows))
    assert text.startswith(("code,", "slug,", "symbol,"))
    return rows


def key_of(record: dict) -> str:
    """Return the key of a record in a file."""
    return record["permalink"].split("/")[4]
