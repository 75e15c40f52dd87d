"""An import is taken back as a whole, as long as nobody worked on with what it left behind."""

import pytest

from catalogue import models
from catalogue.editorial import workflow
from catalogue.imports.apply import undo_import
from catalogue.imports.refusals import ImportRefused
from catalogue.versions import content, history
from tests.factories import make_event, make_practice
from tests.imports.tables import NEW, bring_in, does, look, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    """Return a draft with words and rows of its own."""
    return make_practice(status="draft", title="Old", events=[make_event()])


@pytest.fixture
def applied(by, draft):
    """Return an import that changed a draft and made a practice and a source."""
    source = draft.citations.get().source
    rows = [
        {"code": draft.code, "title": "New", "kind": draft.kind, "events": "",
         "sources_title": source.title, "sources_url": source.url},
        {"code": "", **NEW["practice"], "events": "", "sources_title": "A law", "sources_url": ""},
    ]  # fmt: skip
    return bring_in(written(*rows), models.Practice, by)


def new():
    """Return the practice that the import made."""
    return models.Practice.objects.get(title=NEW["practice"]["title"])


def test_what_was_made_is_gone_and_what_was_changed_is_as_before(by, draft, applied):
    new()
    undone = undo_import(applied.pk, by=by)
    assert (undone.state, undone.undone_by) == ("undone", by)
    now = models.Practice.objects.get()
    assert (now.pk, now.title, now.events.count()) == (draft.pk, "Old", 1)
    assert now.citations.count() == 1
    assert not models.Source.objects.filter(title="A law").exists()


def test_undoing_is_a_version_of_its_own(by, draft, applied):
    undo_import(applied.pk, by=by)
    newest = history.get_versions(draft).first()
    assert (newest.revision.user, newest.revision.comment) == (by, f"Undone: {applied.why}")
    assert content.read_version(newest) == content.read_record(models.Practice.objects.get())


def test_an_import_that_was_undone_can_be_made_again(by, draft, applied):
    undo_import(applied.pk, by=by)
    found = look(bytes(applied.file), models.Practice, by)
    assert does(found) == {"create": 1, "update": 1}


def test_a_revision_that_an_import_began_is_discarded(by, practice):
    applied = bring_in(written({"code": practice.code, "title": "New"}), models.Practice, by)
    undo_import(applied.pk, by=by)
    assert not models.Practice.objects.filter(revises=practice).exists()
    practice.refresh_from_db()
    assert practice.title == "As readers see it"


def refused(applied, by) -> str:
    """Return why an import is not undone, and check that nothing was."""
    before = list(models.Practice.objects.order_by("pk").values())
    with pytest.raises(ImportRefused) as why:
        undo_import(applied.pk, by=by)
    assert list(models.Practice.objects.order_by("pk").values()) == before
    applied.refresh_from_db()
    assert applied.state == "applied"
    return str(why.value)


def test_an_import_is_not_undone_when_a_record_was_changed_since(by, draft, applied):
    draft.refresh_from_db()
    draft.save()
    assert f"{draft} was changed after the import." in refused(applied, by)


def test_an_import_is_not_undone_when_a_record_is_gone(by, draft, applied):
    new().delete()
    assert "was deleted" in refused(applied, by)


def test_an_import_is_not_undone_when_others_need_what_it_made(by, applied):
    make_practice().relations.create(other=new(), kind="related")
    assert "is used by" in refused(applied, by)


def test_an_import_is_not_undone_when_its_revision_was_published(by, person, practice):
    applied = bring_in(written({"code": practice.code, "title": "New"}), models.Practice, by)
    revision = models.Practice.objects.get(revises=practice)
    workflow.make_transition("submit", revision, by=by)
    workflow.make_transition("publish", revision, by=person("reviewer"))
    assert "was deleted" in refused(applied, by)


def test_an_import_is_undone_once(by, applied):
    undo_import(applied.pk, by=by)
    with pytest.raises(ImportRefused):
        undo_import(applied.pk, by=by)


def test_a_preview_cannot_be_undone(by):
    found = look(written({"code": "", **NEW["practice"]}), models.Practice, by)
    with pytest.raises(ImportRefused):
        undo_import(found.pk, by=by)


def test_a_source_that_others_cite_by_now_stays(by, applied):
    law = models.Source.objects.get(title="A law")
    make_practice(sources=[law])
    undo_import(applied.pk, by=by)
    assert models.Source.objects.filter(pk=law.pk).exists()
