"""A decision is about exactly what its page displayed: if any of it was changed, it is refused."""

import datetime

import pytest
from django.db import transaction
from django.urls import reverse

from catalogue.editorial import decisions
from catalogue.editorial.verification import verify_record
from catalogue.models import Country, OperativeParagraph, Organization, Practice, Sector, Source
from catalogue.versions import history
from catalogue.versions.cloning import many_to_many_fields
from catalogue.versions.content import compared_fields
from tests.admin.conftest import make_person
from tests.admin.desk import address, decide, list_address, move, said
from tests.admin.records import submit
from tests.factories import (
    make_country,
    make_event,
    make_organization,
    make_paragraph,
    make_practice,
    make_region,
    make_source,
    make_threat,
    record_changes,
)

pytestmark = pytest.mark.django_db


def make_rich_practice(**fields):
    """Make a draft with something in every relation and every table of rows."""
    with record_changes(comment="Written."):
        practice = make_practice(
            status="draft", countries=[make_country()], organizations=[make_organization()],
            paragraphs=[make_paragraph()], events=[make_event()], sources=[make_source()],
            threats=[make_threat()], regions=[make_region()], **fields,
        )  # fmt: skip
        practice.evidence.create(kind="monitored", by_whom="An auditor", finding="It helped.")
        practice.relations.create(other=make_practice(title="Another"), kind="related")
        practice.save()
    return practice


# --- Everything that is displayed -------------------------------------------------------------


def other_value(field):
    """Return a value that a field does not have."""
    if field.choices:
        return [value for value, _ in field.choices][-1]
    if field.is_relation:
        return make_person("somebody").pk
    kinds = {"DateField": datetime.date(2020, 1, 2), "PositiveSmallIntegerField": 1999}
    return kinds.get(field.get_internal_type(), "Changed")


def change_field(name):
    """Return a function that gives a field of the practice another value."""
    field = Practice._meta.get_field(name)
    return lambda practice: Practice.objects.filter(pk=practice.pk).update(
        **{field.attname: other_value(field)}
    )


OWN = [field.name for field in compared_fields(Practice)]
OWN = [name for name in OWN if name not in ("status", "merged_into", "withdrawal_reason",
                                            "returned_because", "verdict")]  # fmt: skip
TABLES = Practice.child_relations
RELATED = [field.name for field in many_to_many_fields(Practice)]
CHANGES = {
    **{name: change_field(name) for name in OWN},
    **{name: lambda p, name=name: getattr(p, name).clear() for name in RELATED},
    **{name: lambda p, name=name: getattr(p, name).all().delete() for name in TABLES},
    "a text from one field of a row to another": lambda p: p.citations.update(
        locator="", quotation="p. 23"
    ),
    "page of a citation": lambda p: p.citations.update(locator="p. 99"),
    "name of a sector": lambda p: Sector.objects.filter(practices=p).update(label="Changed"),
    "name of a country": lambda p: Country.objects.filter(practices=p).update(name="Changed"),
    "title of an event": lambda p: p.events.update(title="Changed"),
    "title of a related practice": lambda p: Practice.objects.filter(title="Another").update(
        title="Changed"
    ),
    **{
        f"{name} of a source": lambda p, name=name: Source.objects.filter(
            practicecitations__practice=p
        ).update(**{name: "https://evil.example.net/"})
        for name in ("title", "publisher", "url", "other_url", "archived_url", "read_in")
    },
    **{
        f"{name} of an organization": lambda p, name=name: Organization.objects.filter(
            involvements__practice=p
        ).update(**{name: "Changed"})
        for name in ("name", "acronym", "summary")
    },
    "status of an organization": lambda p: Organization.objects.filter(
        involvements__practice=p
    ).update(status="draft"),
    **{
        f"{name} of a paragraph": lambda p, name=name: OperativeParagraph.objects.filter(
            basis__practice=p
        ).update(**{name: "Changed"})
        for name in ("heading", "verb", "summary")
    },
    "who submitted": lambda p: Practice.objects.filter(pk=p.pk).update(
        submitted_by=make_person("other")
    ),
}  # fmt: skip


def test_everything_that_is_displayed_is_part_of_the_token():
    practice, missed = submit(make_rich_practice(), make_person("writer")), []
    token = decisions.compute_token(decisions.read_displayed(practice))
    for what, change in CHANGES.items():
        with transaction.atomic():
            change(practice)
            if not decisions.list_changes(token, decisions.read_displayed(practice)):
                missed.append(what)
            transaction.set_rollback(True)
    assert missed == []


def test_only_a_withdrawal_names_another_record(reviewer):
    practice, other = make_rich_practice(), make_practice()
    typed = {"original_key": other.code}
    told = said(decide(reviewer, practice, "submit", **typed))
    assert "Only a practice or event can be withdrawn as a duplicate" in told
    body = make_organization()
    typed = {"original_key": make_organization().slug, "text": "The same."}
    decide(reviewer, body, "withdraw", **typed)
    body.refresh_from_db()
    assert (body.status, body.merged_into) == ("published", None)


def test_what_is_as_it_was_has_the_same_token():
    practice = submit(make_rich_practice(), make_person("writer"))
    token = decisions.compute_token(decisions.read_displayed(practice))
    make_practice()
    assert decisions.list_changes(token, decisions.read_displayed(practice)) == []


# --- Every decision ---------------------------------------------------------------------------


def in_review(**fields):
    """Make a practice that somebody else submitted."""
    return submit(make_rich_practice(**fields), make_person("writer"))


def public(**fields):
    """Make a published practice."""
    practice = make_rich_practice(**fields)
    practice.status = "published"
    practice.save()
    return practice


def withdrawn():
    """Make a withdrawn practice."""
    return public_with(status="withdrawn", withdrawal_reason="Superseded.")


def public_with(**fields):
    """Make a practice with a status of its own."""
    practice = make_rich_practice()
    for name, value in fields.items():
        setattr(practice, name, value)
    practice.save()
    return practice


def changed_in_review():
    """Make a practice that nobody has submitted as it is."""
    return public_with(status="in_review")


def verified():
    """Make a published practice that was verified twice."""
    practice = public()
    verify_record(practice, by=make_reader("first"), verdict="confirmed")
    return practice


def make_reader(name):
    """Create a superuser by name."""
    person = make_person(name)
    person.is_superuser = True
    person.save()
    return person


def restored(practice):
    """Return the address of the page on which the first version is restored."""
    version = history.get_versions(practice).last()
    return reverse("admin:catalogue_practice_restore", args=[practice.pk, version.pk])


#: How a record is made, the address of the page of the decision, and what is typed there.
DECISIONS = {
    "submit": (make_rich_practice, lambda p: move(p, "submit"), {}),
    "take back": (in_review, lambda p: move(p, "take_back"), {}),
    "agree": (changed_in_review, lambda p: move(p, "agree"), {}),
    "return": (in_review, lambda p: move(p, "return"), {"text": "Why?"}),
    "publish": (in_review, lambda p: move(p, "publish"), {}),
    "withdraw": (public, lambda p: move(p, "withdraw"), {"text": "Old."}),
    "reopen": (withdrawn, lambda p: move(p, "reopen"), {}),
    "verify": (public, lambda p: address(p, "verify"), {"verdict": "confirmed"}),
    "undo a verification": (verified, lambda p: address(p, "undo_verification"), {}),
    "restore": (public, restored, {}),
}


def everything(practice):
    """Return what is stored of all practices."""
    return list(Practice.objects.order_by("pk").values())


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_about_what_was_changed_meanwhile_is_refused(reviewer, name):
    make, find_page, typed = DECISIONS[name]
    practice = make()
    page = find_page(practice)
    sent = {"state": reviewer.get(page).context["token"]} | typed
    for what in ("url of a source", "name of an organization", "summary"):
        with transaction.atomic():
            CHANGES[what](practice)
            before = everything(practice)
            told = said(reviewer.post(page, sent, follow=True))
            assert "Changed while this page was open" in told or "writer has to agree" in told
            assert everything(practice) == before
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_without_a_token_is_refused(reviewer, name):
    make, find_page, typed = DECISIONS[name]
    practice = make()
    before = everything(practice)
    for state in ("{", "[]"):
        answer = reviewer.post(find_page(practice), {"state": state} | typed, follow=True)
        assert "This page is out of date." in said(answer)
    assert everything(practice) == before


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_about_what_was_displayed_is_made(reviewer, name):
    make, find_page, typed = DECISIONS[name]
    practice = make()
    before = everything(practice)
    decide(reviewer, practice, find_page(practice), **typed)
    assert everything(practice) != before


def test_in_bulk_only_what_was_changed_is_refused(reviewer):
    writer = make_person("writer")
    first, second = (submit(make_rich_practice(), writer) for _ in range(2))
    chosen = {"action": "publish_selected", "_selected_action": [first.pk, second.pk]}
    page = reviewer.post(list_address("practice"), chosen)
    tokens = {f"state-{each['record'].pk}": each["token"] for each in page.context["choices"]}
    CHANGES["url of a source"](first)
    sent = chosen | tokens | {"confirmed": "1"}
    told = said(reviewer.post(list_address("practice"), sent, follow=True))
    assert f"{first}: Changed while this page was open" in told or "has to agree" in told
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("in_review", "published")


def test_the_page_of_a_bulk_decision_lists_what_is_decided_about(reviewer):
    practice = submit(make_rich_practice(title="Gates at stadiums"), make_person("writer"))
    Practice.objects.filter(pk=practice.pk).update(review_note="Which year?")
    chosen = {"action": "publish_selected", "_selected_action": [practice.pk]}
    page = reviewer.post(list_address("practice"), chosen).text
    for text in ("Gates at stadiums", "writer", "Which year?", "of 11"):
        assert text in page
    practice.refresh_from_db()
    assert practice.status == "in_review"


def test_so_many_are_decided_about_at_once(reviewer, monkeypatch):
    monkeypatch.setattr("catalogue.editorial.views.MAX_SELECTED", 1)
    chosen = {"action": "submit_selected", "_selected_action": [
        make_practice(status="draft").pk, make_practice(status="draft").pk]}  # fmt: skip
    page = reviewer.post(list_address("practice"), chosen, follow=True)
    assert "Select at most 1 records" in said(page)
