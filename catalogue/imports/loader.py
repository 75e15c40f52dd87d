"""Load records without an editor: the YAML files of a folder, or one table; all or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import reversion
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _

from catalogue.changelog.declarations import watched_tables
from catalogue.changelog.writes import bulk_write
from catalogue.core.models import Publishable
from catalogue.core.registry import Noun, all_nouns, get_noun, listed_nouns
from catalogue.imports.apply import ImportRefused, PlanWriter, error_texts
from catalogue.imports.plan import CREATE, ERROR, UNCHANGED, UPDATE
from catalogue.imports.planner import plan_import
from catalogue.imports.record_state import RecordState, has_changes, write_state
from catalogue.imports.resolvers import RecordIndex, resolve_record
from catalogue.imports.row_parser import find_model
from catalogue.imports.schemas import check_record, models_named_by, schema_of
from catalogue.imports.sources import merge_sources, sources_of, stored_sources
from catalogue.imports.table_readers import UnreadableFile, read_table
from catalogue.imports.yaml_reader import FileEntry, LoadRefused, Problems, read_yaml
from catalogue.resolutions.models import Resolution
from catalogue.sources.models import Source
from catalogue.taxonomy.models import Measure

#: The title of every synthetic record begins with it.
SYNTHETIC_MARK = "[Synthetic]"


@dataclass
class LoadOutcome:
    """How many records of a kind were created, updated and found unchanged."""

    model: type[models.Model]
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __str__(self):
        name = str(self.model._meta.verbose_name_plural)
        return f"{name}: {self.created} created, {self.updated} updated, {self.unchanged} unchanged"


class RecordLoader:
    """Loads files once, and collects what is wrong with them."""

    def __init__(self, report: Callable[[str], None] = lambda line: None):
        self.problems = Problems()
        self.index = RecordIndex(self.problems)
        self.report = report

    def run(self, path: Path) -> list[LoadOutcome]:
        """Load a folder of YAML files, or one CSV or XLSX.

        Raise LoadRefused with every error found, and leave the database as it was.
        """
        # An empty catalogue has no one to tell of each record.
        with transaction.atomic() if Source.objects.exists() else bulk_write():
            self.refuse_beside_synthetic()
            outcomes = self.load_table(path) if path.is_file() else self.load_folder(path)
            analyze_tables()
        return outcomes

    @transaction.atomic
    def load_vocabularies(self, folder: Path) -> list[LoadOutcome]:
        """Load vocabularies, regions and countries only."""
        entries = self.read_files(folder, [noun for noun in fixture_nouns() if not noun.export])
        outcomes = [self.load_entries(model, each) for model, each in entries.items()]
        self.refuse_problems()
        return outcomes

    def refuse_beside_synthetic(self) -> None:
        """Raise LoadRefused for real records in a catalogue of synthetic ones."""
        if any(synthetic_records(noun).exists() for noun in markable_nouns()):
            self.problems.found.append(
                _(
                    "This catalogue is synthetic, and real records are never put beside made-up "
                    "ones. Use another database."
                )
            )
        self.refuse_problems()

    def refuse_problems(self) -> None:
        """Raise LoadRefused if there is a problem."""
        if self.problems:
            raise LoadRefused(self.problems)

    # --- A table ------------------------------------------------------------------------------

    def load_table(self, path: Path) -> list[LoadOutcome]:
        """Change records in their place to what a table says; new ones are drafts."""
        try:
            sheet = read_table(path.read_bytes(), max_rows=None)
            model = find_model(sheet.header)
            if model is None:
                raise UnreadableFile("No column of the file is known.")
            plan = plan_import(sheet, model, in_place=True)
            self.problems.found += [
                f"{path.name}, row {row.line}{each.column and f', {each.column}'}: {each.text}"
                for row in plan.rows_to(ERROR)
                for each in row.problems
            ]
            self.refuse_problems()
            with reversion.create_revision(manage_manually=True):
                PlanWriter(plan, None, f"Loaded from {path.name}").write()
        except (OSError, UnreadableFile, ImportRefused) as refusal:
            reasons = getattr(refusal, "reasons", [f"cannot be read: {refusal}"])
            self.problems.found += [f"{path.name}: {reason}" for reason in reasons]
            raise LoadRefused(self.problems) from refusal
        outcome = LoadOutcome(model, *(plan.count(each) for each in (CREATE, UPDATE, UNCHANGED)))
        self.report(str(outcome))
        return [outcome]

    # --- A folder of YAML files ---------------------------------------------------------------

    def load_folder(self, folder: Path) -> list[LoadOutcome]:
        """Make the catalogue hold the records of a folder."""
        entries = self.read_files(folder, fixture_nouns())
        self.check_streams(entries)
        outcomes = [self.load_sources(entries)]
        self.refuse_problems()  # what cites a source that could not be made would fail as well
        outcomes += [self.load_entries(model, each) for model, each in entries.items()]
        self.refuse_problems()
        return outcomes

    def read_files(
        self, folder: Path, nouns: list[Noun]
    ) -> dict[type[models.Model], list[FileEntry]]:
        """Read the files of some nouns. Raise LoadRefused for an unreadable file or record."""
        entries = {}
        for noun in nouns:
            file, under = noun.fixture
            entries[noun.model] = read_yaml(folder / file, noun.key, self.problems, under=under)
        for model, records in entries.items():
            for entry in records:
                check_record(entry, schema_of(model), self.problems)
        self.refuse_problems()
        return entries

    def check_streams(self, entries: dict[type[models.Model], list[FileEntry]]) -> None:
        """Index the streams of effort that measures name; one of an unknown resolution is wrong."""
        symbols = {entry.key for entry in entries.get(Resolution, [])}
        for measure in entries.get(Measure, []):
            for data in measure.data.get("streams", []):
                symbol = data["resolution"]
                self.index.streams.setdefault(symbol, []).append((data["name"], measure.key))
                if symbol not in symbols:
                    self.problems.add(measure, f"{symbol!r} is unknown", "streams")

    def load_sources(self, entries) -> LoadOutcome:
        """Make the sources of all records, so that each address is one source."""
        listed = [
            each for records in entries.values() for entry in records for each in sources_of(entry)
        ]
        outcome, sources = LoadOutcome(Source), stored_sources()
        for key, values in merge_sources(listed).items():
            record = sources.setdefault(key, Source())
            self.apply(FileEntry("sources", str(key[0]), {}), record, RecordState(values), outcome)
        self.index.sources = sources
        self.report(str(outcome))
        return outcome

    def load_entries(self, model: type[models.Model], entries: list[FileEntry]) -> LoadOutcome:
        """Create or update the records of one kind."""
        outcome = LoadOutcome(model, created=self.create_named(model, entries))
        present = self.index.all(model)
        key = get_noun(model).key
        records = [present.get(entry.key) or model(**{key: entry.key}) for entry in entries]
        states = [resolve_record(entry, model, self.index) for entry in entries]
        if states:  # read at once what will be compared one by one
            stored = [each for each in records if each.pk]
            models.prefetch_related_objects(stored, *states[0].links, *states[0].rows)
        for entry, record, state in zip(entries, records, states, strict=True):
            self.apply(entry, record, state, outcome)
        self.index.forget(model)
        outcome.updated -= outcome.created if model in models_named_by(model) else 0
        self.report(str(outcome))
        return outcome

    def create_named(self, model: type[models.Model], entries: list[FileEntry]) -> int:
        """Create the records that others of their kind may name, and return how many are new."""
        if model not in models_named_by(model):
            return 0
        noun, present = get_noun(model), self.index.all(model)
        new = [entry for entry in entries if entry.key not in present]
        for entry in new:
            model.objects.create(**{noun.key: entry.key, noun.title: entry.data[noun.title]})
        self.index.forget(model)
        return len(new)

    def apply(
        self, entry: FileEntry, record: models.Model, state: RecordState, outcome: LoadOutcome
    ):
        """Write a record if the database holds something else; a broken rule is a problem."""
        is_new, problems = record.pk is None, len(self.problems.found)
        if not is_new and not has_changes(record, state):
            outcome.unchanged += 1
            return
        try:
            with transaction.atomic():
                write_state(record, state)
        except ValidationError as error:
            for text in error_texts(error):
                self.problems.add(entry, text)
        except IntegrityError as error:
            self.problems.add(entry, str(error).strip())
        if len(self.problems.found) == problems:
            self.check_ready(entry, record)
        outcome.created += is_new
        outcome.updated += not is_new

    def check_ready(self, entry: FileEntry, record: models.Model) -> None:
        """Add a problem for a published record that lacks what publication needs."""
        if isinstance(record, Publishable) and record.is_public:
            for what in type(record).objects.get(pk=record.pk).missing_for_publication():
                self.problems.add(entry, f"is published and lacks {what}")


def analyze_tables() -> None:
    """Have the database count its rows: it plans queries by their number.

    Until it has, it takes new tables for nearly empty, and a filtered list can take seconds.
    """
    with connection.cursor() as cursor:
        for table in watched_tables():
            cursor.execute(f"ANALYZE {table}")


def fixture_nouns() -> list[Noun]:
    """Return the nouns with a file in `fixtures/`; each comes after those that its records name."""
    found: dict[Noun, None] = {}

    def add(noun: Noun) -> None:
        named = models_named_by(noun.model) - {noun.model}
        for each in all_nouns():
            if each.model in named and each not in found:
                add(each)
        found[noun] = None

    for noun in all_nouns():
        add(noun)
    return [noun for noun in found if noun.fixture[0]]


def markable_nouns() -> list[Noun]:
    """Return the nouns whose records can be synthetic."""
    return [*listed_nouns(), get_noun(Source)]


def synthetic_records(noun: Noun) -> models.QuerySet:
    """Return the synthetic records of a noun."""
    return noun.model._base_manager.filter(**{f"{noun.title}__startswith": SYNTHETIC_MARK})


def refusal_of_synthetic_records() -> str:
    """Return why synthetic records cannot be made here; nothing if they can."""
    found = [
        str(noun.model._meta.verbose_name_plural)
        for noun in markable_nouns()
        if noun.model._base_manager.exclude(pk__in=synthetic_records(noun)).exists()
    ]
    text = _(
        "This catalogue holds real records (%(nouns)s), and made-up ones are never put beside "
        "them. Use another database."
    )
    return text % {"nouns": ", ".join(found)} if found else ""
