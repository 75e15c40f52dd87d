"""A host is asked as it wants to be: its robots.txt, a pause between requests, and no when busy."""

import pytest

from catalogue.linkcheck.http_client import LinkResponse, UrlRefused
from catalogue.linkcheck.robots import (
    MAX_PAUSE_SECONDS,
    MAX_ROBOTS_BYTES,
    MIN_PAUSE_SECONDS,
    HostBusy,
)
from tests.linkcheck.web import AWAY, polite

SITE = "https://host.example"
ROBOTS = f"{SITE}/robots.txt"
THERE = {
    f"{SITE}/a": LinkResponse(200),
    f"{SITE}/b": LinkResponse(200),
    "https://other.example/a": LinkResponse(200),
}


def rules(*lines):
    """Return the answer of a site with these rules for programs."""
    return {ROBOTS: LinkResponse(200, body="\n".join(lines).encode())}


def test_the_rules_of_a_site_are_read_once():
    manners = polite(THERE)
    for page in ("a", "b", "a"):
        manners.request("HEAD", f"{SITE}/{page}")
    assert [url for _method, url in manners.client.asked].count(ROBOTS) == 1
    assert manners.client.asked[0] == ("GET", ROBOTS)


@pytest.mark.parametrize("whom", ["*", "CatalogueLinks", "cataloguelinks"])
def test_what_a_site_keeps_from_programs_is_not_asked(whom):
    manners = polite(THERE | rules(f"User-agent: {whom}", "Disallow: /a"))
    with pytest.raises(UrlRefused, match="stay away"):
        manners.request("HEAD", f"{SITE}/a")
    assert manners.request("HEAD", f"{SITE}/b").status == 200
    assert ("HEAD", f"{SITE}/a") not in manners.client.asked


@pytest.mark.parametrize("rule", ["Disallow: /*a$", "Disallow: /a*\nAllow: /"])
def test_rules_may_have_wildcards_and_the_longest_decides(rule):
    manners = polite(THERE | rules("User-agent: *", rule))
    with pytest.raises(UrlRefused, match="stay away"):
        manners.request("HEAD", f"{SITE}/a")
    assert manners.request("HEAD", f"{SITE}/b").status == 200


def test_rules_for_others_do_not_bind_us():
    manners = polite(THERE | rules("User-agent: Greedy", "Disallow: /"))
    assert manners.request("HEAD", f"{SITE}/a").status == 200


def test_rules_are_found_where_they_have_moved():
    moved = {
        ROBOTS: LinkResponse(301, "/rules"),
        f"{SITE}/rules": rules("User-agent: *", "Disallow: /")[ROBOTS],
    }
    with pytest.raises(UrlRefused, match="stay away"):
        polite(THERE | moved).request("HEAD", f"{SITE}/a")


@pytest.mark.parametrize(
    "answer",
    [
        LinkResponse(404), LinkResponse(500), AWAY, TimeoutError(), LinkResponse(301,
        "/robots.txt"),
        LinkResponse(301, "http://inside.example:22/"), LinkResponse(200, body=b"\xff\x00<html>"),
    ],
)  # fmt: skip
def test_a_site_without_rules_allows_everything(answer):
    manners = polite(THERE | {ROBOTS: answer})
    assert manners.request("HEAD", f"{SITE}/a").status == 200


def test_a_host_is_asked_with_pauses_and_others_meanwhile():
    manners = polite(THERE)
    manners.request("HEAD", f"{SITE}/a")  # after the rules of the site
    assert manners.clock.slept == [MIN_PAUSE_SECONDS]
    manners.request("HEAD", "https://other.example/a")
    manners.clock.now += 2
    manners.request("HEAD", f"{SITE}/b")  # the other host has taken its time
    assert sum(manners.clock.slept) == 2 * MIN_PAUSE_SECONDS
    assert manners.clock.slept[-1] == 0


@pytest.mark.parametrize(
    ("wanted", "pause"), [(1, MIN_PAUSE_SECONDS), (20, 20), (9999, MAX_PAUSE_SECONDS)]
)
def test_a_site_may_want_longer_pauses(wanted, pause):
    manners = polite(THERE | rules("User-agent: *", f"Crawl-delay: {wanted}"))
    manners.request("HEAD", f"{SITE}/a")
    assert manners.clock.slept == [pause]


@pytest.mark.parametrize("busy", [LinkResponse(429), LinkResponse(503, retry_after="120")])
def test_a_busy_host_is_left_alone_for_the_rest_of_the_run(busy):
    manners = polite(THERE | {f"{SITE}/a": busy})
    assert manners.request("HEAD", f"{SITE}/a") == busy
    with pytest.raises(HostBusy):
        manners.request("HEAD", f"{SITE}/b")
    assert manners.request("HEAD", "https://other.example/a").status == 200


def test_a_host_that_is_busy_from_the_start_is_asked_for_nothing_else():
    manners = polite(THERE | {ROBOTS: LinkResponse(503, retry_after="120")})
    with pytest.raises(HostBusy):
        manners.request("HEAD", f"{SITE}/a")
    assert manners.client.asked == [("GET", ROBOTS)]


def test_rules_are_read_up_to_a_length_and_pages_not_at_all():
    asked = []
    manners = polite(THERE)
    real = manners.client.send
    manners.client.send = lambda method, parts, most: asked.append(most) or real(method, parts)
    manners.request("GET", f"{SITE}/a")
    assert asked == [MAX_ROBOTS_BYTES, 0]
