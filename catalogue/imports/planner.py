"""Plan an import: every row is compared with its record and checked, and nothing is written."""

from collections.abc import Callable

from django.db import models
from django.utils.translation import gettext as _

from catalogue.core.models import Status, make_slug
from catalogue.editorial import workflow
from catalogue.imports import column_mapping, diff, row_parser, source_resolution, validation
from catalogue.imports.plan import CellProblems, Plan, Row
from catalogue.imports.resolvers import KEY_FIELDS, RecordIndex, nearest
from catalogue.imports.sync import differs
from catalogue.imports.synthetic_guard import TITLES
from catalogue.imports.tabular import Sheet, UnreadableFile

ProgressCallback = Callable[[str, int], None]


def report_nothing(step: str, count: int) -> None:
    """Say nothing of how far the work is."""


def plan_import(
    sheet: Sheet, model: type[models.Model], *, by, report: ProgressCallback = report_nothing
) -> Plan:
    """Return what an import of a table would do in the name of `by`.

    UnreadableFile where the header is not that of the noun.
    """
    if reasons := column_mapping.wrong(sheet.header, model):
        raise UnreadableFile(*reasons)
    found = Plan(model, diff.texts(sheet))
    found.passed_over = [name for name in sheet.header if name in column_mapping.derived(model)]
    report(_("Rows read"), len(found.rows))
    Planning(found, sheet, by).run(report)
    return found


class Planning:
    """One plan in the making: what is known, and what each row was found to be about."""

    def __init__(self, plan: Plan, sheet: Sheet, by):
        self.plan, self.model, self.sheet, self.by = plan, plan.model, sheet, by
        self.key = KEY_FIELDS[plan.model]
        column_at = lambda place: column_mapping.column_at(plan.model, place)  # noqa: E731
        self.problems = CellProblems(plan, column_at)
        self.known = RecordIndex(self.problems)
        self.old: dict[int, dict[str, str]] = {}

    def run(self, report: ProgressCallback) -> None:
        """Work the plan out, step by step, each for all rows at once."""
        self.find_records()
        report(
            _("Rows found in the catalogue"), sum(row.record is not None for row in self.plan.rows)
        )
        self.find_changes()
        changing = [row for row in self.plan.rows if row.changes]
        report(_("Rows that say something else"), len(changing))
        known = [row for row in changing if row.record or not row.problems]
        self.describe(known)
        self.drop_what_is_so_already(known)
        rules = validation.Rules()
        for row in known:
            if row.changes:
                validation.check(row, self.model, rules)
        report(_("Rows with errors"), self.plan.count("error"))

    # --- Which record each row is about -------------------------------------------------------

    def find_records(self) -> None:
        """Find the record of each row by its key; of a new row, one that is named alike."""
        keys = [self.key_of(row) for row in self.plan.rows]
        by_key = {getattr(each, self.key): each for each in self.records(self.key, keys)}
        revisions = self.revisions(by_key.values())
        lines: dict[str, int] = {}
        for row, key in zip(self.plan.rows, keys, strict=True):
            if key in lines:
                what = {"key": key, "row": lines[key]}
                row.wrong(self.key, _("“%(key)s” is there twice: also in row %(row)d.") % what)
            elif key:
                lines[key] = row.line
            row.record = by_key.get(key)
            row.target = row.record and revisions.get(row.record.pk, row.record)
        self.note_new([row for row in self.plan.rows if row.record is None])

    def records(self, field: str, words: list[str]) -> list[models.Model]:
        """Return the records that some words name, without the copies that are revisions."""
        found = self.model._base_manager.filter(**{f"{field}__in": set(filter(None, words))})
        if hasattr(self.model, "revises"):
            found = found.filter(revises=None)
        return list(found.order_by("-pk"))

    def revisions(self, records) -> dict[int, models.Model]:
        """Return the open revisions by the key of the record that they revise."""
        if not hasattr(self.model, "revises"):
            return {}
        open_now = self.model._base_manager.filter(revises__in=[each.pk for each in records])
        return {each.revises_id: each for each in open_now}

    def key_of(self, row: Row) -> str:
        """Return the key that a row gives, or the one that follows from a new name."""
        key = row.texts[self.key].strip()
        if key or self.key != "slug":
            return key
        name = row.texts.get("name", "").strip()
        row.texts[self.key] = make_slug(name, "", 140) if name else ""
        return row.texts[self.key]

    def note_new(self, rows: list[Row]) -> None:
        """Say of rows without a record what they need to become one, and what is named alike."""
        title = TITLES[self.model]
        names = [row.texts.get(title, "").strip() for row in rows]
        alike = {getattr(each, title): each for each in self.records(title, names)}
        self.note_same_names(rows, names)
        for row, name in zip(rows, names, strict=True):
            key = row.texts[self.key].strip()
            if self.key == "code" and key:
                what = {"key": key, "near": nearest(key, self.known.all(self.model))}
                text = _("“%(key)s” is unknown%(near)s. Leave the cell empty for a new record.")
                row.wrong(self.key, text % what)
            elif not key and self.key != "code":
                row.wrong(self.key, _("is missing"))
            elif self.key == "code":
                row.alike = alike.get(name)
            elif name in alike:
                row.notes.append(_("A record with this name is there: %s.") % alike[name])

    def note_same_names(self, rows: list[Row], names: list[str]) -> None:
        """Say of new rows which earlier row of the file is named alike; both may be meant."""
        lines: dict[str, int] = {}
        for row, name in zip(rows, names, strict=True):
            first = lines.setdefault(name.casefold(), row.line)
            if name and first != row.line:
                row.notes.append(_("Named like row %d of this file.") % first)

    # --- What each row changes ----------------------------------------------------------------

    def find_changes(self) -> None:
        """Compare the cells of each row with those of its record."""
        about = [each for row in self.plan.rows for each in (row.record, row.target, row.alike)]
        self.old = diff.present(self.model, list({each.pk for each in about if each}))
        for row in self.plan.rows:
            if row.alike and not self.changes(row, row.alike):
                row.record = row.target = row.alike
                row.notes.append(_("The same as %s.") % row.alike)
                continue
            row.changes = self.changes(row, row.record)
            self.note_stale(row)
            self.refuse_locked(row)

    def changes(self, row: Row, record: models.Model | None):
        """Return what a row says other than a record; of a new one, all that it says."""
        return diff.changes(row, self.model, self.old[record.pk] if record else {}, self.sheet)

    def note_stale(self, row: Row) -> None:
        """Warn where the record was changed after the file was exported."""
        told = row.texts.get("updated_at", "")
        held = self.old[row.record.pk]["updated_at"] if row.record else ""
        if row.changes and told and row.record and told != held:
            row.notes.append(_("The record was changed after this file was made (%s).") % held)

    def refuse_locked(self, row: Row) -> None:
        """Refuse to change what is withdrawn, or public and not for this person to change."""
        record = row.record
        if record is None or not row.changes:
            return
        if record.status == Status.WITHDRAWN:
            row.wrong("", _("The record is withdrawn; take it back to draft first."))
        elif not row.in_revision and workflow.is_locked(record, to=self.by):
            row.wrong("", _("The record is published; only a reviewer can change it."))

    # --- What the records should hold ---------------------------------------------------------

    def describe(self, rows: list[Row]) -> None:
        """Work out what the changed records should hold."""
        for row in rows:
            old = self.old[row.target.pk] if row.target else {}
            row_parser.entry(row, self.model, old, self.problems)
        self.known.sources = source_resolution.settle(rows, self.plan)
        for row in rows:
            row_parser.state(row, self.plan, self.known)

    def drop_what_is_so_already(self, rows: list[Row]) -> None:
        """Leave out rows whose record holds all of it, though its export does not show it."""
        compared = [(row, row.target or row.alike) for row in rows]
        bring_along([each for _row, each in compared if each], rows)
        for row, record in compared:
            if record is None or row.problems or differs(record, row.state):
                self.show_old(row)
                continue
            row.record = row.target = record
            row.changes = []
            row.notes.append(_("%s says this already.") % record)

    def show_old(self, row: Row) -> None:
        """Show beside each change what stands in the place where it would be written."""
        if row.target is not row.record:
            held = self.old[row.target.pk]
            row.changes = [
                type(each)(each.column, held[each.column], each.new) for each in row.changes
            ]
            row.notes.append(_("Goes into the open revision %s.") % row.target.code)
        elif row.record is None and row.alike:
            row.notes.append(_("A record with this title is there: %s.") % row.alike)


def bring_along(records: list[models.Model], rows: list[Row]) -> None:
    """Read at once the words and rows that will be compared one by one."""
    if not records:
        return
    links = {name for row in rows for name in row.state.links}
    inside = {name for row in rows for name in row.state.rows}
    paths = [*links]
    for name in inside:
        relation = records[0]._meta.get_field(name)
        others = [
            f.name for f in relation.related_model._meta.fields
            if f.many_to_one and f.name != relation.field.name
        ]  # fmt: skip
        paths += [name, *(f"{name}__{other}" for other in others)]
    models.prefetch_related_objects(records, *paths)
