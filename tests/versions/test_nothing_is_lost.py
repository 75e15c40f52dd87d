"""What failed left nothing behind, what was kept stays, and what was deleted comes back."""

import pytest
from django.contrib.auth.models import User
from reversion.models import Revision, Version

from catalogue.models import Practice
from catalogue.versions import content, history
from tests.admin.conftest import make_person
from tests.admin.desk import address, decide, list_address, save
from tests.admin.records import make_practice, submit
from tests.factories import make_measure, record_changes

pytestmark = pytest.mark.django_db


def test_a_request_that_fails_saves_nothing(reviewer, monkeypatch):
    practice = submit(make_practice(), make_person("writer"))

    def fail(record):
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(history, "add_version", fail)
    reviewer.raise_request_exception = False
    assert decide(reviewer, practice, "publish").status_code == 500
    practice.refresh_from_db()
    assert practice.status == "in_review"
    assert not Revision.objects.exists()


def test_a_refused_request_saves_nothing(editor):
    practice = make_practice(title="As it was")
    change = {"title": "Changed", "citations__0__quotation": "word " * 41}
    assert save(editor, practice, **change).status_code == 200
    practice.refresh_from_db()
    assert practice.title == "As it was"
    assert not Revision.objects.exists()


def test_looking_keeps_nothing(editor):
    practice = make_practice()
    for page in ("change", "history", "compare", "preview"):
        assert editor.get(address(practice, page)).status_code == 200
    assert not Revision.objects.exists()


def test_no_version_is_ever_dropped(editor):
    practice = make_practice()
    for number in range(30):
        with record_changes(comment=str(number)):
            practice.title = f"Title {number}"
            practice.save()
    assert history.get_versions(practice).count() == 30
    User.objects.all().delete()
    Practice.objects.get(pk=practice.pk).delete()
    kept = Version.objects.get_for_object_reference(Practice, practice.pk)
    assert [version.field_dict["title"] for version in kept] == [
        f"Title {number}" for number in reversed(range(30))
    ]


def test_the_desk_has_no_page_of_the_tables_of_the_history(seat):
    superuser = seat("superuser")
    assert superuser.get("/admin/reversion/version/").status_code == 404
    assert superuser.get("/admin/reversion/revision/").status_code == 404


def test_what_somebody_deleted_comes_back_with_its_rows_and_code(seat, editor):
    practice = make_practice()
    practice.evidence.create(kind="monitored", by_whom="An auditor", finding="It helped.")
    save(editor, practice, title="Worth keeping", citations__0__locator="p. 4")
    before = content.read_record(Practice.objects.get(pk=practice.pk))
    seat("superuser").post(address(practice, "delete"), {"post": "yes"})
    assert not Practice.objects.filter(pk=practice.pk).exists()
    deleted = list_address("practice", "deleted")
    assert f'href="{deleted}"' in editor.get(list_address("practice")).content.decode()
    page = editor.get(deleted)
    [(version, deletion)] = page.context["versions"]
    assert deletion.user.username == "superuser"
    answer = editor.post(list_address("practice", "deleted"), {"version": version.pk})
    back = Practice.objects.get(code=practice.code)
    assert answer.url == address(back)
    assert (back.pk, back.status, back.author) == (practice.pk, "draft", practice.author)
    assert content.read_record(back) == before
    assert make_practice().code > back.code


def test_it_comes_back_once(seat, editor):
    practice = make_practice()
    save(editor, practice, title="Worth keeping")
    seat("superuser").post(address(practice, "delete"), {"post": "yes"})
    [(version, _)] = editor.get(list_address("practice", "deleted")).context["versions"]
    for expected in (302, 404):
        answer = editor.post(list_address("practice", "deleted"), {"version": version.pk})
        assert answer.status_code == expected
    assert Practice.objects.count() == 1


def test_a_word_that_is_gone_does_not_keep_a_record_from_coming_back(seat, editor):
    gone, practice = make_measure(), make_practice()
    save(editor, practice, measures=[gone.pk])
    seat("superuser").post(address(practice, "delete"), {"post": "yes"})
    gone.delete()
    [(version, _)] = editor.get(list_address("practice", "deleted")).context["versions"]
    editor.post(list_address("practice", "deleted"), {"version": version.pk})
    assert list(Practice.objects.get(pk=practice.pk).measures.all()) == []
