"""The pure parts of the bench: figures, the choice of filters and words, the page it writes."""

import pytest

from tools.bench import report, sampling
from tools.bench.figures import Times, percentile
from tools.bench.goals import GOALS, Goal
from tools.bench.measures.shares import time_shares


def test_a_percentile_is_a_duration_that_was_measured():
    durations = list(range(1, 101))
    assert [percentile(durations, share) for share in (50, 95, 99, 100)] == [50, 95, 99, 100]
    assert percentile([7], 1) == percentile([7], 99) == 7


def test_nothing_measured_is_no_figure():
    with pytest.raises(ValueError, match="nothing was measured"):
        percentile([], 50)


def test_times_are_told_in_milliseconds():
    assert Times.of([0.001, 0.003, 0.002]) == Times(2, 3, 3, 3)


@pytest.fixture
def catalogue():
    """Return records as sets of (facet, value), and how many hold what is chosen."""
    records = [
        {("kind", f"k{n % 3}"), ("sector", f"s{n % 5}"), ("measure", f"m{n % 4}"),
         ("measure", f"m{n % 7}"), ("threat", f"t{n % 2}"), ("country", f"c{n % 9}")}
        for n in range(1_000)
    ]  # fmt: skip

    def counted(chosen):
        return sum(
            all(any((facet, value) in record for value in values)
                for facet, values in chosen.items())
            for record in records
        )  # fmt: skip

    return records, counted


def test_filters_leave_about_as_many_records_as_they_should(catalogue):
    records, counted = catalogue
    values = {
        facet: sorted({value for record in records for f, value in record if f == facet})
        for facet in ("kind", "sector", "measure", "threat", "country")
    }
    found = {each.name: each for each in sampling.choose_filters(1_000, values, counted)}
    assert list(found) == ["F1", "F2", "F3", "F4"]
    assert found["F1"].records == 333
    assert 50 <= found["F2"].records <= 90
    assert [len(found["F3"].chosen[name]) for name in ("sector", "kind", "country")] == [1, 2, 3]
    assert all(len(values) == 1 for values in found["F4"].chosen.values())
    for each in found.values():
        assert counted(each.chosen) == each.records


def test_a_filter_is_the_query_of_an_address():
    chosen = {"sector": ["water"], "measure": ["a", "b"]}
    query = sampling.Filter("F2", "", chosen, 1).query
    assert query == "sector=water&measure=a&measure=b"


def test_words_are_chosen_by_how_many_records_hold_them():
    sizes = {"the": 900, "port": 21, "zorbek": 1, "nowhere": 0}
    found = sampling.choose_words(list(sizes), 1_000, sizes.__getitem__)
    assert found == {"rare": ("zorbek", 1), "middling": ("port", 21), "very common": ("the", 900)}


def test_addresses_that_no_cache_has_seen():
    for path, joint in (("/practices/", "?"), ("/practices/?kind=tool", "&")):
        addresses = sampling.uncached_addresses(path)
        assert next(addresses) == f"{path}{joint}utm_x=0"
        assert next(addresses) == f"{path}{joint}utm_x=1"


@pytest.mark.parametrize(
    ("value", "cell"),
    [(1234.5, "1,234"), (12.34, "12.3"), (0.567, "0.57"), (None, "–"), ("one", "one")],
)
def test_a_cell_shows_the_digits_that_count(value, cell):
    assert report.format_number(value) == cell


def test_sizes_are_told_as_people_say_them():
    assert [report.short_size(size) for size in (10_000, 100_000, 1_000_000, 2_500)] == [
        "10k", "100k", "1M", "2.5k",
    ]  # fmt: skip


def a_result(database="sqlite", p50=4.0):
    """Return the figures of one catalogue, the page of F2 only."""
    page = {"what": "one", "records": 70, "bytes": 1, "p50": p50, "p95": 11.0, "p99": 12.0}
    figures = {"version": {"database": "1.2"}, "pages": {"F2": page}}
    return report.Result(database, 100_000, figures)


def test_the_page_says_what_was_reached_and_what_was_not():
    text = report.format_report([a_result(), a_result("postgresql")], {"Date": "today"}, 5)
    assert "| Date | today |" in text
    goal = "| Page under F2, one connection: "
    assert f"{goal}p50 | 100k | SQLite | ≤ 5 ms | 4.00 | yes |" in text
    assert f"{goal}p95 | 100k | SQLite | ≤ 10 ms | 11.0 | **no** |" in text
    assert f"{goal}p95 | 100k | PostgreSQL | ≤ 15 ms | 11.0 | yes |" in text
    assert "| F2: p50, ms | 4.00 | 4.00 |" in text


def test_what_was_not_measured_is_said_and_no_empty_table_is_shown():
    result = a_result()
    result.figures["exports"] = {"failed": "Failed: no answer"}
    text = report.format_report([result], {}, 5)
    assert "- SQLite 100k, exports: Failed: no answer" in text
    assert "requests/s | – | not measured |" in text
    assert "## Files" not in text
    assert report.list_failures([a_result()]) == []


def test_every_table_of_the_page_is_whole():
    for block in report.format_report([a_result()], {"Date": "today"}, 5).split("\n\n"):
        rows = [line.count(" | ") for line in block.splitlines() if line.startswith("|")]
        assert len(set(rows)) <= 1, block


def test_a_goal_is_a_limit_from_above_or_from_below():
    fast = Goal("", "ms", (5, 8), lambda figures: 0)
    assert (fast.is_met("sqlite", 6), fast.is_met("postgresql", 6)) == (False, True)
    many = Goal("", "rows/s", (5, 8), lambda figures: 0, at_most=False)
    assert (many.is_met("sqlite", 6), many.is_met("postgresql", 6)) == (True, False)
    assert len({(goal.words, goal.size) for goal in GOALS}) == len(GOALS)


def test_a_profile_is_told_by_the_places_where_the_time_was_spent():
    stats = {
        ("site-packages/django/template/base.py", 1, "render"): (1, 1, 0.5, 9, {}),
        ("~", 0, "<method 'execute' of 'sqlite3.Cursor' objects>"): (1, 1, 0.3, 9, {}),
        ("/srv/catalogue/facets/selection.py", 7, "counts"): (1, 1, 0.1, 9, {}),
        ("~", 0, "<built-in method builtins.len>"): (1, 1, 0.1, 9, {}),
    }
    found = {place: round(share) for place, share in time_shares(stats).items()}
    assert list(found.items())[:2] == [("Django's templates", 50), ("the database", 30)]
    assert found["catalogue/facets"] == found["Python and other libraries"] == 10


def test_a_catalogue_that_could_not_be_made_is_told_beside_those_that_were():
    failed = report.Result("postgresql", 10_000, {"catalogue": {"failed": "no server"}})
    text = report.format_report([a_result(), failed], {}, 5)
    assert "- PostgreSQL 10k, catalogue: no server" in text
    assert "| F2: p50, ms | 4.00 | – |" in text
    assert report.database_versions([a_result(), failed]) == {"SQLite": "1.2"}
