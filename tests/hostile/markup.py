"""Texts that would run in a browser if a page took them for markup, in everything there is."""

from collections.abc import Iterator
from itertools import product

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, Model
from django.test import Client
from django.urls import reverse

from catalogue.core.models import Dated
from catalogue.editorial.workflow import TRANSITIONS
from catalogue.imports.models import Import
from catalogue.models import CrosswalkEntry, NotApplicable, Practice
from catalogue.versions import history, revisions
from tests import factories as make
from tests.hostile.planting import plant
from tests.imports.tables import NEW, look, written
from tests.world import World

LONG = (
    """"'><img src=x data-pwned onerror=window.pwned=1></script><script data-pwned>window.pwned=1"""
    "</script><svg data-pwned onload=window.pwned=1>{{7*7}}"
)
SHORT = "\"'><b data-pwned>"
SHORTEST = "<b>\"'&"
#: Attributes that lead somewhere.
LEADING = ["href", "src", "action", "formaction", "poster", "data", "data-hx-get", "data-hx-post"]
#: What came of the texts in a page: elements that they became, whether any ran, links that run.
CAME_OF_IT = """leading => ({
    elements: [...document.querySelectorAll('[data-pwned]')].map(each => each.outerHTML),
    ran: window.pwned !== undefined,
    links: [...document.querySelectorAll('*')].flatMap(each => leading.map(name =>
        each.getAttribute(name))).filter(value => value !== null &&
        !/^https?:$/.test(new URL(value, 'http://localhost').protocol)),
})"""
#: Of practices the desk shows a public one, a draft and a revision.
STATES = [{"status": "published"}, {"status": "draft", "revises": None}]
STATES += [{"revises__isnull": False}]
NOTHING = {"elements": [], "ran": False, "links": [], "complaints": []}


def text_for(field: Field) -> str:
    """Return the longest of the texts for which a field has room."""
    room = field.max_length or 1_000
    return next(
        each for each in (LONG, SHORT, SHORTEST) if len(each) + 25 <= room or each == SHORTEST
    )


class Planted:
    """A small catalogue in which every text wants to run, and what the desk knows of it."""

    def __init__(self):
        self.world = World(2)
        self.person = User.objects.create_superuser("someone")
        self.withdrawn = make.make_practice(status="withdrawn", withdrawal_reason="x")
        self.draft = make.make_practice(status="draft")
        self.revision = revisions.begin_revision(self.world.practices[0], by=self.person)
        pair = {"sector": self.world.sectors[0], "measure": self.world.measures[0]}
        NotApplicable.objects.create(**pair, reason="x")
        CrosswalkEntry.objects.create(
            from_paragraph=self.world.paragraphs[0], to_paragraph=make.make_paragraph(),
            relation="overlaps", reason="x", judged_by="x",
        )  # fmt: skip
        self.write()
        self.keep()
        self.hand_in()

    def write(self) -> None:
        """Write into every text of every record, with its number: some may stand only once."""
        for model in apps.get_app_config("catalogue").get_models():
            for record in model._base_manager.all() if not issubclass(model, Import) else []:
                plant(record, lambda field, own=record.pk: f"{text_for(field)}{own}")
        names = dict.fromkeys(("username", "first_name", "last_name"), SHORT)
        User.objects.filter(pk=self.person.pk).update(**names)
        people = dict.fromkeys(("author", "reviewer", "verified_by", "changed_by"), self.person)
        Practice.objects.update(**people)

    def keep(self) -> None:
        """Keep two versions of a record of each noun, and say something in the log."""
        self.person.refresh_from_db()
        for record in first_records():
            for why in (LONG, SHORT):
                with make.record_changes(comment=why, by=self.person):
                    record.save()
                    history.add_version(record)
        with make.record_changes(comment=LONG, by=self.person):
            make.make_practice(title=LONG, status="draft").delete()
        LogEntry.objects.create(
            user=self.person,
            content_type=ContentType.objects.get_for_model(Practice),
            object_id=self.world.practices[0].pk,
            object_repr=LONG,
            action_flag=2,
            change_message=LONG,
        )

    def hand_in(self) -> None:
        """Hand in files with right rows and wrong ones, and see one sign-in refused."""
        for noun, row in NEW.items():
            model = next(each for each in models() if each._meta.model_name == noun)
            right = row | {"summary": LONG} | ({"code": ""} if "title" in row else {})
            rows = [right, dict.fromkeys(right, LONG)]
            look(written(*rows), model, self.person, why=LONG)
        Import.objects.update(name=f"{LONG}.csv")
        wrong = {"username": SHORT, "password": "x"}
        Client(headers={"user-agent": LONG}).post("/admin/login/", wrong)


def models() -> list[type[Model]]:
    """Return the nouns and vocabularies of the catalogue, which editors keep."""
    return [
        each for each in apps.get_app_config("catalogue").get_models() if issubclass(each, Dated)
    ]


def first_records() -> list[Model]:
    """Return one record of each noun."""
    return [model._base_manager.order_by("pk").first() for model in models()]


def desk() -> Iterator[str]:
    """Return every address of the desk that may show a page about what is planted."""
    yield reverse("admin:index")
    for model, pages in admin.site._registry.items():
        for pattern in filter(lambda each: each.name, pages.get_urls()):
            for there in product(*(places(model)[name] for name in pattern.pattern.converters)):
                yield reverse(f"admin:{pattern.name}", args=there)


def places(model: type[Model]) -> dict[str, list]:
    """Return what may stand in the places of the addresses of a noun."""
    records = model._base_manager.order_by("pk")
    asked = [records.filter(**each) for each in STATES] if model is Practice else [records]
    keys = [found.first().pk for found in asked if found]
    imports = Import.objects.filter(noun=model._meta.model_name).values_list("pk", flat=True)
    moves = [move.name for move in TRANSITIONS]
    keyed = dict.fromkeys(("pk", "object_id", "id"), keys)
    # Files of lists are tried in test_files.py.
    return keyed | {"key": list(imports), "move": moves, "version": [1], "extension": []}
