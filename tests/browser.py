"""A pytest plugin: a real Chromium for tests marked `browser`. A problem in a page fails them."""

import os
from urllib.parse import urlsplit

import pytest
from django.db import connections

from tests.programs import Program
from tools.chromium import FLAGS, find_chromium
from tools.servers import HANG

PROGRAM = Program(
    "browser",
    "no Chromium found (apt-get install chromium fonts-noto-core)",
    "BROWSER TESTS NOT RUN",
)
THIS_MACHINE = ("localhost", "127.0.0.1")


def pytest_runtest_setup(item):
    """Skip or fail a test that needs Chromium if it is missing."""
    PROGRAM.require(item, find_chromium())


def pytest_terminal_summary(terminalreporter):
    """Report loudly that the browser tests did not run."""
    PROGRAM.report(terminalreporter)


@pytest.fixture(scope="session")
def chromium_path():
    """Return the path of the system's Chromium."""
    return find_chromium()


@pytest.fixture(scope="session")
def browser(chromium_path):
    """Start one Chromium, with a new profile, for all tests of this process."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; Django would refuse its database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield chromium
        chromium.close()
        # While that loop runs Django keeps connections apart from those of before and after. Left
        # open, they would hold the database that is to be dropped.
        connections.close_all()


@pytest.fixture
def page_problems():
    """Return the list of problems of `page`; a test that expects a problem clears it."""
    return []


@pytest.fixture
def page(browser, page_problems):
    """Open a page in a new context; fail if anything failed or a request left this machine."""
    context = browser.new_context()
    listen(context, page_problems)
    yield context.new_page()
    context.close()
    assert not page_problems, "problems in the browser:\n" + "\n".join(page_problems)


def listen(context, problems: list[str]) -> None:
    """Add errors, failed requests and requests to other machines to a list of problems."""

    def note_request(request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.hostname not in THIS_MACHINE:
            problems.append(f"request to another machine: {request.url}")

    def note_failure(request):
        # A navigation or download that replaces another one aborts it: nothing is wrong.
        if request.failure != "net::ERR_ABORTED":
            problems.append(f"failed request: {request.url} ({request.failure})")

    def note_message(message):
        if message.type == "error":
            problems.append(f"console: {message.text} ({message.location.get('url')})")

    context.set_default_timeout(HANG * 1000)
    context.on("request", note_request)
    context.on("requestfailed", note_failure)
    context.on("console", note_message)
    context.on("weberror", lambda error: problems.append(f"script: {error.error}"))
