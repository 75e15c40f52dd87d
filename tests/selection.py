"""A pytest plugin: which files of tests `./run test` runs on each database, in one place.

`./run test` runs the small selection, in minutes: on SQLite everything but what starts servers and
other programs, with the journeys of a reader and an editor in a browser; on PostgreSQL what depends
on the database most. `./run test --full` runs the full selection: everything on SQLite, and on
PostgreSQL everything but what needs no database. With paths (`./run test tests/search`) and in
drills nothing is left out.
"""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SIZES = ("small", "full")

#: Code, documents, forms, accounts, what a browser shows and how a format is written do not depend
#: on the database; tests/exports/test_twin.py compares every cell on both.
NO_DATABASE = (
    "tests/admin/test_ancestors.py",
    "tests/admin/test_browser.py",
    "tests/admin/test_desk_work.py",
    "tests/admin/test_forms.py",
    "tests/admin/test_guard.py",
    "tests/admin/test_lookups.py",
    "tests/admin/test_pages.py",
    "tests/bench",
    "tests/citations/test_citing.py",
    "tests/drills",
    "tests/editorial/test_browser.py",
    "tests/editorial/test_completeness.py",
    "tests/editorial/test_dashboard.py",
    "tests/editorial/test_help.py",
    "tests/editorial/test_typed_browser.py",
    "tests/exports/test_cells.py",
    "tests/exports/test_columns.py",
    "tests/exports/test_data_dictionary.py",
    "tests/exports/test_office.py",
    "tests/exports/test_real_records.py",
    "tests/exports/test_references.py",
    "tests/exports/test_xlsx.py",
    "tests/hostile/test_sockets.py",
    "tests/house/test_browser.py",
    "tests/house/test_changes.py",
    "tests/house/test_code.py",
    "tests/house/test_commands.py",
    "tests/house/test_limits.py",
    "tests/house/test_names.py",
    "tests/house/test_security.py",
    "tests/house/test_settings.py",
    "tests/house/test_templates.py",
    "tests/house/test_walks.py",
    "tests/imports/test_import_browser.py",
    "tests/imports/test_import_files.py",
    "tests/imports/test_office_round_trips.py",
    "tests/imports/test_workbook_bombs.py",
    "tests/imports/test_workbooks.py",
    "tests/inspection",
    "tests/journeys",
    "tests/linkcheck/test_http_client.py",
    "tests/linkcheck/test_probe.py",
    "tests/linkcheck/test_robots.py",
    "tests/linkcheck/test_url_policy.py",
    "tests/operations/test_account.py",
    "tests/operations/test_account_admin.py",
    "tests/operations/test_deploy.py",
    "tests/operations/test_headers.py",
    "tests/operations/test_invitations.py",
    "tests/operations/test_log_formatters.py",
    "tests/operations/test_methods.py",
    "tests/operations/test_metrics.py",
    "tests/operations/test_password_hasher.py",
    "tests/operations/test_password_validators.py",
    "tests/operations/test_refusals.py",
    "tests/operations/test_second_factor.py",
    "tests/operations/test_sessions.py",
    "tests/operations/test_set_up.py",
    "tests/operations/test_silent_database.py",
    "tests/pages/test_every_page.py",
    "tests/pages/test_styleguide.py",
    "tests/versions/test_browser.py",
)
#: They start servers, browsers and other programs, send very many requests, compare at length with
#: a twin, or try every role with every button and every column with every format.
SLOW = (
    "tests/admin/test_browser.py",
    "tests/admin/test_desk_work.py",
    "tests/admin/test_forms.py",
    "tests/admin/test_guard.py",
    "tests/admin/test_lookups.py",
    "tests/admin/test_pages.py",
    "tests/bench",
    "tests/coverage/test_real_records.py",
    "tests/coverage/test_real_states.py",
    "tests/db/test_carried_over.py",
    "tests/db/test_operations.py",
    "tests/db/test_other_names_migration.py",
    "tests/db/test_required_objects.py",
    "tests/drills",
    "tests/editorial/test_decisions.py",
    "tests/editorial/test_typed_browser.py",
    "tests/events/test_timeline.py",
    "tests/exports/test_office.py",
    "tests/exports/test_real_records.py",
    "tests/exports/test_xlsx.py",
    "tests/facets/test_workers.py",
    "tests/hostile",
    "tests/house/test_browser.py",
    "tests/house/test_changes.py",
    "tests/house/test_start.py",
    "tests/imports/test_every_column.py",
    "tests/imports/test_import_admin.py",
    "tests/imports/test_import_browser.py",
    "tests/imports/test_import_killed.py",
    "tests/imports/test_import_preview.py",
    "tests/imports/test_import_real_records.py",
    "tests/imports/test_office_round_trips.py",
    "tests/imports/test_workbook_bombs.py",
    "tests/inspection",
    "tests/journeys/test_accessibility.py",
    "tests/journeys/test_comparing.py",
    "tests/journeys/test_founding_document.py",
    "tests/journeys/test_keyboard.py",
    "tests/journeys/test_lists.py",
    "tests/journeys/test_pages.py",
    "tests/listings/test_formats.py",
    "tests/listings/test_twin.py",
    "tests/operations",
    "tests/pages/test_every_page.py",
    "tests/pages/test_limits.py",
    "tests/pages/test_real_numbers.py",
    "tests/pages/test_statistics.py",
    "tests/practices/test_similar.py",
    "tests/synthetic",
    "tests/versions/test_browser.py",
    "tests/versions/test_conflicts.py",
    "tests/versions/test_matrix.py",
    "tests/versions/test_nothing_is_lost.py",
    "tests/versions/test_rebase.py",
    "tests/versions/test_turns.py",
)
#: What depends on the database most: search, counts, triggers, SQL of exports, imports.
ON_BOTH = (
    "tests/changelog",
    "tests/core",
    "tests/coverage/test_map.py",
    "tests/exports/test_files.py",
    "tests/exports/test_formats.py",
    "tests/exports/test_queries.py",
    "tests/exports/test_twin.py",
    "tests/facets",
    "tests/imports/test_fixtures.py",
    "tests/imports/test_import_apply.py",
    "tests/imports/test_import_many.py",
    "tests/imports/test_import_undo.py",
    "tests/imports/test_loading_again.py",
    "tests/search",
    "tests/versions/test_restore.py",
)
#: What takes longest starts first, so that both processes end at the same time. The journeys stay
#: together: they share the real records, which are loaded for them. Meanwhile the other process
#: does what needs no real records.
LONGEST = (
    "tests/journeys",
    "tests/hostile",
    "tests/versions",
    "tests/listings",
    "tests/operations",
)


def is_selected(path: str, size: str, database: str) -> bool:
    """Return True if a selection has a file or folder; a folder may have some of its files."""
    if size == "full":
        return database == "sqlite" or not is_within(path, NO_DATABASE)
    if is_within(path, SLOW):
        return False
    return database == "sqlite" or is_within(path, ON_BOTH) or contains_some(path, ON_BOTH)


def is_within(path: str, places: tuple[str, ...]) -> bool:
    """Return True if a path is one of the places or inside one of them."""
    return any(path == place or path.startswith(f"{place}/") for place in places)


def contains_some(path: str, places: tuple[str, ...]) -> bool:
    """Return True if a path is a folder that contains one of the places."""
    return any(place.startswith(f"{path}/") for place in places)


def pytest_addoption(parser):
    """Add the option that `./run test` gives."""
    help_text = "run the small or the full selection of tests (tests/selection.py)"
    parser.addoption("--selection", choices=SIZES, help=help_text)


def pytest_ignore_collect(collection_path, config):
    """Leave out the files that the selection does not have."""
    size = config.getoption("--selection")
    if size is None or not collection_path.is_relative_to(ROOT / "tests"):
        return None
    path = collection_path.relative_to(ROOT).as_posix()
    database = os.environ.get("TEST_DATABASE", "sqlite")
    return None if path == "tests" or is_selected(path, size, database) else True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Start with what takes longest; otherwise keep the random order."""
    items.sort(key=lambda item: rank_by_duration(item.path.relative_to(ROOT).as_posix()))


def rank_by_duration(path: str) -> int:
    """Return the rank of a file: that of its folder in LONGEST, or the last."""
    ranks = [rank for rank, place in enumerate(LONGEST) if is_within(path, (place,))]
    return ranks[0] if ranks else len(LONGEST)


def pytest_report_header(config):
    """Print the size of the run and the selection."""
    selection = config.getoption("--selection") or "none, every test of the given paths"
    return f"selection: {selection}; random cases: {os.environ.get('TEST_SIZE', 'small')}"
