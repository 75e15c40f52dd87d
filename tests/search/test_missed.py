"""Searches that found nothing: what is counted, what is not, who sees it, and for how long."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.signals import request_finished
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from catalogue.changelog.queries import current_version
from catalogue.search import missed
from catalogue.search.missed import (
    MissedSearch,
    clean_missed_words,
    count_missed_search,
    write_missed_searches,
)
from config import gunicorn
from tests.admin.conftest import make_person
from tests.factories import make_practice, make_sector

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counter(settings, monkeypatch):
    """Count from nothing."""
    settings.COUNT_MISSED_SEARCHES = True
    monkeypatch.setattr(missed, "counter", missed.MissedSearchCounter())
    yield missed.counter
    request_finished.disconnect(missed.write_when_due)


@pytest.fixture
def editor(client):
    client.force_login(make_person("editor"))
    return client


def counted() -> dict[str, int]:
    return dict(MissedSearch.objects.values_list("words", "times"))


def this_month() -> date:
    return timezone.localdate().replace(day=1)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Hotel  Spa", "hotel spa"),
        ("HÔTEL\x00\t\u202espa", "hôtel spa"),
        ('"soft targets" -drones', '"soft targets" -drones'),
        ("S/RES/2341 (2017)", "s/res/2341 (2017)"),
        ("ISO 22343", "iso 22343"),
        ("e.g. 1998-2024", "e.g. 1998-2024"),
        ("paragraph 1.2.3", "paragraph 1.2.3"),
        ("...", ""),
        ("\u0640", ""),
        ("\u0640 -drones", ""),
        ("192.0.2.1", ""),
        ("server ١٩٢.0.2.255:80", ""),
        ("-drones", ""),
        ("jane.doe@example.org", ""),
        ("write to jane＠example", ""),
        ("https://example", ""),
        ("www.example", ""),
        ("example.org/page", ""),
        ("call 1234567", ""),
        ("+41 22 917 12 34", ""),
        ("(0)2017-55-66-77", ""),
        ("١٢٣٤٥٦٧", ""),
        ("word " * 21, ""),
    ],
)
def test_words_are_cleaned_and_what_may_name_somebody_is_not_kept(typed, words):
    assert clean_missed_words(typed) == words


@pytest.mark.parametrize("name", ["search", "practice-list"])
def test_a_search_that_found_nothing_is_counted_each_time(client, counter, name):
    make_practice(title="Fences")
    for typed in ("Moats", "moats ", "fences", "jane@example.org", "moats"):
        client.get(reverse(name), {"q": typed, "sort": "", "per_page": "50"})
    counter.write()
    assert counted() == {"moats": 3}


def test_a_page_that_was_asked_for_again_is_counted_again(client, counter):
    address = {"path": reverse("search"), "data": {"q": "moats"}}
    first = client.get(**address)
    again = client.get(**address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert counter._times == {"moats": 2}


def test_what_other_filters_exclude_is_not_counted(client, counter):
    make_practice(title="Fences", sectors=[make_sector()])
    lists = reverse("practice-list")
    client.get(lists, {"q": "fences", "sector": make_sector().slug})
    client.get(lists, {"q": "moats", "year_from": "2001"})
    client.get(lists, {"q": ""})
    assert not counter._times


def test_what_only_another_noun_has_is_not_counted(client, counter):
    make_practice(title="Moats")
    client.get(reverse("event-list"), {"q": "moats"})
    assert not counter._times
    client.get(reverse("event-list"), {"q": "drawbridges"})
    assert counter._times == {"drawbridges": 1}


def test_what_is_named_is_not_counted(client, counter):
    practice, sector = make_practice(), make_sector(label="Shopping centres")
    sector.other_names.create(name="mall")
    for typed in (practice.code.replace("-", ""), "malls"):
        for name in ("search", "practice-list"):
            client.get(reverse(name), {"q": typed})
    assert not counter._times


def test_nothing_is_counted_where_it_is_turned_off(client, settings, counter):
    settings.COUNT_MISSED_SEARCHES = False
    client.get(reverse("search"), {"q": "moats"})
    assert not counter._times


def test_a_batch_is_written_after_an_answer(client, counter, monkeypatch):
    monkeypatch.setattr(missed, "BATCH_SIZE", 2)
    client.get(reverse("search"), {"q": "moats"})
    assert counted() == {}
    client.get(reverse("search"), {"q": "drawbridges"})
    assert counted() == {"moats": 1, "drawbridges": 1}
    assert not counter._times


def test_a_batch_is_written_when_it_is_old(client, counter, monkeypatch):
    client.get(reverse("search"), {"q": "moats"})
    monkeypatch.setattr(missed, "BATCH_SECONDS", 0)
    client.get(reverse("about"))
    assert counted() == {"moats": 1}


def test_a_process_that_ends_writes_its_batch(counter):
    counter.add("moats")
    gunicorn.worker_exit(server=None, worker=None)
    assert counted() == {"moats": 1}


def test_processes_add_to_each_other():
    write_missed_searches(Counter({"moats": 2, "walls": 1}))
    write_missed_searches(Counter({"moats": 3}))
    assert counted() == {"moats": 5, "walls": 1}
    assert set(MissedSearch.objects.values_list("month", flat=True)) == {this_month()}


def test_while_another_process_writes_a_batch_waits(counter, monkeypatch):
    def refuse(times, wait):
        raise missed.JobRunning("missed_searches")

    counter.add("moats")
    monkeypatch.setattr(missed, "write_missed_searches", refuse)
    counter.write()
    assert counter._times == {"moats": 1}


@pytest.mark.parametrize("fault", [DatabaseError("read-only"), OSError("read-only")])
def test_where_nothing_can_be_written_nothing_fails(client, counter, monkeypatch, caplog, fault):
    def refuse(times, wait):
        raise fault

    monkeypatch.setattr(missed, "BATCH_SIZE", 1)
    monkeypatch.setattr(missed, "write_missed_searches", refuse)
    assert client.get(reverse("search"), {"q": "moats"}).status_code == 200
    assert "read-only" in caplog.text
    assert "moats" not in caplog.text
    assert not counter._times


def test_a_month_and_a_process_keep_a_bounded_number(counter, monkeypatch):
    monkeypatch.setattr(missed, "MAX_MISSED_SEARCHES", 3)
    write_missed_searches(Counter({"a": 2, "b": 1, "c": 1}))
    write_missed_searches(Counter({"c": 1, "d": 1, "e": 1}))
    assert counted() == {"a": 2, "c": 2, "d": 1}
    for words in "abcdea":
        counter.add(words)
    assert counter._times == {"a": 2, "b": 1, "c": 1}


def test_after_twelve_months_it_is_gone():
    old = this_month().replace(year=this_month().year - 1)
    kept = (old + timedelta(days=31)).replace(day=1)
    for month in (old, kept):
        MissedSearch.objects.create(month=month, words="moats", times=9)
    write_missed_searches(Counter({"walls": 1}))
    months = set(MissedSearch.objects.values_list("month", flat=True))
    assert months == {kept, this_month()}


def test_counting_makes_no_new_version_of_the_catalogue():
    make_practice()
    before = current_version()
    write_missed_searches(Counter({"moats": 1}))
    assert current_version() == before


def test_the_desk_shows_what_was_searched_three_times_and_deletes_it(editor):
    last = (this_month() - timedelta(days=1)).replace(day=1)
    MissedSearch.objects.create(month=last, words="<b>moats", times=2)
    write_missed_searches(Counter({"<b>moats": 1, "walls": 2}))
    address = reverse("admin:missed_searches")
    page = editor.get(address)
    assert [(each["words"], each["total"]) for each in page.context["searches"]] == [
        ("<b>moats", 3)
    ]
    assert "<b>moats" not in page.text
    assert "names of people cannot be recognized" in page.text
    assert address in editor.get(reverse("admin:index")).text
    editor.post(address, {"words": "<b>moats"})
    editor.post(address, {"words": "\0"})
    assert counted() == {"walls": 2}


def test_nobody_else_sees_them(client):
    assert client.get(reverse("admin:missed_searches")).status_code == 302


def test_the_page_says_that_counting_is_off(editor, settings):
    settings.COUNT_MISSED_SEARCHES = False
    assert "not counted" in editor.get(reverse("admin:missed_searches")).text
    assert reverse("admin:missed_searches") not in editor.get(reverse("admin:index")).text


@pytest.mark.parametrize("is_on", [True, False])
def test_readers_are_told(client, settings, is_on):
    settings.COUNT_MISSED_SEARCHES = is_on
    assert ("Searches that find nothing are counted" in client.get("/about/").text) == is_on


def test_hostile_words_are_counted_or_dropped(rf, counter):
    for typed in ("\ud800", "\x00", "a" * 10_000, "%s", "'; DROP TABLE", "\\", "ﷺ" * 60):
        count_missed_search(rf.get("/"), typed)
    counter.write()
    assert all(len(words) <= missed.MAX_MISSED_CHARACTERS for words in counted())
