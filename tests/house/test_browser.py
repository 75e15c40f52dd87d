"""The browser tests can be trusted: what they promise to notice, they notice."""

import pytest

from tests import browser

pytestmark = pytest.mark.browser


def test_an_error_on_the_console_is_noticed(page, page_problems):
    page.evaluate("console.error('lost')")
    assert "lost" in page_problems.pop()


def test_a_script_that_fails_is_noticed(page, page_problems):
    with page.context.expect_event("weberror"):
        page.evaluate("setTimeout(() => { throw new Error('broken') })")
    assert "broken" in page_problems.pop()


def test_a_request_to_another_machine_is_noticed(page, page_problems):
    page.evaluate("fetch('http://elsewhere.invalid/').catch(() => 0)")
    assert page_problems[0] == "request to another machine: http://elsewhere.invalid/"
    page_problems.clear()


def test_a_page_of_this_machine_is_no_problem(page, live_server, page_problems):
    page.goto(f"{live_server.url}/admin/login/")
    assert page_problems == []


def test_a_missing_chromium_is_not_overlooked(monkeypatch, request):
    monkeypatch.setattr(browser, "find_chromium", lambda: None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no Chromium found"):
        browser.pytest_runtest_setup(request.node)
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="no Chromium found"):
        browser.pytest_runtest_setup(request.node)
