"""What readers must not see, with a word of its own in each text: drafts, notes, history."""

import random
import string

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from catalogue.imports.models import Import
from catalogue.practices.models import Practice
from catalogue.versions import revisions
from tests import factories as make
from tests.hostile.planting import PRIVATE, parts, plant
from tests.imports.tables import NEW, look, written
from tests.world import World

STATUSES = ("draft", "in_review", "withdrawn")


class Hidden:
    """Everything that is not public beside a catalogue that is, tied to it in every way.

    `words` are the markers, each with where it stands; `reasons` those that tell readers at the old
    address why a record was withdrawn, and stand nowhere else.
    """

    def __init__(self, world: World):
        self.world, self.random = world, random.Random(2341)
        self.words: dict[str, str] = {}
        self.reasons: set[str] = set()
        self.records: list[Model] = []
        self.people = [self.person(role) for role in ("author", "reviewer", "verifier")]
        for status in STATUSES:
            self.add_records(status)
        for record in (world.practices[0], world.events[0]):
            self.add_to(record)
        self.add_history()
        self.add_import()

    def word(self, where: str) -> str:
        """Return a new word that nobody can guess, and that is like no other."""
        word = "zq" + "".join(self.random.choices(string.ascii_lowercase, k=12))
        self.words[word] = where
        return word

    def plant(self, record: Model, *names: str) -> None:
        """Write a word of its own into every text field of a record, or into those named."""
        where = f"{record._meta.label} {getattr(record, 'status', '')}".strip()
        plant(record, lambda field: self.word(f"{where}, {field.name}"), *names)

    def person(self, role: str) -> User:
        """Make somebody who works at the desk."""
        names = {name: self.word(f"{role}, {name}") for name in ("first_name", "last_name")}
        email = f"{self.word(f'{role}, email')}@example.org"
        name = self.word(f"{role}, username")
        return User.objects.create_superuser(name, email=email, **names)

    def add_records(self, status: str) -> None:
        """Make a record of each noun, tied to public ones from both ends, and write into them."""
        fields = {"status": status, "withdrawal_reason": "x" if status == "withdrawn" else ""}
        slug = f"body-{status}".replace("_", "-")
        body = make.make_organization(slug=slug, parent=self.world.organizations[0], **fields)
        body.former_slugs.create(slug=f"former-{slug}")
        body.citations.create(source=make.make_source())
        resolution = make.make_resolution(**fields)
        paragraph = make.make_paragraph(resolution, "77")
        event = self.add_event(body, resolution, fields)
        practice = self.add_practice(body, event, paragraph, fields)
        for record in (body, resolution, event, practice):
            self.records.append(record)
            for part in parts(record):
                self.plant(part)
            record.refresh_from_db()
            self.reasons |= {record.withdrawal_reason} if status == "withdrawn" else set()
        author, reviewer, verifier = self.people
        people = {"author": author, "reviewer": reviewer, "verified_by": verifier}
        type(practice).objects.filter(pk=practice.pk).update(**people, changed_by=author)

    def add_event(self, body, resolution, fields):
        """Make an event of public bodies and hidden ones; public records name it."""
        world = self.world
        event = make.make_event(
            organizations=[world.organizations[0], body],
            resolutions=[world.resolutions[0], resolution],
            practices=[world.practices[0]],
            sectors=world.sectors,
            **fields,
        )
        world.events[0].participations.create(organization=body, role="participant")
        world.events[0].resolutions.add(resolution)
        return event

    def add_practice(self, body, event, paragraph, fields):
        """Make a practice of public bodies and hidden ones; a public one names it."""
        world, central = self.world, self.world.practices[0]
        practice = make.make_practice(
            sectors=world.sectors,
            measures=world.measures,
            threats=world.threats,
            countries=world.countries,
            organizations=[world.organizations[0], body],
            events=[world.events[0], event],
            paragraphs=[world.paragraphs[0], paragraph],
            started=1999,
            **fields,
        )
        practice.evidence.create(kind="monitored", by_whom="x", finding="x")
        practice.relations.create(other=central, kind="supersedes", reason="x")
        central.relations.create(
            other=practice, kind="adapted_from", reason=self.word("reason of a tie to a draft")
        )
        central.involvements.create(organization=body, role="partner")
        central.basis.create(
            paragraph=paragraph, relation="cites", reason=self.word("reason of a hidden basis")
        )
        return practice

    def add_to(self, record) -> None:
        """Write what editors say of a public record, and begin a revision and write into it."""
        self.plant(record, *PRIVATE)
        author, reviewer, verifier = self.people
        people = {"author": author, "reviewer": reviewer, "verified_by": verifier}
        type(record).objects.filter(pk=record.pk).update(**people, changed_by=author)
        record.refresh_from_db()
        revision = revisions.begin_revision(record, by=author)
        revision.citations.create(source=make.make_source(), position=9)
        self.plant(revision)
        self.plant(revision.citations.last())
        self.plant(revision.citations.last().source)
        self.records.append(revision)

    def add_history(self) -> None:
        """Leave versions with their comments, a line of the log, and a record that was deleted."""
        with make.record_changes(comment=self.word("comment of a version"), by=self.people[0]):
            draft = make.make_practice(
                title=self.word("title of a version"),
                status="draft",
                sectors=[],
                measures=[],
                organizations=[],
            )
        with make.record_changes(comment=self.word("comment of a deletion"), by=self.people[0]):
            draft.delete()
        LogEntry.objects.create(
            user=self.people[0],
            content_type=ContentType.objects.get_for_model(Practice),
            object_id="1",
            object_repr=self.word("record in the log"),
            action_flag=2,
            change_message=self.word("message in the log"),
        )

    def add_import(self) -> None:
        """Hand in a file that nobody has applied."""
        row = NEW["practice"] | {"title": self.word("title in a file"), "code": ""}
        found = look(written(row), Practice, self.people[0], why=self.word("reason of an import"))
        Import.objects.filter(pk=found.pk).update(name=f"{self.word('name of a file')}.csv")
