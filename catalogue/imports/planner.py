"""Plan the import of a table: compare and check every row, and write nothing."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from functools import partial

from django.db import models
from django.utils.translation import gettext as _

from catalogue.core.folding import clean_text, fold_name
from catalogue.core.models import Status, make_slug
from catalogue.core.registry import get_noun
from catalogue.core.text import normalize_text
from catalogue.editorial.proposals import find_proposal
from catalogue.exports import cells, queries
from catalogue.exports.formats.xlsx import MOST_CHARACTERS, NOT_IN_XML
from catalogue.imports.models import RowAction
from catalogue.imports.plan import CellChange, Plan, PlannedRow, ProgressCallback, report_nothing
from catalogue.imports.readers import UploadedTable
from catalogue.imports.record_state import find_broken_rules, has_changes, identifying_fields
from catalogue.imports.refusals import UnreadableFile
from catalogue.imports.resolvers import Resolver, suggest_nearest
from catalogue.imports.row_parser import CellReader, find_header_faults, find_spellings, parse_row
from catalogue.imports.schemas import schema_of
from catalogue.imports.sources import resolve_sources

CUT = "…"  # the end of a text that is longer than a cell of a workbook can be


def plan_import(
    sheet: UploadedTable,
    model: type[models.Model],
    *,
    by=None,
    in_place: bool = False,
    report: ProgressCallback = report_nothing,
) -> Plan:
    """Return what an import of a table would do in the name of `by`.

    Raise UnreadableFile if the header is not that of the noun.
    """
    if reasons := find_header_faults(sheet.header, model):
        raise UnreadableFile(*reasons, *sheet.describe_sheet())
    schema, columns = schema_of(model), sheet.columns
    rows = [
        PlannedRow(schema, number, dict(zip(columns, cells, strict=True)))
        for number, cells in sheet.rows.items()
    ]
    plan = Plan(model, rows, in_place=in_place)
    report(_("Rows read"), len(rows))
    Planner(plan, sheet.from_workbook, by).run(report)
    return plan


def read_cells(model: type[models.Model], keys: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the cells of records as their export writes them, by key and column."""
    columns, found, at = get_noun(model).export.columns, {}, 0
    names = [column.name for column in columns]
    for block in queries.read_batches(model._base_manager.all(), keys, columns):
        texts = [map(cells.unescape_formula, cells.cell_texts(column)) for column in block]
        for values in zip(*texts, strict=True):
            found[keys[at]] = dict(zip(names, map(normalize_text, values), strict=True))
            at += 1
    return found


class Planner:
    """Works one plan out, step by step, each for all rows at once."""

    def __init__(self, plan: Plan, from_workbook: bool, by):
        self.plan, self.model, self.by = plan, plan.model, by
        self.from_workbook = from_workbook
        self.schema = schema_of(plan.model)
        self.index = plan.index
        self.old: dict[int, dict[str, str]] = {}

    def run(self, report: ProgressCallback) -> None:
        """Find the records, their changes, and what is wrong."""
        self.find_records()
        report(_("Rows found in the catalogue"), sum(bool(row.record) for row in self.plan.rows))
        self.find_changes()
        changing = [row for row in self.plan.rows if row.changes]
        report(_("Rows with changes"), len(changing))
        known = [row for row in changing if row.record or not row.problems]
        self.resolve(known)
        self.drop_unchanged(known)
        answers: dict[tuple, str] = {}
        for row in known:
            if row.changes:
                check_row(row, answers)
        for row in self.plan.rows:  # in the order of the file
            row.problems.sort(key=lambda each: [*row.texts, each.column].index(each.column))
        report(_("Rows with errors"), len(self.plan.rows_to(RowAction.ERROR)))

    # --- Which record each row is about -------------------------------------------------------

    def find_records(self) -> None:
        """Find the record of each row by its key; of a new row, one with the same title."""
        for row in self.plan.rows:
            row.key = self.key_of(row)
        if not self.plan.in_place:
            self.spell_keys()
        keys = [row.key for row in self.plan.rows]
        named = find_by_words(self.model, self.schema.key, keys)
        by_key = {getattr(each, self.schema.key): each for each in named}
        revisions = {} if self.plan.in_place else find_revisions(self.model, by_key.values())
        lines: dict[str, int] = {}
        for row in self.plan.rows:
            if row.key in lines:
                what = {"key": row.key, "row": lines[row.key]}
                text = _("“%(key)s” appears twice, also in row %(row)d.") % what
                row.add_cell_problem(self.schema.key, text)
            elif row.key:
                lines[row.key] = row.line
            row.record = by_key.get(row.key)
            row.target = row.record and revisions.get(row.record.pk, row.record)
            is_public = row.record is not None and row.record.is_public
            row.leaves_record = is_public and not self.plan.in_place
        self.note_new([row for row in self.plan.rows if row.record is None])

    def key_of(self, row: PlannedRow) -> str:
        """Return the key that a row gives, or the one that follows from a new name."""
        key = clean_text(row.texts.setdefault(self.schema.key, ""))
        if key or self.schema.key != "slug":
            return key
        name = row.texts.get("name", "").strip()
        row.texts["slug"] = make_slug(name, "", 140) if name else ""
        return row.texts["slug"]

    def spell_keys(self) -> None:
        """Write the keys of rows as the catalogue writes those of its records."""
        given = {row.key for row in self.plan.rows} - {""}
        spelled = find_spellings(self.model, self.schema.key, given)
        for row in self.plan.rows:
            row.key = row.texts[self.schema.key] = spelled.get(row.key, row.key)

    def note_new(self, rows: list[PlannedRow]) -> None:
        """Note what rows without a record lack to become one, and which titles are there."""
        title = get_noun(self.model).title
        names = [row.texts.get(title, "").strip() for row in rows]
        alike = {getattr(each, title): each for each in find_by_words(self.model, title, names)}
        lines: dict[str, int] = {}
        has_codes = self.schema.key == "code"
        for row, name in zip(rows, names, strict=True):
            first = lines.setdefault(fold_name(name), row.line)
            if name and first != row.line:  # both may be meant
                row.notes.append(_("Same name as row %d of this file.") % first)
            if has_codes and row.key and not self.plan.in_place:
                near = suggest_nearest(row.key, self.index.all(self.model))
                text = _("“%(key)s” is unknown%(near)s. Leave the cell empty for a new record.")
                row.add_cell_problem("code", text % {"key": row.key, "near": near})
            elif not row.key and not has_codes:
                row.add_cell_problem(self.schema.key, self.explain_missing_key(row))
            elif has_codes and not row.key:
                row.alike = alike.get(name)
            elif name in alike:
                row.notes.append(_("A record with this name exists: %s.") % alike[name])

    def explain_missing_key(self, row: PlannedRow) -> str:
        """Return why a row has no key; a name in other letters than Latin ones makes none."""
        if self.schema.key == "slug" and row.texts.get("name"):
            return _("is missing: write some words in Latin letters, such as the acronym")
        return _("is missing")

    # --- What each row changes ----------------------------------------------------------------

    def find_changes(self) -> None:
        """Compare the cells of each row with those of its record."""
        about = [each for row in self.plan.rows for each in (row.record, row.target, row.alike)]
        self.old = read_cells(self.model, list({each.pk for each in about if each}))
        self.plan.remarks = CellReader(self.model, self.index).rewrite(self.plan.rows, self.old)
        for row in self.plan.rows:
            if row.alike and not self.compare(row, row.alike):
                row.record = row.target = row.alike
                row.notes.append(_("The same as %s.") % row.alike)
                continue
            row.changes = self.compare(row, row.record)
            self.note_stale(row)
            self.refuse_locked(row)

    def compare(self, row: PlannedRow, record: models.Model | None) -> list[CellChange]:
        """Return the cells of a row that differ from a record; of a new one, all with a text."""
        old = self.old[record.pk] if record else {}
        return [
            CellChange(name, old.get(name, ""), text)
            for name, text in row.texts.items()
            if name in self.schema.columns and name != self.schema.key
            and not self.is_same(text, old.get(name, ""))
        ]  # fmt: skip

    def is_same(self, new: str, old: str) -> bool:
        """Return True if a cell holds what the record holds, as far as its kind of file can."""
        if new == old or not self.from_workbook:
            return new == old
        held = old.translate(NOT_IN_XML)
        if new == held:
            return True
        is_cut = new.endswith(CUT) and 2 * len(held) > MOST_CHARACTERS
        return is_cut and held.startswith(new[: -len(CUT)]) and len(new) > MOST_CHARACTERS // 4

    def note_stale(self, row: PlannedRow) -> None:
        """Note that the record was changed after the file was exported."""
        exported = row.texts.get("updated_at", "")
        held = self.old[row.record.pk]["updated_at"] if row.record else ""
        if row.changes and exported and row.record and exported != held:
            row.notes.append(_("The record was changed after this file was made (%s).") % held)

    def refuse_locked(self, row: PlannedRow) -> None:
        """Add a problem for a change of a withdrawn record, or of one with a proposed change."""
        record = row.record
        if record is None or not row.changes or self.plan.in_place:
            return
        if record.status == Status.WITHDRAWN:
            row.add_cell_problem("", _("The record is withdrawn; take it back to draft first."))
        elif row.proposes and find_proposal(record):
            text = _("A change is already proposed. Confirm or discard that first.")
            row.add_cell_problem("", text)

    # --- What the records should hold ---------------------------------------------------------

    def resolve(self, rows: list[PlannedRow]) -> None:
        """Work out what the changed records should hold; a new one, in all fields of the file."""
        for row in rows:
            parse_row(row, self.old[row.target.pk] if row.target else {})
        self.index.sources = resolve_sources(self.plan)
        for row in rows:
            state = Resolver(row, self.model, self.index).resolve()
            row.closed.update(each.column for each in row.problems)
            targets = [self.schema.targets(each.column) for each in row.changes]
            row.state = state.only(set().union(*targets))

    def drop_unchanged(self, rows: list[PlannedRow]) -> None:
        """Drop changes that the record holds already, although its export does not show them."""
        compared = [(row, row.target or row.alike) for row in rows]
        prefetch_for([each for _row, each in compared if each], rows)
        for row, record in compared:
            if record is None or row.problems or has_changes(record, row.state):
                self.show_target(row)
                continue
            row.record = row.target = record
            row.changes = []
            row.notes.append(_("%s says this already.") % record)

    def show_target(self, row: PlannedRow) -> None:
        """Show beside each change what the revision holds that it goes into."""
        if row.target is not row.record:
            held = self.old[row.target.pk]
            row.changes = [CellChange(e.column, held[e.column], e.new) for e in row.changes]
            row.notes.append(_("Goes into the open revision %s.") % row.target.code)
        elif row.record is None and row.alike:
            row.notes.append(_("A record with this title exists: %s.") % row.alike)


def find_by_words(
    model: type[models.Model], field: str, words: Iterable[str]
) -> list[models.Model]:
    """Return the records with one of some words in a field.

    Revisions are found by their own code, and not by the title that they share with their record.
    """
    found = model._base_manager.filter(**{f"{field}__in": set(filter(None, words))})
    if hasattr(model, "revises") and field != get_noun(model).key:
        found = found.filter(revises=None)
    return list(found.order_by("-pk"))


def find_revisions(model: type[models.Model], records) -> dict[int, models.Model]:
    """Return the open revisions by the key of the record that they revise."""
    if not hasattr(model, "revises"):
        return {}
    found = model._base_manager.filter(revises__in=[each.pk for each in records])
    return {each.revises_id: each for each in found}


def prefetch_for(records: list[models.Model], rows: list[PlannedRow]) -> None:
    """Read at once the linked records and rows that will be compared one by one."""
    if not records:
        return
    paths = list({name for row in rows for name in row.state.links})
    for name in {name for row in rows for name in row.state.rows}:
        relation = records[0]._meta.get_field(name)
        others = [
            f.name for f in relation.related_model._meta.fields
            if f.many_to_one and f.name != relation.field.name
        ]  # fmt: skip
        paths += [name, *(f"{name}__{other}" for other in others)]
    models.prefetch_related_objects(records, *paths)


# --- Every rule of a record, checked before anything is written ---------------------------------


def check_row(row: PlannedRow, answers: dict[tuple, str]) -> None:
    """Add a problem for each rule that the record would break if a row were written.

    `answers` has how records violate constraints, in words: each is checked once for the same
    values.
    """
    new_key = {row.schema.key: row.key} if row.key and not row.target else {}
    record = copy(row.target) if row.target else row.schema.model(**new_key)
    for name, value in row.state.values.items():
        setattr(record, name, value)
    broken = find_broken_fields(record, row.state.values.keys() | new_key.keys(), answers)
    if new_key:
        broken += find_broken_rules(record.validate_unique)
    for field, text in broken:
        row.add_cell_problem(row.schema.find_column(field), text)
    for name, rows in row.state.rows.items():
        check_child_rows(row, record, name, rows, answers)


def check_child_rows(
    row: PlannedRow, record: models.Model, relation: str, wanted: list[dict], answers
) -> None:
    """Check the rows inside a record: each by itself, and that none is repeated."""
    found = record._meta.get_field(relation)
    names, identities = identifying_fields(found.related_model), set()
    for values in wanted:
        own = {field: value for field, value in values.items() if not isinstance(value, list)}
        child = found.related_model(**{found.field.name: record}, **own)
        if hasattr(child, "set_code"):
            child.set_code()
        broken = find_broken_fields(child, own.keys(), answers)
        identity = tuple(identity_part(values.get(each, "")) for each in names)
        if any(identity[:1]) and identity in identities:
            broken.append((names[0], _("“%(what)s” appears twice.") % {"what": values[names[0]]}))
        identities.add(identity)
        for field, text in broken:
            column = row.schema.find_column(relation, field, values.get("role", ""))
            row.add_cell_problem(column, text)


def identity_part(value):
    """Return what tells a value from others; unsaved records have no key."""
    return (value.pk or id(value)) if isinstance(value, models.Model) else value


def find_broken_fields(
    record: models.Model, given: Collection[str], answers: dict[tuple, str]
) -> list[tuple[str, str]]:
    """Return (field, text) for each rule that the given fields of a record break."""
    fields = record._meta.fields
    left_out = [each.name for each in fields if each.is_relation or each.name not in given]
    return [
        *find_broken_rules(partial(record.clean_fields, left_out)),
        *find_broken_rules(record.clean),
        *find_violations(record, given, answers),
    ]


def find_violations(
    record: models.Model, given: Collection[str], answers: dict[tuple, str]
) -> Iterator[tuple[str, str]]:
    """Return (field, text) for violated constraints on given fields, without those on status."""
    for rule in record._meta.constraints:
        condition = getattr(rule, "condition", None)
        if not isinstance(rule, models.CheckConstraint) or not isinstance(condition, models.Q):
            continue
        fields = sorted(condition.referenced_base_fields)
        mine = [name for name in fields if name in given]
        if "status" in fields or all(getattr(record, name) in (None, "") for name in mine):
            continue
        values = [record.pk if each == "pk" else record.serializable_value(each) for each in fields]
        key = (rule.name, *values)
        if key not in answers:
            broken = find_broken_rules(partial(rule.validate, type(record), record))
            answers[key] = broken[0][1] if broken else ""
        if answers[key]:
            yield rule.at if rule.at in given else mine[0], answers[key]
