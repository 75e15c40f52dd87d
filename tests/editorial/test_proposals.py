"""What readers see of organizations, resolutions and sources is changed by two people."""

import pytest
from django.contrib.auth.models import User

from catalogue.editorial.models import ProposedChange
from catalogue.models import Organization
from catalogue.versions import history
from tests.admin.desk import address, decide, filled_in, said
from tests.admin.records import EVERY, PUBLISHABLE
from tests.editorial.test_dashboard import under
from tests.factories import (
    make_event,
    make_organization,
    make_paragraph,
    make_practice,
    make_resolution,
    make_source,
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
    assert "Another person confirms it." in told
    assert everything(type(record)) == before
    assert "From its website." in editor.get(address(record)).text
    page = reviewer.get(address(record, "proposal")).text
    assert "Another name" in page
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
    assert "Changed while this page was open: the proposed change" in told
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
    assert comment == "Shown here: New title was changed: From its website."
    assert not history.get_versions(draft)


def test_a_proposed_change_is_dropped(editor, reviewer, seat):
    body = make_organization(name="As it was")
    propose(editor, body, name="Never mind")
    other = seat("superuser")
    User.objects.filter(username="superuser").update(is_superuser=False)
    assert other.post(address(body, "drop_proposal")).status_code == 403
    editor.post(address(body, "drop_proposal"))
    assert not ProposedChange.objects.exists()


def test_without_a_difference_nothing_is_proposed(editor):
    body = make_organization()
    assert "Nothing would change." in said(propose(editor, body))
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
    assert under(reviewer, "Changes proposed by others") == {body, source}


def test_an_import_proposes_and_never_changes(editor, reviewer):
    body, by = make_organization(name="Old"), User.objects.get(username="reviewer")
    bring_in(written({"slug": body.slug, "name": "New"}), Organization, by)
    body.refresh_from_db()
    assert body.name == "Old"
    proposal = ProposedChange.objects.get()
    assert (proposal.record, proposal.changes["columns"]) == (body, {"name": "New"})
    again = look(written({"slug": body.slug, "name": "Newer"}), Organization, by)
    assert "proposed already" in str(errors(again))


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
        editor.post(address(record, "note"))
        record.refresh_from_db()
        assert getattr(record, field) is expected
    root = history.get_root_record(record)
    comments = [each.revision.comment for each in history.get_versions(root)]
    assert comments[0].startswith("No longer noted:")
    assert comments[1].startswith("Noted:")
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


@pytest.mark.parametrize("key", ["", "nowhere", "itself", "a draft"])
def test_a_merge_leads_to_another_public_organization(reviewer, key):
    double = make_organization()
    keys = {"itself": double.slug, "a draft": make_organization(status="draft").slug}
    typed = {"original_key": keys.get(key, key), "text": "The same."}
    told = said(decide(reviewer, double, address(double, "merge"), **typed))
    assert "is called" in told or "no duplicate of itself" in told
    assert not ProposedChange.objects.exists()


def test_a_merge_into_what_was_withdrawn_since_is_refused(reviewer, seat):
    stays, double, *_ = make_double()
    propose_merge(reviewer, double, stays)
    Organization.objects.filter(pk=stays.pk).update(status="withdrawn", withdrawal_reason="x")
    told = said(decide(seat("superuser"), double, address(double, "proposal")))
    assert "is not public any more" in told
    double.refresh_from_db()
    assert double.is_public
