"""What is kept of asking: when an address was reached, and when it is called broken."""

import datetime

import pytest
from django.http import QueryDict
from django.test import Client
from reversion.models import Revision

from catalogue.changelog.queries import current_version, touched_keys
from catalogue.linkcheck.http_client import LinkResponse
from catalogue.linkcheck.probe import LinkResult, LinkStatus
from catalogue.linkcheck.runner import (
    SAVE_BATCH_SIZE,
    LinkCheckRun,
    NetworkUnavailable,
    interleave_hosts,
    save_results,
)
from catalogue.models import LinkCheck, Source
from catalogue.practices.nouns import PRACTICE
from catalogue.sources.link_checks import AGAIN, BROKEN_AFTER, sources_due
from tests.factories import make_practice, make_source
from tests.linkcheck.web import AWAY, polite
from tools.counts import find_differences

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
FIRST = datetime.date(2026, 5, 3)
WEEK = 7 * DAY
REACHED, GONE = LinkResult(LinkStatus.REACHED), LinkResult(LinkStatus.GONE, "status 404")
UNCLEAR = LinkResult(LinkStatus.UNCLEAR, "status 403")


def asked(source, *outcomes, start=FIRST, step=AGAIN):
    """Ask for a source with these outcomes, some days apart, and return it as it is afterwards."""
    for number, outcome in enumerate(outcomes):
        save_results([(source, outcome)], start + number * step)
    return Source.objects.get(pk=source.pk)


def is_broken(source) -> bool:
    return bool(source.checked and source.checked.is_broken)


class TestBroken:
    """An address is broken when it failed on several days, with no success in between."""

    def test_a_passing_outage_is_no_broken_link(self):
        source = asked(make_source(), REACHED, *[GONE] * (BROKEN_AFTER - 1))
        assert not is_broken(source)
        assert source.checked.reached_on == FIRST
        assert source.checked.said == "status 404"
        assert not is_broken(asked(source, REACHED, *[GONE] * (BROKEN_AFTER - 1)))

    def test_an_address_that_goes_on_failing_is_broken_since_the_first_failure(self):
        source = asked(make_source(), REACHED, *[GONE] * BROKEN_AFTER)
        assert is_broken(source)
        assert source.checked.failing_since == FIRST + AGAIN
        assert source.checked.reached_on == FIRST

    def test_several_failures_on_one_day_are_one(self):
        assert not is_broken(asked(make_source(), *[GONE] * 5, step=0 * DAY))

    def test_a_host_that_is_away_counts_like_a_text_that_is_gone(self):
        assert is_broken(
            asked(make_source(), *[LinkResult(LinkStatus.AWAY, "no connection")] * BROKEN_AFTER)
        )

    def test_what_is_unclear_changes_nothing_but_what_the_desk_is_told(self):
        source = asked(make_source(), REACHED, *[UNCLEAR] * 9)
        assert (source.checked.failed_days, source.checked.reached_on) == (0, FIRST)
        assert source.checked.said == "status 403"
        assert is_broken(asked(source, *[GONE] * BROKEN_AFTER, UNCLEAR, start=FIRST + 100 * DAY))

    def test_an_address_that_is_reached_again_is_whole(self):
        source = asked(make_source(), *[GONE] * BROKEN_AFTER, REACHED)
        assert not is_broken(source)
        assert source.checked.said == ""

    def test_another_address_has_no_past(self):
        source = asked(make_source(), *[GONE] * BROKEN_AFTER)
        Source.objects.filter(pk=source.pk).update(url="https://example.org/new")
        source = Source.objects.get(pk=source.pk)
        assert source.checked is None
        LinkCheck.objects.filter(source=source).update(address="")
        Source.objects.filter(pk=source.pk).update(url="")
        assert Source.objects.get(pk=source.pk).checked is None
        Source.objects.filter(pk=source.pk).update(url="https://example.org/new")
        source = asked(source, GONE, start=FIRST + 100 * DAY)
        assert (source.checked.failed_days, source.checked.address) == (1, source.url)

    def test_what_is_told_of_it_is_plain_text_of_some_length(self):
        said = asked(
            make_source(), LinkResult(LinkStatus.UNCLEAR, "a\0b\n" + "x" * 500)
        ).checked.said
        assert said == "a b " + "x" * 196


class TestDue:
    """The oldest come first, and what fails comes sooner."""

    def due(self, after):
        return list(sources_due(FIRST + after, WEEK))

    def test_what_was_never_asked_comes_first_then_the_oldest(self):
        late, early = (
            asked(make_source(), REACHED, start=FIRST + DAY),
            asked(make_source(), REACHED),
        )
        new = make_source()
        make_source(url="", read_in="A library")
        assert self.due(30 * DAY) == [new, early, late]

    def test_what_was_asked_in_the_last_days_is_left_out(self):
        source = asked(make_source(), REACHED)
        assert self.due(WEEK - DAY) == []
        assert self.due(WEEK) == [source]

    def test_what_fails_is_asked_again_sooner_until_it_is_called_broken(self):
        source = asked(make_source(), GONE)
        assert self.due(AGAIN - DAY) == []
        assert self.due(AGAIN) == [source]
        asked(source, *[GONE] * (BROKEN_AFTER - 1), start=FIRST + DAY, step=DAY)
        assert self.due(AGAIN + BROKEN_AFTER * DAY) == []

    def test_another_address_is_asked_at_once(self):
        source = asked(make_source(), REACHED)
        Source.objects.filter(pk=source.pk).update(url="https://example.org/new")
        assert self.due(0 * DAY) == [source]


class TestReaders:
    """Readers are told, and their pages change only when what they show does."""

    def test_a_record_says_when_its_source_was_reached(self):
        source = make_source()
        practice = make_practice(sources=[source])
        page = lambda: Client().get(practice.get_absolute_url()).text  # noqa: E731
        assert "reached" not in page()
        asked(source, REACHED)
        assert "Last reached on 3 May 2026" in page()
        asked(source, *[GONE] * (BROKEN_AFTER - 1), start=FIRST + DAY)
        assert "Last reached on 3 May 2026" in page()
        asked(source, GONE, start=FIRST + 30 * DAY)
        assert "Could not be reached since 4 May 2026" in page()
        assert "Last reached" not in page()

    def test_what_changes_nothing_visible_touches_no_page(self):
        source = asked(make_source(), REACHED)
        make_practice(sources=[source])
        before = current_version()
        asked(source, REACHED, UNCLEAR, *[GONE] * (BROKEN_AFTER - 1), step=DAY)
        assert current_version() == before

    def test_a_day_touches_pages_and_no_record_of_a_list(self):
        source = asked(make_source(), REACHED)
        make_practice(sources=[source])
        before = current_version()
        asked(source, REACHED, start=FIRST + DAY)
        assert current_version() != before
        assert touched_keys("practice", before) == set()

    def test_a_broken_link_moves_what_cites_it_to_another_value_of_the_facet(self):
        source = make_source()
        practice, _other = make_practice(sources=[source]), make_practice(sources=[make_source()])
        listed = lambda: Client().get("/practices/?source_health=broken").text.count("<article")  # noqa: E731
        assert listed() == 0
        before = current_version()
        asked(source, *[GONE] * BROKEN_AFTER)
        assert touched_keys("practice", before) == {practice.pk}
        assert listed() == 1
        assert list(find_differences(PRACTICE, QueryDict("source_health=broken"))) == []
        asked(source, REACHED, start=FIRST + 30 * DAY)
        assert listed() == 0


def test_a_check_is_no_change_of_a_record():
    source, revisions = make_source(), Revision.objects.count()
    facts = Source.objects.filter(pk=source.pk).values().get()
    asked(source, REACHED, *[GONE] * BROKEN_AFTER)
    assert Source.objects.filter(pk=source.pk).values().get() == facts
    assert Revision.objects.count() == revisions


def test_what_was_deleted_or_has_another_address_meanwhile_is_passed_over():
    gone, other, there = make_source(), make_source(), make_source()
    found = [(each, REACHED) for each in (gone, other, there)]
    Source.objects.filter(pk=gone.pk).delete()
    Source.objects.filter(pk=other.pk).update(url="https://example.org/new")
    save_results(found, FIRST)
    assert [check.source_id for check in LinkCheck.objects.all()] == [there.pk]


def test_hosts_take_turns():
    sources = [
        Source(url=f"https://{host}.example/{n}")
        for host in "abc"
        for n in range("cab".index(host) + 1)
    ]
    hosts = [source.name.partition(".")[0] for source in interleave_hosts(sources)]
    assert hosts == ["a", "b", "c", "a", "b", "b"]


class TestRun:
    """A run asks for everything, and keeps nothing where it is itself cut off."""

    def run(self, answers, sources):
        told = []
        run = LinkCheckRun(polite(answers), FIRST, told.append)
        run.check_all(sources)
        return run, told

    def test_it_tells_how_far_it_is_and_what_came_of_it(self):
        sources = [make_source() for _ in range(SAVE_BATCH_SIZE + 1)]
        answers = {source.url: LinkResponse(200) for source in sources[1:]}
        run, told = self.run(answers, sources)
        assert told == [
            f"{SAVE_BATCH_SIZE} of {SAVE_BATCH_SIZE + 1} asked",
            f"{SAVE_BATCH_SIZE + 1} of {SAVE_BATCH_SIZE + 1} asked",
        ]
        assert run.counts == {LinkStatus.REACHED: SAVE_BATCH_SIZE, LinkStatus.GONE: 1}
        assert LinkCheck.objects.filter(reached_on=FIRST).count() == SAVE_BATCH_SIZE

    def test_a_run_that_is_broken_off_has_kept_what_came_before(self):
        sources = [make_source() for _ in range(SAVE_BATCH_SIZE + 1)]
        answers = {source.url: LinkResponse(200) for source in sources}
        with pytest.raises(KeyboardInterrupt):
            self.run(answers | {sources[-1].url: KeyboardInterrupt()}, sources)
        assert LinkCheck.objects.count() == SAVE_BATCH_SIZE
        assert list(sources_due(FIRST, WEEK)) == sources[-1:]

    def test_a_host_that_is_busy_leaves_the_rest_for_later(self):
        sources = [make_source(), make_source()]
        run, _told = self.run({source.url: LinkResponse(429) for source in sources}, sources)
        assert run.counts == {LinkStatus.UNCLEAR: 1, LinkStatus.LATER: 1}
        assert list(sources_due(FIRST, WEEK)) == sources[1:]

    def test_where_no_host_answers_we_are_cut_off_ourselves(self):
        sources = [make_source(url=f"https://{host}.example/") for host in "abc"]
        answers = {source.url: AWAY for source in sources}
        with pytest.raises(NetworkUnavailable):
            self.run(answers, sources)
        assert not LinkCheck.objects.exists()
        many = [make_source(url=f"https://{host}.example/{n}") for host in "abc" for n in range(9)]
        manners = polite(dict.fromkeys([source.url for source in many], AWAY))
        with pytest.raises(NetworkUnavailable):
            LinkCheckRun(manners, FIRST, str).check_all(many)
        assert (
            len({url for method, url in manners.client.asked if method == "HEAD"})
            == SAVE_BATCH_SIZE
        )
        self.run(answers, sources[:1])  # a single host may well be away
        assert LinkCheck.objects.count() == 1
        self.run(answers | {sources[2].url: LinkResponse(404)}, sources)
        assert LinkCheck.objects.filter(failed_days=1).count() == 3
