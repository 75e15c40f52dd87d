"""Nothing reaches the public, and nothing public changes, by an editor alone."""

import pytest
from django.contrib import admin
from django.utils import timezone

from catalogue import models
from tests.admin.desk import address, filled_in, list_address, save
from tests.admin.records import (
    EVERY,
    PUBLISHABLE,
    make_body,
    make_paragraph,
    make_practice,
    make_resolution,
    make_source,
)

NAMES = {"practice": "title", "event": "title", "organization": "name", "resolution": "title"}
NOW = timezone.now()
ROLES = ["editor", "reviewer", "superuser"]
LOCKED = {"status": "published"}, {"status": "withdrawn", "withdrawal_reason": "Superseded."}
#: Who may not change in place what readers see, or did; and what the page says about it.
CLOSED = [(role, noun) for noun in PUBLISHABLE for role in ROLES]
TOLD = {"published": "Published. Changes are", "withdrawn": "A reviewer can take it back"}


@pytest.mark.parametrize("fields", LOCKED, ids=lambda fields: fields["status"])
@pytest.mark.parametrize(("role", "noun"), CLOSED)
def test_what_is_public_or_was_is_read_but_not_changed(seat, role, noun, fields):
    record, editor = PUBLISHABLE[noun](**fields), seat(role)
    page = editor.get(address(record))
    assert TOLD[fields["status"]] in page.content.decode()
    assert 'name="_save"' not in page.content.decode()
    assert editor.post(address(record), filled_in(page, **{NAMES[noun]: "X"})).status_code == 403
    record.refresh_from_db()
    assert getattr(record, NAMES[noun]) != "X"


@pytest.mark.parametrize("noun", PUBLISHABLE)
def test_an_editor_changes_a_draft_without_a_warning(editor, noun):
    record = PUBLISHABLE[noun]()
    assert "Ask a reviewer" not in editor.get(address(record)).content.decode()
    assert save(editor, record, **{NAMES[noun]: "Another name"}).status_code == 302
    record.refresh_from_db()
    assert getattr(record, NAMES[noun]) == "Another name"


@pytest.mark.parametrize("noun", PUBLISHABLE)
def test_a_status_that_is_posted_counts_for_nothing(editor, noun):
    record = PUBLISHABLE[noun]()
    assert save(editor, record, status="published", published_at="2020-01-01").status_code == 302
    record.refresh_from_db()
    assert (record.status, record.published_at) == ("draft", None)


def test_a_new_record_is_a_draft_whatever_is_posted(editor):
    new = {"name": "New body", "slug": "new-body", "kind": "academia", "status": "published"}
    page = editor.get(list_address("organization", "add") + "?status=published")
    editor.post(list_address("organization", "add"), filled_in(page, **new))
    assert models.Organization.objects.get(slug="new-body").status == "draft"


def test_a_window_opened_beside_a_relation_does_not_open_a_public_record(editor):
    body = make_body(status="published", name="As it was")
    page = editor.get(address(body), {"_popup": 1})
    answer = editor.post(address(body) + "?_popup=1", filled_in(page, name="X", _popup="1"))
    assert answer.status_code == 403
    body.refresh_from_db()
    assert body.name == "As it was"


def test_no_list_can_be_edited_in_place():
    assert not [pages for pages in admin.site._registry.values() if pages.list_editable]


@pytest.mark.parametrize("noun", PUBLISHABLE)
@pytest.mark.parametrize("role", ROLES)
def test_rows_of_a_public_record_are_as_closed_as_the_record(rf, person, noun, role):
    record, request = PUBLISHABLE[noun](status="published"), rf.get("/")
    request.user = person(role)
    for rows in admin.site.get_model_admin(type(record)).get_inline_instances(request):
        assert rows.has_add_permission(request, record) is False
        assert rows.has_change_permission(request, record) is False
        assert rows.has_delete_permission(request, record) is False


@pytest.mark.parametrize("noun", [*PUBLISHABLE, "operativeparagraph"])
def test_a_record_published_while_a_form_was_on_its_way_stays_as_it_was(editor, monkeypatch, noun):
    record = EVERY[noun]()
    page, find = editor.get(address(record)), admin.ModelAdmin.get_object

    def publish_meanwhile(*args):
        found = find(*args)
        public = getattr(found, "resolution", found)
        type(public).objects.filter(pk=public.pk).update(status="published", published_at=NOW)
        return found

    monkeypatch.setattr(admin.ModelAdmin, "get_object", publish_meanwhile)
    assert editor.post(address(record), filled_in(page)).status_code == 403


def test_a_row_cannot_be_moved_into_a_public_record(editor):
    draft, public = make_practice(), make_practice(status="published")
    row = public.citations.get()
    changes = {"citations__0__id": row.pk, "citations__0__practice": draft.pk}
    save(editor, draft, **changes, citations__0__locator="p. 99")
    save(editor, draft, citations__0__practice=public.pk, citations__0__locator="p. 99")
    row.refresh_from_db()
    assert (row.practice, row.locator) == (public, "")
    assert public.citations.count() == 1


def test_an_editor_deletes_no_record(editor):
    practice = make_practice()
    assert editor.post(address(practice, "delete"), {"post": "yes"}).status_code == 403
    assert models.Practice.objects.filter(pk=practice.pk).exists()


def test_a_superuser_is_told_why_a_cited_source_cannot_be_deleted(seat):
    source = make_practice().citations.get().source
    page = seat("superuser").get(address(source, "delete")).content.decode()
    assert "would require deleting the following protected related objects" in page


class TestParagraph:
    """An operative paragraph is guarded as its resolution is."""

    def test_an_editor_changes_one_of_a_draft(self, editor):
        paragraph = make_paragraph()
        assert save(editor, paragraph, heading="Partnerships").status_code == 302
        paragraph.refresh_from_db()
        assert paragraph.heading == "Partnerships"

    @pytest.mark.parametrize("fields", LOCKED, ids=lambda fields: fields["status"])
    def test_an_editor_cannot_change_or_delete_another(self, editor, fields):
        paragraph = make_paragraph(resolution=make_resolution(**fields))
        page = editor.get(address(paragraph))
        assert "Propose a change on the page of the resolution" in page.content.decode()
        assert editor.post(address(paragraph), filled_in(page, heading="X")).status_code == 403
        assert editor.post(address(paragraph, "delete"), {"post": "yes"}).status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": [paragraph.pk], "post": "yes"}
        editor.post(list_address("operativeparagraph"), chosen)
        assert models.OperativeParagraph.objects.get(pk=paragraph.pk).heading == ""

    def test_it_cannot_be_moved_to_a_public_resolution(self, editor):
        paragraph, public = make_paragraph(), make_resolution(status="published")
        save(editor, paragraph, resolution=public.pk, heading="Moved")
        paragraph.refresh_from_db()
        assert paragraph.heading == "Moved"
        assert paragraph.resolution != public

    def test_its_page_in_public_is_that_of_its_resolution(self, reviewer):
        draft, public = make_paragraph(), make_paragraph()
        public.resolution.status = "published"
        public.resolution.save()
        assert not reviewer.get(address(draft)).context["has_absolute_url"]
        shown = reviewer.get(address(public)).context["absolute_url"]
        assert shown == public.get_absolute_url()


class TestSource:
    """A source is guarded as soon as a public record cites it."""

    @pytest.mark.parametrize("noun", ["practice", "event"])
    def test_an_editor_cannot_change_one_that_a_public_record_cites(self, editor, noun):
        source = PUBLISHABLE[noun](status="published").citations.get().source
        page = editor.get(address(source))
        assert "A published record cites this source" in page.content.decode()
        assert editor.post(address(source), filled_in(page, title="X")).status_code == 403
        source.refresh_from_db()
        assert source.title != "X"

    @pytest.mark.parametrize("noun", ["organization", "resolution"])
    def test_sources_of_public_bodies_and_resolutions_count_too(self, editor, noun):
        record, source = PUBLISHABLE[noun](status="published"), make_source()
        record.citations.create(source=source)
        assert not editor.get(address(source)).context["has_change_permission"]

    def test_an_editor_changes_one_that_only_drafts_cite(self, editor):
        source = make_practice().citations.get().source
        assert save(editor, source, title="A better title").status_code == 302
        source.refresh_from_db()
        assert source.title == "A better title"

    def test_its_page_names_the_records_that_cite_it(self, editor):
        practice = make_practice()
        page = editor.get(address(practice.citations.get().source)).content.decode()
        assert f'<a href="{address(practice)}">{practice}</a>' in page
