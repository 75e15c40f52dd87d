"""A real browser and the real records: loaded once for all journeys, which only read them."""

import pytest
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from tests.browser import listen
from tools.inspection.pages import create_withdrawn_practice


@pytest.fixture(scope="package")
def site(django_db_setup, django_db_blocker, records_in_files):
    """Serve the real records, committed, and return the address of the server.

    The `live_server` of pytest-django empties the database after each test; loading it each time
    would take minutes.
    """
    with django_db_blocker.unblock():
        records_in_files.load()
        create_withdrawn_practice()
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="package")
def complaints():
    """Return what windows complain about, as it comes."""
    return []


@pytest.fixture
def page_problems(complaints):
    """Return what windows complain about in one test; a test that expects it clears it."""
    complaints.clear()
    yield complaints
    assert not complaints, "problems in the browser:\n" + "\n".join(complaints)


@pytest.fixture(scope="package")
def open_window(browser, site, complaints):
    """Return a function that opens a window of a fresh browser; nothing in it moves by itself."""

    def start(width=1280, **options):
        size = {"width": width, "height": 800}
        context = browser.new_context(
            base_url=site, viewport=size, reduced_motion="reduce", **options
        )
        listen(context, complaints)
        return context.new_page()

    return start


@pytest.fixture
def window(open_window, page_problems):
    """Return a function that opens a window of a fresh browser for one test."""
    opened = []

    def start(**options):
        opened.append(open_window(**options))
        return opened[-1]

    yield start
    for page in opened:
        page.context.close()


@pytest.fixture(scope="package")
def one_window(open_window):
    """Open the window in which most tests are done: opening one takes longer than most tests."""
    page = open_window()
    yield page
    page.context.close()


@pytest.fixture
def page(one_window, page_problems):
    """Return the window of a reader at a desk, as if it were new."""
    one_window.set_viewport_size({"width": 1280, "height": 800})
    one_window.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    one_window.context.clear_cookies()
    return one_window
