"""The command asks nothing unless it is switched on, and says what came of it."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from catalogue.linkcheck.http_client import LinkResponse
from catalogue.management.commands import check_links
from catalogue.models import LinkCheck
from tests.factories import make_check, make_source
from tests.linkcheck.web import AWAY, LocalClient, RecordedClient, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def switched_on(settings):
    settings.LINK_CHECKS, settings.LINK_CONTACT = True, "https://us.example/"


@pytest.fixture
def no_pause(monkeypatch):
    monkeypatch.setattr("catalogue.linkcheck.robots.MIN_PAUSE_SECONDS", 0)


def run(opener=None, **options):
    """Run the command with an opener; return what it said, and how far it said to be."""
    command, out, err = check_links.Command(), StringIO(), StringIO()
    command.make_opener = opener or (lambda agent: pytest.fail("Something was asked."))
    call_command(command, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_nothing_is_asked_unless_it_is_switched_on():
    make_source()
    assert run()[0] == "Links are not checked (LINK_CHECKS is off). Nothing was asked.\n"


@pytest.mark.parametrize("contact", ["", "büro@us.example", "us.example\r\nX: y"])
def test_sites_must_know_whom_to_turn_to(switched_on, settings, contact):
    settings.LINK_CONTACT = contact
    with pytest.raises(CommandError, match="Set LINK_CONTACT"):
        run()


def test_the_oldest_addresses_are_asked_and_the_outcome_is_told(switched_on, no_pause):
    pages = {"/1": (200, {}), "/2": (404, {}), "/robots.txt": (404, {})}
    sources = [make_source(url=f"http://host.example/{number}") for number in (1, 2, 3)]
    with serving(pages) as server:
        agents = []
        out, err = run(lambda agent: agents.append(agent) or LocalClient(server), most=2)
    assert agents == ["CatalogueLinks/1.0 (+https://us.example/)"]
    assert out == "Asked for 2 addresses. 1 reached, 1 gone\n"
    assert err == "2 of 2 asked\n"
    assert {check.source for check in LinkCheck.objects.all()} == set(sources[:2])


def test_a_second_run_on_the_same_day_asks_for_nothing(switched_on, no_pause):
    source = make_source()
    web = RecordedClient({source.url: LinkResponse(200)})
    run(lambda agent: web)
    asked = list(web.asked)
    assert run(lambda agent: web)[0] == "Asked for 0 addresses.\n"
    assert web.asked == asked


def test_a_link_that_is_broken_from_now_on_is_named_and_is_no_failure(switched_on, no_pause):
    source = make_source()
    make_check(source, failed_days=2)
    out, _err = run(lambda agent: RecordedClient({source.url: LinkResponse(410)}))
    assert out.endswith(f"Broken: {source.url} (status 410)\n")
    out, _err = run(lambda agent: RecordedClient({source.url: LinkResponse(410)}), older_than=0)
    assert "Broken" not in out


def test_a_machine_that_is_cut_off_is_a_failure(switched_on, no_pause):
    urls = [make_source(url=f"https://{host}.example/").url for host in "abc"]
    with pytest.raises(CommandError, match="is this machine connected"):
        run(lambda agent: RecordedClient(dict.fromkeys(urls, AWAY)))
