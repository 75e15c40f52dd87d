"""Load records without an editor: the YAML files of a folder, or one table; all or nothing."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from graphlib import TopologicalSorter
from math import inf
from pathlib import Path

import reversion
from django.db import IntegrityError, connection, models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reversion.models import Version

from catalogue.changelog.writes import bulk_write, exclusive_write, watched_tables
from catalogue.core.models import Curated, Publishable
from catalogue.core.registry import Noun, all_nouns, get_noun, listed_nouns
from catalogue.core.sequences import mark_codes_used
from catalogue.imports.apply import PlanWriter
from catalogue.imports.models import RowAction
from catalogue.imports.planner import plan_import
from catalogue.imports.readers import FileEntry, UploadedTable, read_table, read_yaml
from catalogue.imports.record_state import (
    NewRows,
    RecordState,
    find_broken_rules,
    has_changes,
    has_values,
    save_values,
    set_values,
    write_state,
)
from catalogue.imports.refusals import ImportRefused
from catalogue.imports.resolvers import RecordIndex, Resolver
from catalogue.imports.row_parser import find_model
from catalogue.imports.schemas import check_record, models_named_by, schema_of
from catalogue.imports.sources import (
    find_differences,
    merge_sources,
    normalize_source,
    source_key,
    stored_sources,
)
from catalogue.sources.models import Source
from catalogue.taxonomy.models import find_ambiguous_names
from catalogue.versions.bulk_versions import write_versions
from catalogue.versions.history import versioned_models

VERIFICATION = {"last_verified_on", "verdict"}
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

    def __init__(self, report: Callable[[str], None] = lambda line: None, why: str = ""):
        self.problems: list[str] = []
        self.index = RecordIndex()
        self.report, self.why = report, why
        #: What is added to the reason in the history, by the keys of the records that were written.
        self.written: dict[type[models.Model], dict[int, str]] = defaultdict(dict)

    def run(self, path: Path) -> list[LoadOutcome]:
        """Load a folder of YAML files, or one CSV or XLSX.

        Raise ImportRefused with every error found, and leave the database as it was.
        """
        # An empty catalogue has no one to tell of each record.
        with exclusive_write() if Source.objects.exists() else bulk_write():
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
        """Store versions of the records that were written from a folder, with the reason."""
        for model in versioned_models():
            reasons: dict[str, list[int]] = defaultdict(list)
            for key, ending in self.written[model].items():
                reasons[f"{comment}{ending}"].append(key)
            for reason, keys in reasons.items():
                write_versions(model, sorted(keys), by=None, comment=reason)

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
            new_keys = self.create_named(model, list_new_rows(path.name, sheet, model))
            plan = plan_import(sheet, model, in_place=True)
            self.problems += [
                f"{path.name}, row {row.line}{each.column and f', {each.column}'}: {each.text}"
                for row in plan.rows_to(RowAction.ERROR)
                for each in row.problems
            ]
            if not self.problems:
                with reversion.create_revision(manage_manually=True):
                    PlanWriter(plan, None, self.why or f"Loaded from {path.name}").write()
        except OSError as error:
            self.problems.append(f"{path.name}: cannot be read: {error}")
        except ImportRefused as refusal:
            self.problems += [f"{path.name}: {reason}" for reason in refusal.reasons]
        self.refuse_problems()
        counts = Counter(
            RowAction.CREATE if row.record and row.record.pk in new_keys else row.action
            for row in plan.rows
        )
        order = (RowAction.CREATE, RowAction.UPDATE, RowAction.UNCHANGED)
        outcome = LoadOutcome(model, *(counts[action] for action in order))
        self.report(str(outcome))
        return [outcome]

    # --- A folder of YAML files ---------------------------------------------------------------

    def load_folder(self, folder: Path) -> list[LoadOutcome]:
        """Make the catalogue hold the records of a folder."""
        entries = self.read_files(folder, fixture_nouns())
        outcomes = [self.load_sources(entries)]
        self.refuse_problems()  # what cites a source that could not be made would fail as well
        outcomes += [self.load_entries(model, each) for model, each in entries.items()]
        for term, text in find_ambiguous_names():
            FileEntry("taxonomy.yaml", term.slug, {}, problems=self.problems).add_problem(
                text, "name"
            )
        self.refuse_problems()
        return outcomes

    def read_files(
        self, folder: Path, nouns: list[Noun]
    ) -> dict[type[models.Model], list[FileEntry]]:
        """Read the files of some nouns. Raise ImportRefused for an unreadable file or record."""
        entries = {}
        for noun in nouns:
            file, under = noun.fixture
            key = (noun.key,) if noun.key else noun.key_links
            entries[noun.model] = read_yaml(folder / file, key, self.problems, under=under)
        for model, records in entries.items():
            for entry in records:
                check_record(entry, schema_of(model))
        self.refuse_problems()
        return entries

    def load_sources(self, entries) -> LoadOutcome:
        """Make the sources of all records, so that each address is one source."""
        cited = [
            (entry, each)
            for records in entries.values()
            for entry in records
            for each in entry.data.get("sources", [])
        ]
        outcome, sources = LoadOutcome(Source), stored_sources()
        for _entry, data in cited:
            normalize_source(data)
        merged = merge_sources([data for _entry, data in cited])
        for entry, data in cited:
            for word, text in find_differences(data, merged[source_key(data)]):
                entry.add_problem(text, f"sources.{word}")
        new = []
        for key, values in merged.items():
            entry = FileEntry("sources", str(key[0]), {}, problems=self.problems)
            if key in sources:
                self.update(entry, sources[key], RecordState(values), outcome)
            else:
                sources[key] = Source()
                new.append((entry, sources[key], RecordState(values)))
        self.create_sources(new)
        outcome.created = len(new)
        self.index.sources = sources
        self.report(str(outcome))
        return outcome

    def create_sources(self, new: list[tuple[FileEntry, Source, RecordState]]) -> None:
        """Write new sources together; they have no rows of their own."""
        checked = [
            (entry, source, state)
            for entry, source, state in new
            if self.attempt(entry, partial(set_values, source, state.values))
        ]
        try:
            with transaction.atomic():
                Source.objects.bulk_create(source for _entry, source, _state in checked)
        except IntegrityError:  # one by one, to find the source
            self.create(checked)
        self.written[Source] = {source.pk: "" for _entry, source, _state in checked if source.pk}

    def load_entries(self, model: type[models.Model], entries: list[FileEntry]) -> LoadOutcome:
        """Create or update the records of one kind."""
        outcome, new_keys = LoadOutcome(model), self.create_named(model, entries)
        noun, states, whole = get_noun(model), [], []
        for entry in entries:
            before = len(self.problems)
            state = Resolver(entry, model, self.index).resolve()
            if noun.key or len(self.problems) == before:  # a pair with an unknown record is none
                whole.append(entry)
                states.append(state)
        records = self.find_records(noun, whole, states)
        if states:  # read at once what will be compared one by one
            stored = [each for each in records if each and each.pk]
            models.prefetch_related_objects(stored, *states[0].links, *states[0].rows)
        new = []
        for entry, record, state in zip(whole, records, states, strict=True):
            if record is None:
                outcome.unchanged += 1
            elif record.pk is None or record.pk in new_keys:
                new.append((entry, record, state))
            else:
                self.update(entry, record, state, outcome)
        self.create(new)
        outcome.created = len(new)
        self.index.forget(model)
        self.report(str(outcome))
        return outcome

    def create(self, new: list[tuple[FileEntry, models.Model, RecordState]]) -> None:
        """Write new records, and then the links and rows of all of them together."""
        rows, written = NewRows(), []
        for entry, record, state in new:
            save = transaction.atomic(partial(save_values, record, state.values))
            if self.attempt(entry, save) and self.attempt(entry, partial(rows.add, record, state)):
                written.append((entry, record, state))
                self.check_publication(entry, record, state)
                self.written[type(record)][record.pk] = describe_verification(record)
        try:
            rows.write()
        except IntegrityError:  # one by one, to find the record
            for entry, record, state in written:
                self.attempt(entry, transaction.atomic(partial(write_state, record, state)))

    def update(
        self, entry: FileEntry, record: models.Model, state: RecordState, outcome: LoadOutcome
    ):
        """Change a record if the database holds something else."""
        if not has_changes(record, state):
            outcome.unchanged += 1
            return
        is_verified = not has_values(record, state.values, VERIFICATION & state.values.keys())
        self.attempt(entry, transaction.atomic(partial(write_state, record, state)))
        self.check_publication(entry, record, state)
        found = describe_verification(record) if is_verified else ""
        self.written[type(record)][record.pk] = found
        outcome.updated += 1

    def attempt(self, entry: FileEntry, step: Callable[[], object]) -> bool:
        """Take a step, and return True if it breaks no rule; every broken rule is a problem.

        A step that writes needs a transaction of its own: the next one goes on after an error.
        """
        broken = find_broken_rules(step)
        for name, text in broken:
            entry.add_problem(f"{name}: {text}" if name else text)
        return not broken

    def check_publication(self, entry: FileEntry, record: models.Model, state: RecordState) -> None:
        """Add a problem for everything that a published record lacks."""
        if isinstance(record, Publishable) and record.is_public:
            for what in record.missing_for_publication(state.links | state.rows):
                entry.add_problem(f"is published and lacks {what}")

    def find_records(self, noun: Noun, entries: list[FileEntry], states: list[RecordState]) -> list:
        """Return the record of each entry: stored, new, or None where it is left to the editors."""
        if noun.key:
            present = self.index.all(noun.model)
            return [present.get(each.key) or noun.model(**{noun.key: each.key}) for each in entries]
        fields = {link: noun.model._meta.get_field(link) for link in noun.key_links}

        def identify(keys: dict) -> frozenset:
            """Return what the linked records are, whichever of two of a kind comes first."""
            linked = ((each.related_model, keys[each.attname]) for each in fields.values())
            return frozenset(pair for pair in linked if pair[1])

        present = {identify(vars(each)): each for each in noun.model.objects.all()}
        if noun.load_once:
            for each in Version.objects.get_for_model(noun.model).select_related("revision"):
                key = identify(each.field_dict)
                if each.revision.user_id or key not in present:  # changed, deleted or moved since
                    present[key] = None
        keys = [
            identify(
                {
                    each.attname: getattr(state.values[link], "pk", None)
                    for link, each in fields.items()
                }
            )
            for state in states
        ]
        return [present[key] if key in present else noun.model() for key in keys]

    def create_named(self, model: type[models.Model], entries: list[FileEntry]) -> set[int]:
        """Create the records that others of their kind may name, and return the new keys."""
        if model not in models_named_by(model):
            return set()
        noun, present = get_noun(model), self.index.all(model)
        new = model.objects.bulk_create(
            model(**{noun.key: entry.key, noun.title: entry.data[noun.title]})
            for entry in entries
            if entry.key not in present
        )
        if issubclass(model, Curated):
            mark_codes_used(*(each.code for each in new))
        self.index.forget(model)
        return {each.pk for each in new}


def list_new_rows(file: str, sheet: UploadedTable, model: type[models.Model]) -> list[FileEntry]:
    """Return the rows of a table, by key and title, that other rows may name if they are new.

    A row with a wrong key or title is left out: what is wrong is found when the table is planned.
    """
    noun, entries = get_noun(model), {}
    names = [noun.key, noun.title]
    others = [each.name for each in model._meta.fields if each.name not in names]
    for cells in sheet.rows.values() if set(names) <= set(sheet.columns) else ():
        values = {name: cells[sheet.columns.index(name)].strip() for name in names}
        if not find_broken_rules(partial(model(**values).clean_fields, others)):
            entries[values[noun.key]] = FileEntry(file, values[noun.key], values)
    return list(entries.values())


def describe_verification(record: models.Model) -> str:
    """Return what the last verification of a record found, as the end of a comment."""
    if not getattr(record, "verdict", ""):
        return ""
    what = {
        "day": date_format(record.last_verified_on, "j F Y"),
        "verdict": record.get_verdict_display().lower(),
    }
    return _("; verified on %(day)s: %(verdict)s") % what


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
