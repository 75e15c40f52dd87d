"""Every role does everything with a record of every noun, wherever it stands, over HTTP."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from catalogue.editorial import decisions
from catalogue.editorial.proposals import find_proposal
from catalogue.editorial.workflow import TRANSITIONS
from catalogue.versions import history, revisions
from tests.admin.desk import address, filled_in, list_address
from tests.admin.records import PUBLISHABLE
from tests.factories import record_changes
from tests.sizes import SIZE
from tests.versions.matrix import (
    LEADS_TO,
    READING,
    UNDER_REVIEW,
    UNDER_THE_FORM,
    WITH_WORDS,
    WITHOUT_REVISIONS,
    cells,
)

pytestmark = pytest.mark.django_db

TABLES = {
    "practice": UNDER_REVIEW,
    "event": UNDER_REVIEW,
    "organization": WITHOUT_REVISIONS,
    "resolution": WITHOUT_REVISIONS,
}
NAMES = {"practice": "title", "event": "title", "organization": "name", "resolution": "title"}
GROUPS = {"E": "Editors", "R": "Reviewers", "L": "Reviewers"}
OLD, NEW = "As it was first", "As it was changed"
#: A full run tries every cell on SQLite. A small one, and any on PostgreSQL, tries one of so many:
#: who may do what does not depend on the database, and what is done has its own tests on both.
EVERY_CELL = SIZE != "small" and connection.vendor == "sqlite"
ONE_OF = {"page": 1, "form": 1, "list": 1} if EVERY_CELL else {"page": 7, "form": 31, "list": 13}


class Desk(Client):
    """A browser that opens the form of a record once: each button is pressed in the same state."""

    def __init__(self):
        super().__init__()
        self.forms = {}

    def open_form(self, record) -> dict:
        """Return what the form of a record holds, or nothing if there is none."""
        if record.pk not in self.forms:
            page = self.get(address(record))
            self.forms[record.pk] = filled_in(page) if page.status_code == 200 else {}
        return self.forms[record.pk]


@pytest.fixture
def clients(db):
    """Return a browser for every role."""
    found = {"A": Desk()}
    for role in "NERLS":
        person = User.objects.create_user(role, is_staff=True, is_superuser=role == "S")
        if role in GROUPS:
            person.groups.add(Group.objects.get(name=GROUPS[role]))
        found[role] = Desk()
        found[role].force_login(person)
    return found


def make(noun, state):
    """Make a record with two versions that stands somewhere; L wrote and submitted it."""
    last = User.objects.get(username="L")
    begins = {
        "revision": "published",
        "revision_in_review": "published",
        "in_review": "draft",
        "changed": "draft",
    }
    status = begins.get(state, state)
    words = {"withdrawal_reason": "Superseded."} if state == "withdrawn" else {}
    with record_changes(comment="Written."):
        record = PUBLISHABLE[noun](**{NAMES[noun]: OLD}, status=status, **words)
        record.save()
    if state.startswith("revision"):
        with record_changes(comment="Begun."):
            record = revisions.begin_revision(record, by=last)
    with record_changes(comment="Changed."):
        setattr(record, NAMES[noun], NEW)
        record.changed_by, record.change_note = last, "Because."
        record.save()
    if state in ("in_review", "changed", "revision_in_review"):
        record.status = "in_review"
        decisions.sign(record, by=last)
        record.save()
    if state == "changed":
        type(record).objects.filter(pk=record.pk).update(summary="Changed.")
    return record


# --- The three ways in which something is asked for ------------------------------------------


def by_page(client, done, record):
    """Ask on a page of its own."""
    noun = f"admin:catalogue_{record._meta.model_name}"
    if done in LEADS_TO:
        page = reverse(f"{noun}_move", args=[record.pk, done])
        state = decisions.write_token(decisions.read_displayed(record))
        return client.post(page, {"text": "Because.", "state": state})
    if done in READING:
        return client.get(address(record, done))
    if done == "verify":
        state = decisions.write_token(decisions.read_displayed(record))
        return client.post(address(record, done), {"state": state, "verdict": "confirmed"})
    if done == "propose":
        page = client.get(address(record, done))
        form = filled_in(page) if page.status_code == 200 else {}
        changes = {NAMES[record._meta.model_name]: "X", "change_note": "Because."}
        return client.post(address(record, done), form | changes | {"_save": "1"})
    if done == "restore":
        first = history.get_versions(record).last()
        state = decisions.write_token(decisions.read_displayed(record))
        return client.post(reverse(f"{noun}_restore", args=[record.pk, first.pk]), {"state": state})
    if done == "delete":
        return client.post(address(record, "delete"), {"post": "yes"})
    return client.post(address(record, done))


def by_form(client, done, record):
    """Press a button under the form of a record; who has no form sends one all the same."""
    typed = client.open_form(record)
    if done == "save":
        typed = typed | {NAMES[record._meta.model_name]: "X", "change_note": "Because."}
    return client.post(address(record), typed | {f"_{done}": "1"})


def by_list(client, done, record):
    """Choose an action of the list."""
    chosen = {"action": f"{done}_selected", "_selected_action": [record.pk], "post": "yes"}
    if done in LEADS_TO:
        state = decisions.write_token(decisions.read_displayed(record))
        chosen |= {"confirmed": "1", f"state-{record.pk}": state}
    return client.post(list_address(record._meta.model_name), chosen)


WAYS = {
    "page": (by_page, lambda done: done != "save"),
    "form": (by_form, lambda done: done in {*UNDER_THE_FORM, "save"}),
    "list": (by_list, lambda done: done in {*LEADS_TO, "delete"} - WITH_WORDS),
}


# --- What came of it --------------------------------------------------------------------------


def everything(record) -> list:
    """Return all that is stored of the noun of a record."""
    return list(type(record).objects.order_by("pk").values())


def came_of(done, record, response) -> bool:
    """Say whether that which was asked for has happened, and nothing else."""
    model, name = type(record), NAMES[record._meta.model_name]
    now = model.objects.filter(pk=record.pk).first()
    if done in READING:
        return response.status_code == 200
    if done in ("delete", "discard"):
        return now is None
    if done == "publish" and getattr(record, "revises_id", None):
        published = model.objects.get(pk=record.revises_id)
        return now is None and (getattr(published, name), published.version) == (NEW, 2)
    if done == "restore" and record.is_public and hasattr(record, "revises"):
        return getattr(now, name) == NEW and getattr(now.revision, name) == OLD
    if done == "restore" and record.is_public:
        return getattr(now, name) == NEW and find_proposal(now) is not None
    if done == "restore":
        return getattr(now, name) == OLD
    if done == "verify":
        return now.last_verified_on is not None and getattr(now, name) == NEW
    if done == "propose":
        return getattr(now, name) == NEW and find_proposal(now) is not None
    if done == "revise":
        return getattr(now, name) == getattr(now.revision, name) == NEW
    if done == "save":
        return getattr(now, name) == "X"
    return now.status == LEADS_TO[done] and getattr(now, name) == NEW


def was_told(response, role) -> bool:
    """Say whether a refusal was one: forbidden, not there, sent to sign in, or told in words."""
    if role == "A":
        return response.status_code == 302 and "/login/" in response.url
    if response.status_code in (403, 404):
        return True
    levels = {message.level_tag for message in get_messages(response.wsgi_request)}
    # A form that is sent twice is told what came of the first one.
    return bool(levels & {"error", "warning", "info"}) or response.status_code == 200


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("noun", PUBLISHABLE)
def test_who_may_does_and_all_others_leave_the_record_as_it_was(clients, noun, way):
    ask, is_asked = WAYS[way]
    asked = [cell for cell in cells(TABLES[noun]) if is_asked(cell[0])]
    wrong, place = [], list(PUBLISHABLE).index(noun)
    records = {state: make(noun, state) for state in dict.fromkeys(cell[1] for cell in asked)}
    for done, state, role, may in asked[place :: ONE_OF[way]]:
        with transaction.atomic():
            record, before = records[state], everything(records[state])
            response = ask(clients[role], done, record)
            if may:
                held = came_of(done, record, response)
            else:
                held = was_told(response, role) and everything(record) == before
            if not held:
                wrong.append((done, state, role, may, response.status_code))
            transaction.set_rollback(True)
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("noun", PUBLISHABLE)
@pytest.mark.parametrize("role", ["A", "N", "E", "R", "L", "S"])
def test_what_was_deleted_comes_back_by_those_who_may_add(clients, noun, role):
    record = make(noun, "draft")
    pk = record.pk
    clients["S"].post(address(record, "delete"), {"post": "yes"})
    version = history.Version.objects.get_deleted(type(record)).get()
    response = clients[role].post(list_address(noun, "deleted"), {"version": version.pk})
    assert type(record).objects.filter(pk=pk).exists() is (role in "ERLS")
    assert role in "ERLS" or was_told(response, role)


def test_the_tables_name_every_move_and_every_page_of_a_record():
    for noun, table in TABLES.items():
        pages = next(p for m, p in admin.site._registry.items() if m._meta.model_name == noun)
        of_a_record = {
            url.name.removeprefix(f"catalogue_{noun}_")
            for url in pages.get_urls()
            if url.name and "pk" in url.pattern.converters
        }
        listed = {done for done, *_ in cells(table)}
        assert {move.name for move in TRANSITIONS} <= listed
        assert of_a_record - {"move"} - LEFT_TO_OTHERS <= listed


#: Pages of a record that other tests ask for by every role.
LEFT_TO_OTHERS = {
    "undo_verification", "proposal", "drop_proposal", "merge",
}  # fmt: skip
