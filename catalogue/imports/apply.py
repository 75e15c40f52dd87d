"""Apply a previewed import: all of it in one transaction and one revision, or nothing."""

from collections import defaultdict
from functools import partial

import reversion
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.core.models import Curated
from catalogue.core.sequences import next_codes
from catalogue.db.transactions import acquire_write_lock
from catalogue.imports.models import Import, ImportState
from catalogue.imports.plan import CREATE, UPDATE, Plan, Row
from catalogue.imports.planner import ProgressCallback, bring_along, report_nothing
from catalogue.imports.preview import planned, refuse_without_right
from catalogue.imports.resolvers import KEY_FIELDS
from catalogue.imports.sync import write_state
from catalogue.imports.yaml_loader import explained
from catalogue.sources.models import Source
from catalogue.versions import bulk, revisions


class ImportRefused(Exception):
    """An import cannot be applied or undone; `reasons` says why. Nothing was changed."""

    def __init__(self, *reasons: str):
        super().__init__("\n".join(reasons))
        self.reasons = list(reasons)


def apply_import(key: int, *, by, report: ProgressCallback = report_nothing) -> Import:
    """Do what the preview of an import said, in the name of `by`, and return the import.

    Raise ImportRefused if a record that it changes was changed since the preview, and
    PermissionDenied if another user made the preview.
    """
    with transaction.atomic(), reversion.create_revision(manage_manually=True):
        acquire_write_lock()
        found = Import.objects.select_for_update().get(pk=key)
        if found.by != by:
            raise PermissionDenied(f"{by} has not seen what import {key} would do.")
        if found.state != ImportState.PREVIEWED:
            raise ImportRefused(_("This import was applied already."))
        plan = planned(found, by=by, report=report)
        refuse_without_right(by, plan.model)
        refuse_moved(found, plan)
        found.done = Writing(plan, by, found.why, report).run()
        found.state, found.applied_at = ImportState.APPLIED, timezone.now()
        found.save()
    return found


def refuse_moved(found: Import, plan: Plan) -> None:
    """Refuse to do anything other than what was seen in the preview."""
    errors = [row for row in plan.rows if row.problems]
    marks = plan.marks()
    moved = [
        row for row in plan.rows
        if str(row.line) in marks.keys() | found.marks.keys()
        and marks.get(str(row.line)) != found.marks.get(str(row.line))
    ]  # fmt: skip
    if errors or moved:
        raise ImportRefused(
            _("Nothing was changed: the catalogue moved on since the preview. Look again."),
            *(said(row) for row in [*errors, *moved][:20]),
        )


def said(row: Row) -> str:
    """Name a row and its record."""
    what = {"row": row.line, "record": row.record or _("a new record")}
    return _("Row %(row)d: %(record)s") % what


class Writing:
    """One import being written: what was made, changed and begun."""

    def __init__(self, plan: Plan, by, why: str, report: ProgressCallback):
        self.plan, self.model, self.by, self.why = plan, plan.model, by, why
        self.report = report
        self.through: dict[type, list] = defaultdict(list)
        self.begun: list[models.Model] = []

    def run(self) -> dict:
        """Write everything, keep it in the history, and return what undoing needs."""
        updates = self.plan.doing(UPDATE)
        changed = [
            row.target for row in updates if not (row.in_revision and row.target is row.record)
        ]
        old = bulk.ensure_current_versions(self.model, changed, _("As it was before an import"))
        sources = self.make_sources()
        created = self.create(self.plan.doing(CREATE))
        self.fill()
        self.report(_("Records created"), len(created))
        self.begin([row for row in updates if row.in_revision and row.target is row.record])
        for row in updates:
            self.update(row)
        self.report(_("Records updated"), len(updates))
        touched = [*created, *changed, *self.begun]
        self.refuse_unready(touched)
        bulk.write_versions(self.model, [each.pk for each in touched], by=self.by, comment=self.why)
        return {
            "created": {each.pk: str(each.edit_token) for each in [*created, *self.begun]},
            "updated": {each.pk: [str(each.edit_token), old[each.pk]] for each in changed},
            "sources": [each.pk for each in sources],
        }

    def make_sources(self) -> list[Source]:
        """Make the sources that the catalogue does not have."""
        for source in self.plan.sources.values():
            source.changed_by = self.by
        return Source.objects.bulk_create(self.plan.sources.values())

    def create(self, rows: list[Row]) -> list[models.Model]:
        """Make drafts; their words and rows are noted, and follow all together."""
        records = [self.new(row) for row in rows]
        if KEY_FIELDS[self.model] == "code":
            codes = next_codes(self.model.code_prefix, len(records)) if records else []
            for record, code in zip(records, codes, strict=True):
                record.code = code
            self.model._base_manager.bulk_create(records)
        for row, record in zip(rows, records, strict=True):
            if record.pk is None:
                self.attempt(row, record.save)
            for name, words in row.state.links.items():
                self.link(record, name, words)
            for name, inside in row.state.rows.items():
                self.attempt(row, partial(self.put, record, name, inside))
        return records

    def new(self, row: Row) -> models.Model:
        """Return a draft with the values of a row."""
        record = self.model(**row.state.values, changed_by=self.by)
        if KEY_FIELDS[self.model] != "code":
            setattr(record, KEY_FIELDS[self.model], row.entry.key)
        if isinstance(record, Curated):
            record.author = self.by
        return record

    def link(self, record, name: str, words: list) -> None:
        """Note the words of a new record."""
        field = self.model._meta.get_field(name)
        ends = field.m2m_column_name(), field.m2m_reverse_name()
        for word in dict.fromkeys(words):
            tie = field.remote_field.through(**dict(zip(ends, (record.pk, word.pk), strict=True)))
            self.through[type(tie)].append(tie)

    def put(self, record, name: str, rows: list[dict]) -> None:
        """Note the rows of a new record; those with words of their own are written at once."""
        relation = self.model._meta.get_field(name)
        for values in rows:
            words = {key: value for key, value in values.items() if isinstance(value, list)}
            plain = {key: value for key, value in values.items() if key not in words}
            inside = relation.related_model(**{relation.field.name: record}, **plain)
            if not words:
                self.through[type(inside)].append(inside)
                continue
            inside.save()
            for key, found in words.items():
                getattr(inside, key).set(found)

    def fill(self) -> None:
        """Write the words and rows of all new records."""
        for model, ties in self.through.items():
            model._base_manager.bulk_create(ties)

    def begin(self, rows: list[Row]) -> None:
        """Begin the revisions of published records, which stay as they are."""
        self.begun = revisions.begin_revisions([row.record for row in rows], by=self.by)
        for row, copy in zip(rows, self.begun, strict=True):
            row.target = copy
        bring_along(self.begun, rows)

    def update(self, row: Row) -> None:
        """Change a draft, or the revision of a published record."""
        row.target.changed_by = self.by
        if row.in_revision:
            row.target.change_note = self.why
        if "last_verified_on" in row.state.values:
            row.target.verified_by = None  # who it was, a table does not say
        self.attempt(row, partial(write_state, row.target, row.state))

    def attempt(self, row: Row, step) -> None:
        """Take a step; a broken rule refuses the import and names the row."""
        try:
            step()
        except ValidationError as error:
            raise ImportRefused(*(f"{said(row)}: {text}" for text in explained(error))) from error
        except IntegrityError as error:
            raise ImportRefused(f"{said(row)}: {str(error).strip()}") from error

    def refuse_unready(self, records: list[models.Model]) -> None:
        """Refuse to leave a public record without what publication needs."""
        lacking = [
            _("%(record)s is published and would lack %(what)s.") % {"record": each, "what": what}
            for each in records
            if each.is_public and (what := each.missing_fields)
        ]
        if lacking:
            raise ImportRefused(*lacking)
