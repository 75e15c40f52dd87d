"""Load records without an editor: the YAML files of a folder, or one table; all or nothing."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from graphlib import TopologicalSorter
from math import inf
from pathlib import Path

import reversion
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from catalogue.changelog.writes import bulk_write, watched_tables
from catalogue.core.models import Publishable
from catalogue.core.registry import Noun, all_nouns, get_noun, listed_nouns
from catalogue.imports.apply import PlanWriter
from catalogue.imports.models import RowAction
from catalogue.imports.planner import plan_import
from catalogue.imports.readers import FileEntry, ImportRefused, read_table, read_yaml
from catalogue.imports.record_state import (
    RecordState,
    find_broken_rules,
    has_changes,
    write_state,
)
from catalogue.imports.resolvers import RecordIndex, Resolver
from catalogue.imports.row_parser import find_model
from catalogue.imports.schemas import check_record, models_named_by, schema_of
from catalogue.imports.sources import merge_sources, stored_sources
from catalogue.sources.models import Source
from catalogue.versions.bulk_versions import write_versions
from catalogue.versions.history import versioned_models

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
        self.problems: list[str] = []
        self.index = RecordIndex()
        self.report = report
        self.written: dict[type[models.Model], set[int]] = defaultdict(set)

    def run(self, path: Path) -> list[LoadOutcome]:
        """Load a folder of YAML files, or one CSV or XLSX.

        Raise ImportRefused with every error found, and leave the database as it was.
        """
        # An empty catalogue has no one to tell of each record.
        with transaction.atomic() if Source.objects.exists() else bulk_write():
            if any(synthetic_records(noun).exists() for noun in markable_nouns()):
                text = _(
                    "This catalogue is synthetic, and real records are never put beside made-up "
                    "ones. Use another database."
                )
                raise ImportRefused(text)
            outcomes = self.load_table(path) if path.is_file() else self.load_folder(path)
            analyze_tables()
        return outcomes

    def write_history(self, comment: str) -> None:
        """Store versions of the records that were written from a folder."""
        for model in versioned_models():
            write_versions(model, sorted(self.written[model]), by=None, comment=comment)

    def refuse_problems(self) -> None:
        """Raise ImportRefused if there is a problem."""
        if self.problems:
            raise ImportRefused(*self.problems)

    # --- A table ------------------------------------------------------------------------------

    def load_table(self, path: Path) -> list[LoadOutcome]:
        """Change records in their place to what a table says; new ones are drafts."""
        try:
            sheet = read_table(path.read_bytes(), max_rows=inf)
            model = find_model(sheet.header)
            plan = plan_import(sheet, model, in_place=True)
            self.problems += [
                f"{path.name}, row {row.line}{each.column and f', {each.column}'}: {each.text}"
                for row in plan.rows_to(RowAction.ERROR)
                for each in row.problems
            ]
            if not self.problems:
                with reversion.create_revision(manage_manually=True):
                    PlanWriter(plan, None, f"Loaded from {path.name}").write()
        except OSError as error:
            self.problems.append(f"{path.name}: cannot be read: {error}")
        except ImportRefused as refusal:
            self.problems += [f"{path.name}: {reason}" for reason in refusal.reasons]
        self.refuse_problems()
        created, updated, unchanged, _errors = plan.counts().values()
        outcome = LoadOutcome(model, created, updated, unchanged)
        self.report(str(outcome))
        return [outcome]

    # --- A folder of YAML files ---------------------------------------------------------------

    def load_folder(self, folder: Path) -> list[LoadOutcome]:
        """Make the catalogue hold the records of a folder."""
        entries = self.read_files(folder, fixture_nouns())
        outcomes = [self.load_sources(entries)]
        self.refuse_problems()  # what cites a source that could not be made would fail as well
        outcomes += [self.load_entries(model, each) for model, each in entries.items()]
        self.refuse_problems()
        return outcomes

    def read_files(
        self, folder: Path, nouns: list[Noun]
    ) -> dict[type[models.Model], list[FileEntry]]:
        """Read the files of some nouns. Raise ImportRefused for an unreadable file or record."""
        entries = {}
        for noun in nouns:
            file, under = noun.fixture
            entries[noun.model] = read_yaml(folder / file, noun.key, self.problems, under=under)
        for model, records in entries.items():
            for entry in records:
                check_record(entry, schema_of(model))
        self.refuse_problems()
        return entries

    def load_sources(self, entries) -> LoadOutcome:
        """Make the sources of all records, so that each address is one source."""
        listed = [
            each
            for records in entries.values()
            for entry in records
            for each in entry.data.get("sources", [])
        ]
        outcome, sources = LoadOutcome(Source), stored_sources()
        for key, values in merge_sources(listed).items():
            record = sources.setdefault(key, Source())
            entry = FileEntry("sources", str(key[0]), {}, problems=self.problems)
            self.apply(entry, record, RecordState(values), outcome)
        self.index.sources = sources
        self.report(str(outcome))
        return outcome

    def load_entries(self, model: type[models.Model], entries: list[FileEntry]) -> LoadOutcome:
        """Create or update the records of one kind."""
        outcome = LoadOutcome(model, created=self.create_named(model, entries))
        present = self.index.all(model)
        key = get_noun(model).key
        records = [present.get(entry.key) or model(**{key: entry.key}) for entry in entries]
        states = [Resolver(entry, model, self.index).resolve() for entry in entries]
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
            values = {noun.key: entry.key, noun.title: entry.data[noun.title]}
            self.written[model].add(model.objects.create(**values).pk)
        self.index.forget(model)
        return len(new)

    def apply(
        self, entry: FileEntry, record: models.Model, state: RecordState, outcome: LoadOutcome
    ):
        """Write a record if the database holds something else; a broken rule is a problem."""
        is_new = record.pk is None
        if not is_new and not has_changes(record, state):
            outcome.unchanged += 1
            return
        broken = find_broken_rules(partial(transaction.atomic(write_state), record, state))
        for name, text in broken:
            entry.add_problem(f"{name}: {text}" if name else text)
        if not broken and isinstance(record, Publishable) and record.is_public:
            for what in type(record).objects.get(pk=record.pk).missing_for_publication():
                entry.add_problem(f"is published and lacks {what}")
        if not broken:
            self.written[type(record)].add(record.pk)
        outcome.created += is_new
        outcome.updated += not is_new


def analyze_tables() -> None:
    """Have the database count its rows: it plans queries by their number.

    Until it has, it takes new tables for nearly empty, and a filtered list can take seconds.
    """
    with connection.cursor() as cursor:
        for table in watched_tables():
            cursor.execute(f"ANALYZE {table}")


def fixture_nouns() -> list[Noun]:
    """Return the nouns with a file in `fixtures/`; each comes after those that its records name."""
    named_by = {}
    for noun in all_nouns():
        others = models_named_by(noun.model) - {noun.model}
        named_by[noun] = [each for each in all_nouns() if each.model in others]
    return [noun for noun in TopologicalSorter(named_by).static_order() if noun.fixture[0]]


def markable_nouns() -> list[Noun]:
    """Return the nouns whose records can be synthetic."""
    return [*listed_nouns(), get_noun(Source)]


def synthetic_records(noun: Noun) -> models.QuerySet:
    """Return the synthetic records of a noun."""
    return noun.model._base_manager.filter(**{f"{noun.title}__startswith": SYNTHETIC_MARK})
