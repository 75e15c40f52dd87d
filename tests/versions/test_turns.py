"""Several people at the same record at the same moment: each is answered in words."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from catalogue.editorial import workflow
from catalogue.models import Practice
from catalogue.versions.middleware import AtomicRevisionMiddleware
from catalogue.versions.revisions import RecordGone, lock_for_update
from tests.admin.conftest import make_person
from tests.admin.desk import address, choose, decide, filled_in, move
from tests.admin.records import make_practice, submit
from tests.versions.desk import begin
from tools.drills import turns


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scene", turns.SCENES.values(), ids=list(turns.SCENES))
def test_who_comes_at_the_same_moment_is_answered_in_words(scene):
    desk = turns.Desk(lambda: make_practice(status="published"))
    for number in range(2):
        scene(desk, f"Run {number}")


@pytest.mark.django_db
def test_a_save_takes_its_turn_before_the_view_reads_a_record(person):
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite the transaction has waited when it began")
    held = []

    def view(request):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 2341 "
                "AND granted AND pid = pg_backend_pid()"
            )
            held.extend(cursor.fetchone())
        return HttpResponse()

    request = RequestFactory().post("/")
    request.user = person("editor")
    AtomicRevisionMiddleware(view)(request)
    assert held == [1]


@pytest.mark.django_db
class TestGone:
    """What is no longer there when a button is pressed has a page of its own."""

    def test_a_record_that_is_locked(self):
        practice = make_practice()
        Practice.objects.all().delete()
        with pytest.raises(RecordGone):
            lock_for_update(practice)

    def test_a_revision_that_another_reviewer_published(self, editor, reviewer, practice):
        revision = begin(editor, practice)
        type(revision).objects.filter(pk=revision.pk).delete()
        answer = reviewer.post(move(revision, "publish"), {"text": "A reason that was typed"})
        assert answer.status_code == 410
        assert "or published this revision" in answer.text
        assert "A reason that was typed" in answer.text

    def test_what_the_editor_typed_is_shown(self, editor, practice):
        revision = begin(editor, practice)
        fields = filled_in(editor.get(address(revision)), title="Better words", _take_back="1")
        type(revision).objects.filter(pk=revision.pk).delete()
        answer = editor.post(address(revision), fields)
        assert answer.status_code == 410
        assert "Better words" in answer.text

    @pytest.mark.parametrize("page", ["revise", "discard", "catch_up", "verify"])
    def test_the_record_of_a_button(self, editor, page):
        practice = make_practice()
        button = address(practice, page)
        practice.delete()
        assert editor.post(button).status_code == 410
        assert editor.get(button).status_code == 404

    def test_a_record_that_is_gone_in_the_middle(self, reviewer, monkeypatch):
        practice = submit(make_practice(), make_person("writer"))

        def find_nothing(record):
            raise RecordGone(type(record))

        monkeypatch.setattr(workflow, "lock_for_update", find_nothing)
        assert decide(reviewer, practice, "publish").status_code == 410
        assert choose(reviewer, "practice", "publish", practice).status_code == 410
