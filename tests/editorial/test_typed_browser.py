"""What is typed at the desk, in a real browser: whatever happens to the page, it is there again."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from catalogue.models import Practice
from tests import factories
from tests.admin.conftest import make_person
from tests.admin.desk import address, list_address
from tests.admin.records import make_practice, make_source

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADD = list_address("practice", "add")
OFFER = "You typed something here"
#: Milliseconds between the two clicks of a double click.
PAUSES = (30, 90, 200)


@pytest.fixture
def desk(page, live_server):
    """Return a browser page of somebody who may do everything, and how to sign in again."""
    person = make_person("superuser")
    person.set_password("four words that fit")
    person.save()

    def sign_in():
        client = Client()
        client.force_login(person)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["sessionid"].value}
        page.context.add_cookies([cookie | {"url": live_server.url}])

    page.sign_in, page.visit = sign_in, lambda path: page.goto(live_server.url + path)
    page.dialogs = []
    page.on("dialog", lambda dialog: (page.dialogs.append(dialog.type), dialog.accept()))
    sign_in()
    return page


def write(page, title="Typed by hand"):
    """Type into a field, add a row, choose its source by typing, and wait until that is kept."""
    page.locator("#id_title").fill(title)
    page.locator("#citations-group .add-row a").click()
    row = page.locator("tr.dynamic-citations:not(.empty-form)").last
    row.locator(".field-source .select2-selection").click()
    page.keyboard.type("compend")
    page.locator(".select2-results__option--highlighted", has_text="Compendium").wait_for()
    page.keyboard.press("Enter")
    row.locator(".field-locator input").fill("p. 7")
    wait_for_kept(page, "p. 7")


def wait_for_kept(page, text, count=1):
    """Wait until the browser keeps so many texts, one of them with some words."""
    page.evaluate(
        """([text, count]) => new Promise((done) => {
          const look = () => {
            const kept = Object.keys(localStorage).filter((key) => key.startsWith("typed:"));
            const isThere = kept.some((key) => localStorage[key].includes(text));
            if (isThere && kept.length === count) done(); else setTimeout(look, 50);
          };
          look();
        })""",
        [text, count],
    )


def restore(page):
    """Take the offer, and check that everything that was typed is in the form again."""
    page.get_by_text(OFFER).first.wait_for()
    page.get_by_role("button", name="Restore it").first.click()
    page.locator("#typed-text[data-unsaved]").wait_for(state="attached")
    check_typed(page)


def check_typed(page, title="Typed by hand"):
    """Check that the form has everything that was typed."""
    assert page.locator("#id_title").input_value() == title
    row = page.locator("tr.dynamic-citations:not(.empty-form)").last
    assert row.locator(".field-locator input").input_value() == "p. 7"
    assert "Compendium" in row.locator(".field-source .select2-selection").inner_text()


def press(page, name):
    """Press a button of the form, and wait for the page that comes."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def count_kept(page):
    """Return how many texts the browser keeps."""
    return page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('typed:')).length")


def test_leaving_back_and_a_lost_connection_keep_the_text(desk, page_problems):
    make_source(title="Compendium of good practices")
    practice = make_practice(title="Before", sources=[])
    desk.visit(address(practice))
    desk.get_by_role("link", name="Home", exact=True).click()
    desk.wait_for_url("**/admin/")
    assert desk.dialogs == [], "nothing was typed"

    desk.visit(address(practice))
    write(desk)
    desk.get_by_role("link", name="Home", exact=True).click()
    desk.wait_for_url("**/admin/")
    assert desk.dialogs == ["beforeunload"]
    desk.go_back()
    restore(desk)

    desk.reload()
    check_typed(desk)
    desk.context.route("**/change/", lambda route: route.abort("internetdisconnected"))
    desk.get_by_role("button", name="Save and continue editing").click()
    desk.wait_for_url("chrome-error://**")
    desk.context.unroute("**/change/")
    desk.visit(address(practice))
    restore(desk)
    press(desk, "Save and continue editing")
    practice.refresh_from_db()
    assert (practice.title, practice.citations.get().locator) == ("Typed by hand", "p. 7")
    assert (count_kept(desk), desk.get_by_text(OFFER).count()) == (0, 0)
    page_problems[:] = [line for line in page_problems if "INTERNET_DISCONNECTED" not in line]


def test_an_ended_session_leads_back_to_the_form(desk, page_problems):
    make_source(title="Compendium of good practices")
    desk.visit(ADD)
    desk.locator("#id_kind").select_option("training")
    write(desk)
    Session.objects.all().delete()
    press(desk, "Save")
    assert desk.get_by_text("Not saved: you were signed out meanwhile").count()
    assert desk.locator("#content-main").get_by_text("Typed by hand").count() == 1
    desk.get_by_role("link", name="Sign in again").click()
    desk.get_by_label("Username").fill("superuser")
    desk.get_by_label("Password").fill("four words that fit")
    press(desk, "Sign in")
    restore(desk)

    desk.context.clear_cookies(name="csrftoken")  # as after signing in anew in another tab
    press(desk, "Save")
    assert desk.locator("#content-main").get_by_text("Typed by hand").count() == 1
    desk.get_by_role("link", name="Open the form again").click()
    restore(desk)
    press(desk, "Save and continue editing")
    assert Practice.objects.get().citations.get().locator == "p. 7"
    assert count_kept(desk) == 0
    desk.visit(ADD)
    assert desk.get_by_text(OFFER).count() == 0
    write(desk, "For the next one")
    desk.visit("/admin/")
    assert count_kept(desk) == 1
    press(desk, "Log out")
    assert count_kept(desk) == 0
    page_problems[:] = [line for line in page_problems if "a status of 403" not in line]


def test_two_tabs_keep_the_text_of_both(desk):
    practice = make_practice(title="Before", summary="Before.")
    with factories.record_changes(comment="Written."):
        practice.save()
    desk.visit(address(practice))
    other = desk.context.new_page()
    other.on("dialog", lambda dialog: dialog.accept())
    other.goto(desk.url)
    desk.locator("#id_title").fill("In the first tab")
    other.locator("#id_summary").fill("In the second tab")
    wait_for_kept(other, "In the second tab", 2)
    other.close(run_before_unload=True)
    press(desk, "Save and continue editing")
    desk.get_by_role("button", name="Restore it").click()
    desk.locator("#typed-text[data-unsaved]").wait_for(state="attached")
    assert desk.locator("#id_title").input_value() == "In the first tab"
    assert desk.locator("#id_summary").input_value() == "In the second tab"
    press(desk, "Save and continue editing")
    practice.refresh_from_db()
    assert (practice.title, practice.summary) == ("In the first tab", "In the second tab")
    assert count_kept(desk) == 0


def test_preview_and_the_buttons_of_the_workflow_leave_the_text_alone(desk):
    make_source(title="Compendium of good practices")
    practice = make_practice(title="Before", sources=[])
    desk.visit(address(practice))
    write(desk)
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Preview").click()
    assert opened.value.get_by_role("heading", name="Before").count()
    opened.value.close()
    assert desk.get_by_role("alert").inner_text().startswith("The preview shows the saved text")
    for name in ("Verify", "Submit for review"):
        if desk.locator(".moves").get_by_text(name, exact=True).count():
            desk.locator(".moves").get_by_text(name, exact=True).click()
            assert "this button does not save them" in desk.get_by_role("alert").inner_text()
    check_typed(desk)
    press(desk, "Save and submit for review")
    practice.refresh_from_db()
    assert (practice.title, practice.status) == ("Typed by hand", "in_review")

    desk.locator("#id_title").fill("Typed while reviewing")
    for name in ("Send back", "Publish"):
        for control in desk.locator(".moves").get_by_text(name, exact=True).all():
            control.click()
            assert "this button does not save them" in desk.get_by_role("alert").inner_text()
    assert desk.url.endswith(address(practice))
    desk.locator("#id_title").press("Enter")
    desk.wait_for_url("**/practice/")
    practice.refresh_from_db()
    assert (practice.title, practice.status) == ("Typed while reviewing", "in_review")
    assert practice.last_verified_on is None
    assert desk.dialogs == []


def test_a_double_click_makes_one_record_and_no_conflict(desk):
    for pause in PAUSES:
        for scripts in (True, False):
            title = f"Clicked twice after {pause} ms {scripts}"
            desk.visit(ADD)
            desk.locator("#id_title").fill(title)
            desk.locator("#id_kind").select_option("training")
            save_twice(desk, pause, scripts)
            practice = Practice.objects.get(title=title)
            desk.visit(address(practice))
            desk.locator("#id_summary").fill(title)
            save_twice(desk, pause, scripts)
            practice.refresh_from_db()
            assert practice.summary == title


#: The second click may come before the first answer, with our script or without it.
CLICK_TWICE = {
    True: """pause => {
      const button = document.querySelector("[name=_save]");
      button.click();
      setTimeout(() => button.click(), pause);
    }""",
    False: """pause => {
      const form = document.querySelector("form[id$=_form]");
      const typed = new FormData(form);
      typed.append("_save", "1");
      fetch(form.action, {method: "POST", body: typed, keepalive: true});
      setTimeout(() => form.submit(), pause);
    }""",
}


def save_twice(page, pause, scripts):
    """Send the form of a page twice; with our script only the first click does anything."""
    with page.expect_navigation(url="**/practice/**"):
        page.evaluate(CLICK_TWICE[scripts], pause)
    page.wait_for_load_state()
    assert page.get_by_text("Not saved").count() == 0
