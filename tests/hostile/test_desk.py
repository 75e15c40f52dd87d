"""Whatever an editor's browser sends to the desk, nothing is a fault, and nothing gets public."""

from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from catalogue.core.models import Publishable
from catalogue.models import Event, Organization, Practice, Resolution
from tests.admin.conftest import make_person
from tests.admin.desk import filled_in
from tests.admin.records import EVERY
from tests.hostile import FULL
from tests.hostile.markup import places
from tests.hostile.values import HOSTILE, mostly, on_the_wire

pytestmark = pytest.mark.django_db

REQUESTS = 500 if FULL else 50
ANSWERS = {200, 301, 302, 400, 403, 404, 405, 410}
#: What lists, forms and their helpers of the desk ask for.
ASKED = [
    "q", "o", "p", "all", "e", "task", "show", "from", "to", "page", "term", "next", "_facets",
    "_popup", "_to_field", "_changelist_filters", "status__exact", "kind__exact", "id__in", "pk",
    "app_label", "model_name", "field_name", "author__password__startswith", "title__regex",
]  # fmt: skip
every_way = settings(
    max_examples=REQUESTS, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def editor(django_db_setup, django_db_blocker):
    """Make a draft of everything that editors keep, and return the browser of one of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        for make in EVERY.values():
            make()
        client = Client(raise_request_exception=True)
        client.force_login(make_person("editor"))
        yield client
        transaction.set_rollback(True)


def nouns() -> list[type[Model]]:
    """Return what is kept at the desk; accounts and the like are not for editors."""
    return [each for each in admin.site._registry if each._meta.app_label == "catalogue"]


def draft_of(model: type[Model]) -> int:
    """Return the key of the last record of a noun that is not public, or of any."""
    records = model._base_manager.order_by("pk")
    drafts = records.filter(status="draft") if issubclass(model, Publishable) else records
    return drafts.last().pk


def patterns() -> list[tuple]:
    """Return every address of the desk as its name, its model and the names of its places."""
    return [
        (pattern.name, model, list(pattern.pattern.converters))
        for model in nouns()
        for pattern in admin.site._registry[model].get_urls()
        if pattern.name
    ]


def address(data) -> str:
    """Draw an address of the desk, mostly one that exists."""
    name, model, names = data.draw(st.sampled_from(patterns()))
    there = places(model)
    right = reverse(f"admin:{name}", args=[(there[each] or [1])[0] for each in names])
    keys = [key for each in names for key in there[each]]
    other = [right.replace(f"/{key}/", "/{}/", 1) for key in keys] or [f"{right}{{}}"]
    wrong = st.tuples(st.sampled_from(other), HOSTILE)
    return data.draw(mostly(st.just(right), wrong.map(lambda pair: pair[0].replace("{}", pair[1]))))


def pairs(names: list[str]):
    """Return a strategy for the parameters of an address or a form."""
    pair = st.tuples(st.sampled_from(names).map(on_the_wire), HOSTILE).map("=".join)
    return st.lists(pair, max_size=4).map("&".join)


def public() -> list[int]:
    """Return how many records of each noun are public."""
    return [
        each.objects.published().count() for each in (Practice, Event, Organization, Resolution)
    ]


@every_way
@given(data=st.data())
def test_no_address_of_the_desk_is_a_fault(editor, data):
    response = editor.get(address(data), QUERY_STRING=data.draw(pairs(ASKED)))
    event(f"answered {response.status_code}")
    assert response.status_code in ANSWERS


@every_way
@given(term=HOSTILE, page=mostly(st.just("1"), HOSTILE))
def test_nothing_that_is_looked_up_is_a_fault(editor, term, page):
    field = "app_label=catalogue&model_name=practicecitation&field_name=source"
    response = editor.get("/admin/autocomplete/", QUERY_STRING=f"{field}&term={term}&page={page}")
    event(f"answered {response.status_code}")
    assert response.status_code in (200, 404)


@pytest.fixture(scope="module")
def forms(editor):
    """Return the forms that an editor may fill in, by their addresses: names and right values."""
    pages = {}
    for noun, model in ((each._meta.model_name, each) for each in nouns()):
        for name, there in (("add", []), ("change", [draft_of(model)])):
            where = reverse(f"admin:catalogue_{noun}_{name}", args=there)
            page = editor.get(where)
            if page.status_code == 200 and 'name="_save"' in page.text:
                blank = dict.fromkeys(page.context["adminform"].form.fields, "")
                pages[where] = blank | filled_in(page) | {"_save": "Save"}
    return pages


def send(editor, where: str, body: str):
    """Send a form, and take back what came of it."""
    kind = "application/x-www-form-urlencoded"
    with transaction.atomic():
        before = public()
        response = editor.generic("POST", where, body, content_type=kind)
        assert response.status_code in ANSWERS
        assert public() == before
        transaction.set_rollback(True)
    event(f"answered {response.status_code}")


@every_way
@given(data=st.data())
def test_no_form_of_the_desk_is_a_fault(editor, forms, data):
    where = data.draw(st.sampled_from(sorted(forms)))
    values = {name: urlencode({name: text}, doseq=True) for name, text in forms[where].items()}
    wrong = data.draw(st.dictionaries(st.sampled_from(sorted(values)), HOSTILE, max_size=4))
    values |= {name: f"{on_the_wire(name)}={text}" for name, text in wrong.items()}
    send(editor, where, "&".join(values.values()))


@every_way
@given(data=st.data())
def test_no_button_of_the_desk_is_a_fault(editor, data):
    names = [*ASKED, "action", "_selected_action", "post", "index", "why", "form-TOTAL_FORMS"]
    send(editor, address(data), data.draw(pairs(names)))
