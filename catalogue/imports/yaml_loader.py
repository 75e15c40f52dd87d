"""Load the records of a folder: all files in one transaction, or nothing and every error."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from catalogue.changelog.declarations import watched_tables
from catalogue.changelog.writes import bulk_write
from catalogue.core.models import Publishable
from catalogue.events.models import Event
from catalogue.imports import deserializers, row_schema, schemas, source_parser, synthetic_guard
from catalogue.imports.resolvers import KEY_FIELDS, RecordIndex
from catalogue.imports.sync import RecordState, differs, write_state
from catalogue.imports.yaml_reader import Entry, LoadRefused, Problems, read
from catalogue.organizations.models import Organization
from catalogue.practices.models import Practice
from catalogue.resolutions.models import Resolution
from catalogue.sources.models import Source
from catalogue.taxonomy.models import Country, Measure, Region, Sector, Threat

#: What is read: the model, its file, the name in the file above its records, their shape. In the
#: order in which records may lean on each other.
FILES = [
    (Region, "regions.yaml", "regions", schemas.REGION),
    (Country, "countries.yaml", "countries", schemas.COUNTRY),
    (Sector, "taxonomy.yaml", "sectors", schemas.TERM),
    (Measure, "taxonomy.yaml", "measures", schemas.MEASURE),
    (Threat, "taxonomy.yaml", "threats", schemas.TERM),
    (Organization, "organizations.yaml", None, schemas.ORGANIZATION),
    (Resolution, "resolutions.yaml", None, schemas.RESOLUTION),
    (Event, "events.yaml", None, schemas.EVENT),
    (Practice, "practices.yaml", None, schemas.PRACTICE),
]
#: The words that records draw from; they are the same in every catalogue.
WORDS = {Region, Country, Sector, Measure, Threat}
#: Records that can name another of their own kind are made first with this field, then completed.
NAMED_BY = {
    Region: "name", Sector: "label", Measure: "label", Threat: "label", Organization: "name",
    Practice: "title",
}  # fmt: skip


@dataclass
class Outcome:
    """How many records of a kind were created, updated and found unchanged."""

    model: type[models.Model]
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __str__(self):
        name = str(self.model._meta.verbose_name_plural)
        return f"{name}: {self.created} created, {self.updated} updated, {self.unchanged} unchanged"


class RecordLoader:
    """One load: what is known, what is wrong, what was done."""

    def __init__(self, report: Callable[[str], None] = lambda line: None):
        self.problems = Problems()
        self.known = RecordIndex(self.problems)
        self.report = report
        self.from_table = False

    def run(self, path: Path) -> list[Outcome]:
        """Load a folder of YAML files, or one table.

        Refused, with every error found, leaves the database as it was.
        """
        # Into an empty catalogue everything is new: nobody needs to hear of each record.
        with transaction.atomic() if Source.objects.exists() else bulk_write():
            return self.load(path)

    def load(self, path: Path) -> list[Outcome]:
        """Read and write the records, inside a transaction."""
        self.stop_if_synthetic()
        self.from_table = path.is_file()
        entries = self.read_table(path) if self.from_table else self.read_folder(path)
        self.known.streams = deserializers.streams(entries.get(Measure, []))
        outcomes = [self.sources(entries)]
        self.stop_if_wrong()  # what cites a source that could not be made would fail as well
        outcomes += [
            self.noun(model, entries[model]) for model in deserializers.DESCRIBE if model in entries
        ]
        self.stop_if_wrong()
        analyze_tables()
        return outcomes

    @transaction.atomic
    def load_words(self, folder: Path) -> list[Outcome]:
        """Load vocabularies, regions and countries only."""
        entries = self.read_files(folder, WORDS)
        outcomes = [
            self.noun(model, entries[model]) for model in deserializers.DESCRIBE if model in WORDS
        ]
        self.stop_if_wrong()
        return outcomes

    def stop_if_synthetic(self) -> None:
        """Refuse to put real records beside made-up ones."""
        if why := synthetic_guard.refusal_of_real_records():
            self.problems.found.append(why)
        self.stop_if_wrong()

    def stop_if_wrong(self) -> None:
        """Refuse everything when an error was found."""
        if self.problems:
            raise LoadRefused(self.problems)

    def read_folder(self, folder: Path) -> dict[type[models.Model], list[Entry]]:
        """Read every file; Refused where a file or the shape of a record is wrong."""
        entries = self.read_files(folder, {model for model, *_ in FILES})
        self.check_streams(entries)
        return entries

    def read_files(self, folder: Path, wanted) -> dict[type[models.Model], list[Entry]]:
        """Read the files of the wanted models; Refused where one or a record's shape is wrong."""
        entries = {
            model: read(folder / file, KEY_FIELDS[model], self.problems, under=under)
            for model, file, under, _shape in FILES
            if model in wanted
        }
        return self.checked(entries)

    def read_table(self, path: Path) -> dict[type[models.Model], list[Entry]]:
        """Read one table; Refused where its columns or the shape of a record are wrong."""
        model, entries = row_schema.read(path, self.problems)
        return self.checked({model: entries})

    def checked(self, entries: dict[type[models.Model], list[Entry]]):
        """Return entries whose records all have the shape of their noun, or refuse them."""
        shape_of = {model: shape for model, _file, _under, shape in FILES}
        for model, records in entries.items():
            for entry in records:
                schemas.check(entry, shape_of[model], self.problems)
        self.stop_if_wrong()
        return entries

    def check_streams(self, entries: dict[type[models.Model], list[Entry]]) -> None:
        """Refuse a stream of effort in the preamble of a resolution that no file has."""
        symbols = {entry.key for entry in entries.get(Resolution, [])}
        for measure in entries.get(Measure, []):
            for stream in measure.data.get("streams", []):
                if stream["resolution"] not in symbols:
                    self.problems.add(measure, f"streams: {stream['resolution']!r} is unknown")

    def describe(self, model: type[models.Model], entry: Entry) -> RecordState:
        """Return what a record should hold, in what its file can say of it."""
        state = deserializers.DESCRIBE[model](entry, self.known)
        return state.without(row_schema.NOT_SHOWN) if self.from_table else state

    def sources(self, entries) -> Outcome:
        """Make the sources of all records, so that each address is one source."""
        listed = [
            each
            for noun in entries.values()
            for entry in noun
            for each in source_parser.described(entry)
        ]
        outcome, sources = Outcome(Source), source_parser.stored()
        for identity, values in source_parser.merged(listed).items():
            record = sources.setdefault(identity, Source())
            self.settle(
                Entry("sources", str(identity[0]), {}), record, RecordState(values), outcome
            )
        self.known.sources = sources
        self.report(str(outcome))
        return outcome

    def noun(self, model: type[models.Model], entries: list[Entry]) -> Outcome:
        """Create or update the records of one kind."""
        outcome = Outcome(model, created=self.make_named(model, entries))
        present = self.known.all(model)
        records = [present.get(e.key) or model(**{KEY_FIELDS[model]: e.key}) for e in entries]
        wanted = [self.describe(model, entry) for entry in entries]
        if wanted:  # read at once what will be compared one by one
            models.prefetch_related_objects(
                [each for each in records if each.pk], *wanted[0].links, *wanted[0].rows
            )
        for entry, record, state in zip(entries, records, wanted, strict=True):
            self.settle(entry, record, state, outcome)
        self.known.forget(model)
        outcome.updated -= outcome.created if model in NAMED_BY else 0
        self.report(str(outcome))
        return outcome

    def make_named(self, model: type[models.Model], entries: list[Entry]) -> int:
        """Make the records that others of their kind may name, and say how many are new."""
        if model not in NAMED_BY:
            return 0
        present, name = self.known.all(model), NAMED_BY[model]
        new = [entry for entry in entries if entry.key not in present]
        for entry in new:
            model.objects.create(**{KEY_FIELDS[model]: entry.key, name: entry.data[name]})
        self.known.forget(model)
        return len(new)

    def settle(
        self, entry: Entry, record: models.Model, wanted: RecordState, outcome: Outcome
    ) -> None:
        """Write a record where the database holds something else; a broken rule is a problem."""
        new, problems = record.pk is None, len(self.problems.found)
        if not new and not differs(record, wanted):
            outcome.unchanged += 1
            return
        try:
            with transaction.atomic():
                write_state(record, wanted)
        except ValidationError as error:
            for message in explained(error):
                self.problems.add(entry, message)
        except IntegrityError as error:
            self.problems.add(entry, str(error).strip())
        if len(self.problems.found) == problems:
            self.check_ready(entry, record)
        outcome.created += new
        outcome.updated += not new

    def check_ready(self, entry: Entry, record: models.Model) -> None:
        """Refuse a published record that lacks what publication needs."""
        if isinstance(record, Publishable) and record.is_public:
            for what in type(record).objects.get(pk=record.pk).missing_for_publication():
                self.problems.add(entry, f"is published and lacks {what}")


def analyze_tables() -> None:
    """Let the database count its rows: it plans queries by their number.

    Until it has, it takes new tables for nearly empty, and a filtered list can take seconds.
    """
    with connection.cursor() as cursor:
        for table in watched_tables():
            cursor.execute(f"ANALYZE {table}")


def explained(error: ValidationError) -> list[str]:
    """Return the messages of a ValidationError, with the field that each belongs to."""
    if not hasattr(error, "error_dict"):
        return error.messages
    return [f"{name}: {text}" for name, texts in error.message_dict.items() for text in texts]
