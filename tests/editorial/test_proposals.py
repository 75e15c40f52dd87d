"""What readers see of organizations, resolutions and sources is changed by two people."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from catalogue.editorial.models import ProposedChange
from catalogue.models import Organization
from catalogue.versions import history
from tests.admin.desk import address, decide, filled_in, said
from tests.admin.records import EVERY, PUBLISHABLE
from tests.editorial.test_dashboard import find_listed
from tests.factories import (
    make_event,
    make_measure,
    make_organization,
    make_paragraph,
    make_practice,
    make_resolution,
    make_source,
    record_changes,
)
from tests.imports.tables import bring_in, errors, look, written

pytestmark = pytest.mark.django_db
NAMES = {"organization": "name", "resolution": "title", "source": "title"}


def make_public(noun):
    """Make a record that readers see."""
    if noun == "source":
        return make_practice().citations.get().source
    return PUBLISHABLE[noun](status="published")


def propose(client, record, reason="From its website.", **changes):
    """Open the form in which a change is proposed, and send it."""
    place = address(record, "propose")
    page = client.get(place)
    typed = filled_in(page, change_note=reason, **changes)
    return client.post(place, typed | {"_save": "1"}, follow=True)


def everything(model):
    """Return what is stored of all records of a model."""
    return list(model.objects.order_by("pk").values())


@pytest.mark.parametrize("noun", NAMES)
def test_a_change_waits_for_another_person(editor, reviewer, noun):
    record = make_public(noun)
    before = everything(type(record))
    told = said(propose(editor, record, **{NAMES[noun]: "Another name"}))
    assert "Another person has to confirm it." in told
    assert everything(type(record)) == before
    assert "From its website." in editor.get(address(record)).text
    page = reviewer.get(address(record, "proposal"))
    assert "Another name" in page.text
    assert [field.label for field in page.context["fields"]] == [NAMES[noun].capitalize()]
    decide(reviewer, record, address(record, "proposal"))
    record.refresh_from_db()
    assert getattr(record, NAMES[noun]) == "Another name"
    assert record.changed_by.username == "editor"
    comment = history.get_versions(record)[0].revision.comment
    assert comment == "Changed by editor: From its website."
    assert not ProposedChange.objects.exists()


@pytest.mark.parametrize("noun", NAMES)
def test_a_reason_is_asked_for(editor, noun):
    record = make_public(noun)
    answer = propose(editor, record, reason="", **{NAMES[noun]: "Another name"})
    assert answer.context["adminform"].form.errors.keys() == {"change_note"}
    assert not ProposedChange.objects.exists()


@pytest.mark.parametrize("role", ["editor", "reviewer", "superuser"])
@pytest.mark.parametrize("noun", NAMES)
def test_nobody_changes_it_alone(seat, noun, role):
    record, client = make_public(noun), seat(role)
    before = everything(type(record))
    page = client.get(address(record))
    typed = filled_in(page, **{NAMES[noun]: "X"})
    assert client.post(address(record), typed | {"_save": "1"}).status_code == 403
    propose(client, record, **{NAMES[noun]: "X"})
    answer = decide(client, record, address(record, "proposal"))
    assert answer.status_code == 403 or "another reviewer must confirm it" in said(answer)
    assert everything(type(record)) == before


def test_an_editor_confirms_nothing(seat):
    record = make_public("organization")
    propose(seat("reviewer"), record, name="Another name")
    assert seat("editor").get(address(record, "proposal")).status_code == 403


def test_rows_are_proposed_too(editor, reviewer):
    resolution = make_resolution()
    paragraph = make_paragraph(resolution)
    practice = make_practice(paragraphs=[paragraph])
    propose(editor, resolution, paragraphs__0__heading="Sharing good practices")
    paragraph.refresh_from_db()
    assert paragraph.heading == ""
    decide(reviewer, resolution, address(resolution, "proposal"))
    paragraph.refresh_from_db()
    assert paragraph.heading == "Sharing good practices"
    assert practice.basis.get().paragraph == paragraph


def test_the_form_shows_what_is_proposed_and_nothing_of_it_stays(editor):
    body = make_organization(name="As readers see it")
    propose(editor, body, name="As proposed")
    before = everything(Organization)
    page = editor.get(address(body, "propose"))
    assert page.context["adminform"].form["name"].value() == "As proposed"
    assert everything(Organization) == before
    propose(editor, body, reason="Corrected.", name="As proposed in the end")
    assert ProposedChange.objects.get().changes["columns"] == {"name": "As proposed in the end"}


def test_a_form_that_was_opened_before_another_proposal_is_refused(editor, reviewer):
    body = make_organization(name="As it was")
    page = editor.get(address(body, "propose"))
    propose(reviewer, body, name="By the reviewer")
    typed = filled_in(page, change_note="Why", name="By the editor")
    answer = editor.post(address(body, "propose"), typed | {"_save": "1"})
    assert answer.status_code == 200
    assert ProposedChange.objects.get().changes["columns"] == {"name": "By the reviewer"}


def test_what_is_confirmed_is_what_was_read(editor, reviewer):
    body = make_organization(name="As it was")
    propose(editor, body, name="As it was read")
    page = reviewer.get(address(body, "proposal"))
    propose(editor, body, name="As it was changed")
    sent = {"state": page.context["token"]}
    told = said(reviewer.post(address(body, "proposal"), sent, follow=True))
    assert "Changed while this page was open: Name" in told
    body.refresh_from_db()
    assert body.name == "As it was"


def test_a_record_that_was_changed_since_is_proposed_again(editor, reviewer):
    body = make_organization(name="As it was")
    propose(editor, body, name="As proposed")
    Organization.objects.filter(pk=body.pk).update(website="https://example.org/")
    told = said(decide(reviewer, body, address(body, "proposal")))
    assert "Changed since it was proposed: Website" in told


def test_the_history_of_records_that_show_it_names_the_change(editor, reviewer):
    source = make_source(title="Old title")
    public, draft = make_practice(sources=[source]), make_practice(sources=[source], status="draft")
    propose(editor, source, title="New title")
    decide(reviewer, source, address(source, "proposal"))
    comment = history.get_versions(public).get().revision.comment
    assert comment == "New title, which is shown here, was changed: From its website."
    assert not history.get_versions(draft)


def test_a_proposed_change_is_dropped(editor, reviewer, seat):
    body = make_organization(name="As it was")
    propose(editor, body, name="Never mind")
    other = seat("superuser")
    User.objects.filter(username="superuser").update(is_superuser=False)
    assert other.post(address(body, "drop_proposal")).status_code == 403
    token = {"token": ProposedChange.objects.get().token}
    propose(reviewer, body, name="Another proposal")
    assert "Another change has been proposed meanwhile" in said(
        reviewer.post(address(body, "drop_proposal"), token, follow=True)
    )
    token = {"token": ProposedChange.objects.get().token}
    reviewer.post(address(body, "drop_proposal"), token)
    assert not ProposedChange.objects.exists()


def test_without_a_difference_nothing_is_proposed(editor):
    body = make_organization()
    assert "This would change nothing." in said(propose(editor, body))
    assert not ProposedChange.objects.exists()


@pytest.mark.parametrize("noun", sorted(EVERY.keys() - NAMES.keys()))
def test_other_records_have_no_proposed_changes(reviewer, noun):
    record = EVERY[noun]()
    place = address(record).replace("change/", "propose/")
    assert reviewer.get(place).status_code in (302, 404)


def test_a_draft_is_changed_in_its_form(editor):
    body = make_organization(status="draft")
    assert editor.get(address(body, "propose")).status_code == 403


def test_a_proposed_change_is_a_task_of_other_reviewers(editor, reviewer):
    body, source = make_organization(), make_practice().citations.get().source
    propose(editor, body, name="Another name")
    propose(editor, source, title="Another title")
    assert find_listed(reviewer)["Changes proposed by others"] == {body, source}


def test_an_import_proposes_and_never_changes(editor, reviewer):
    body, by = make_organization(name="Old"), User.objects.get(username="reviewer")
    bring_in(written({"slug": body.slug, "name": "New"}), Organization, by)
    body.refresh_from_db()
    assert body.name == "Old"
    proposal = ProposedChange.objects.get()
    assert (proposal.record, proposal.changes["columns"]) == (body, {"name": "New"})
    again = look(written({"slug": body.slug, "name": "Newer"}), Organization, by)
    assert "already proposed" in str(errors(again))


@pytest.mark.parametrize("way", ["form", "drop", "refused"])
def test_nothing_of_a_proposal_stands_in_the_history_before_it_is_confirmed(editor, reviewer, way):
    with record_changes(comment="Loaded."):
        body = make_organization(name="As it was")
    propose(editor, body, name="As proposed")
    if way == "drop":
        token = ProposedChange.objects.get().token
        editor.post(address(body, "drop_proposal"), {"token": token})
    if way == "refused":
        reviewer.post(address(body, "proposal"), {"state": "{}"})
    versions = history.get_versions(body)
    assert [version.field_dict["name"] for version in versions] == ["As it was"]


def test_a_source_that_a_proposed_row_names_is_part_of_what_is_confirmed(editor, reviewer):
    body, source = make_organization(), make_source(title="A report")
    page = editor.get(address(body, "propose"))
    row = {
        "citations__TOTAL_FORMS": "1", "citations__0__source": source.pk,
        "citations__0__organization": body.pk, "citations__0__position": "1",
    }  # fmt: skip
    typed = filled_in(page, change_note="A source.", **row)
    editor.post(address(body, "propose"), typed | {"_save": "1"})
    page = reviewer.get(address(body, "proposal"))
    assert source.url in page.text
    source.url = "https://evil.example.net/"
    source.save()
    sent = {"state": page.context["token"]}
    told = said(reviewer.post(address(body, "proposal"), sent, follow=True))
    assert "A report" in told
    assert not body.citations.exists()


def test_a_proposed_change_that_does_not_fit_any_more_is_told(editor):
    source = make_practice().citations.get().source
    propose(editor, source, url="https://example.org/new")
    make_source(url="https://example.org/new")
    told = said(editor.get(address(source, "propose"), follow=True))
    assert "can no longer be applied" in told


def test_restoring_a_word_of_a_vocabulary_proposes_nothing(reviewer):
    paragraph, measure = make_paragraph(make_resolution()), make_measure(label="As it was")
    paragraph.measures.add(measure)
    with record_changes(comment="First."):
        measure.save()
    measure.label = "Changed"
    measure.save()
    first = history.get_versions(measure).last()
    place = reverse("admin:catalogue_measure_restore", args=[measure.pk, first.pk])
    decide(reviewer, measure, place)
    measure.refresh_from_db()
    assert measure.label == "As it was"
    assert not ProposedChange.objects.exists()


# --- Facts that are noted at once -------------------------------------------------------------


@pytest.mark.parametrize("noun", ["source", "operativeparagraph"])
def test_a_small_fact_is_noted_at_once_and_undone(editor, noun):
    if noun == "source":
        source = make_source(url_opened=False)
        make_practice(sources=[source])
        record, field = source, "url_opened"
    else:
        record, field = make_paragraph(make_resolution()), "number_confirmed"
    for expected in (True, False):
        editor.post(address(record, "note"), {"noted": int(expected)})
        record.refresh_from_db()
        assert getattr(record, field) is expected
    root = history.get_root_record(record)
    comments = [each.revision.comment for each in history.get_versions(root)]
    assert comments[0].startswith("No longer marked:")
    assert comments[1].startswith("Marked:")
    assert history.get_versions(root)[0].revision.user.username == "editor"


# --- Merging organizations --------------------------------------------------------------------


def make_double():
    """Make two public organizations of which one is named by much."""
    stays, double = make_organization(name="The body"), make_organization(name="The Body Ltd")
    both = make_practice(organizations=[stays, double])
    alone, event = make_practice(organizations=[double]), make_event(organizations=[double])
    child = make_organization(parent=double)
    return stays, double, both, alone, event, child


def propose_merge(client, double, stays):
    """Propose that an organization is merged into another one."""
    typed = {"original_key": stays.slug, "text": "The same body."}
    return decide(client, double, address(double, "merge"), **typed)


def test_two_reviewers_merge_an_organization_into_another(client, reviewer, seat):
    stays, double, both, alone, event, child = make_double()
    page = reviewer.get(address(double, "merge")).text
    for named in (both, alone, event, child):
        assert str(named) in page
    propose_merge(reviewer, double, stays)
    double.refresh_from_db()
    assert double.is_public
    told = said(decide(reviewer, double, address(double, "proposal")))
    assert "another reviewer must confirm it" in told
    second = seat("superuser")
    assert "The same body." in second.get(address(double, "proposal")).text
    decide(second, double, address(double, "proposal"))
    double.refresh_from_db()
    child.refresh_from_db()
    assert (double.status, double.merged_into, child.parent) == ("withdrawn", stays, stays)
    for record, rows in ((alone, "involvements"), (event, "participations")):
        assert [row.organization for row in getattr(record, rows).all()] == [stays]
    assert {row.organization for row in both.involvements.all()} == {stays}
    assert list(stays.other_names.values_list("name", flat=True)) == ["The Body Ltd"]
    assert "The same body." in history.get_versions(alone)[0].revision.comment
    answer = client.get(double.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, stays.get_absolute_url())
    assert answer["Cache-Control"] == "no-cache"
    assert double.name not in client.get("/organizations/").text
    assert double.slug not in client.get("/organizations.csv").getvalue().decode()


def test_an_editor_does_not_propose_a_merge(editor):
    _stays, double, *_ = make_double()
    assert editor.get(address(double, "merge")).status_code == 403


def test_what_has_no_number_or_link_is_not_marked(editor):
    paragraph, source = (
        make_paragraph(make_resolution(), number=""),
        make_source(url="", title="A", url_opened=False),
    )
    for record, needed in ((paragraph, "number"), (source, "link")):
        answer = editor.post(address(record, "note"), {"noted": "1"}, follow=True)
        assert f"Before you can mark it, add: {needed}." in said(answer)
    source.refresh_from_db()
    assert not source.url_opened


def test_the_record_that_stays_is_part_of_what_is_confirmed(reviewer, seat):
    stays, double, *_ = make_double()
    propose_merge(reviewer, double, stays)
    second = seat("superuser")
    page = second.get(address(double, "proposal"))
    Organization.objects.filter(pk=stays.pk).update(website="https://evil.example.net/")
    sent = {"state": page.context["token"]}
    second.post(address(double, "proposal"), sent)
    double.refresh_from_db()
    assert double.is_public


def test_relations_between_the_two_and_others_are_kept_in_order(reviewer, seat):
    stays = make_organization(name="The body")
    double = make_organization(name="The double")
    Organization.objects.filter(pk=stays.pk).update(parent=double)
    heir = make_organization(parent=double, successor=double)
    propose_merge(reviewer, double, stays)
    decide(seat("superuser"), double, address(double, "proposal"))
    for record in (stays, heir, double):
        record.refresh_from_db()
    assert (double.status, stays.parent) == ("withdrawn", None)
    assert (heir.parent, heir.successor) == (stays, stays)


def test_a_row_that_says_something_else_is_not_lost(reviewer, seat):
    stays, double, source = make_organization(), make_organization(), make_source()
    stays.citations.create(source=source)
    double.citations.create(source=source, quotation="Words that only this row has.")
    propose_merge(reviewer, double, stays)
    told = said(decide(seat("superuser"), double, address(double, "proposal")))
    assert "quotation differs" in told
    double.refresh_from_db()
    assert double.is_public
    assert double.citations.exists()


@pytest.mark.parametrize("key", ["", "nowhere", "itself", "a draft"])
def test_a_merge_leads_to_another_public_organization(reviewer, key):
    double = make_organization()
    keys = {"itself": double.slug, "a draft": make_organization(status="draft").slug}
    typed = {"original_key": keys.get(key, key), "text": "The same."}
    told = said(decide(reviewer, double, address(double, "merge"), **typed))
    assert "has the code" in told or "cannot be a duplicate of itself" in told
    assert not ProposedChange.objects.exists()


def test_a_merge_into_what_was_withdrawn_since_is_refused(reviewer, seat):
    stays, double, *_ = make_double()
    propose_merge(reviewer, double, stays)
    Organization.objects.filter(pk=stays.pk).update(status="withdrawn", withdrawal_reason="x")
    told = said(decide(seat("superuser"), double, address(double, "proposal")))
    assert "is no longer public" in told
    double.refresh_from_db()
    assert double.is_public
