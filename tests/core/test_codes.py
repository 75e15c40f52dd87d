"""Codes are given out once: never again, also after a delete."""

import threading

import pytest
from django.db import connection

from catalogue.core import sequences
from catalogue.models import Practice
from tests.factories import make_event, make_practice

pytestmark = pytest.mark.django_db


def test_records_are_numbered_one_after_the_other():
    assert [make_practice().code, make_practice().code] == ["GP-0001", "GP-0002"]
    assert make_event().code == "EV-0001"


def test_the_code_of_a_deleted_record_is_not_given_out_again():
    make_practice()
    last = make_practice()
    last.delete()
    assert make_practice().code == "GP-0003"


def test_counting_goes_on_behind_a_code_that_was_given_by_hand():
    make_practice(code="GP-0275")
    make_practice(code="GP-0007")
    assert make_practice().code == "GP-0276"


def test_a_code_stays_when_the_record_is_saved_again():
    practice = make_practice()
    practice.title = "Another title"
    practice.save()
    assert Practice.objects.get().code == practice.code


def test_codes_grow_beyond_four_digits():
    sequences.mark_codes_used("GP-9999")
    assert sequences.next_codes("GP", 1) == ["GP-10000"]


@pytest.mark.django_db(transaction=True)
def test_writers_that_meet_get_different_codes():
    taken = []

    def take():
        try:
            taken.extend(sequences.next_codes("GP", 1)[0] for _ in range(5))
        finally:
            connection.close()

    writers = [threading.Thread(target=take) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(taken) == [f"GP-{n:04d}" for n in range(1, 21)]
