"""Apply a previewed import, or undo one: in one transaction and one revision, or not at all."""

from functools import partial

import reversion
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from reversion.models import Version

from catalogue.core.models import Publishable
from catalogue.core.registry import get_noun
from catalogue.core.sequences import next_codes
from catalogue.db.transactions import acquire_write_lock
from catalogue.editorial import workflow
from catalogue.editorial.models import ProposedChange
from catalogue.editorial.proposals import (
    compare_values,
    propose_change,
    read_values,
    roll_back_writes,
)
from catalogue.editorial.usage import find_naming_paths
from catalogue.imports.models import Import, ImportState, RowAction
from catalogue.imports.plan import Plan, PlannedRow, ProgressCallback, load_plan, report_nothing
from catalogue.imports.planner import prefetch_for
from catalogue.imports.preview import check_permission, find_marks
from catalogue.imports.record_state import NewRows, find_broken_rules, write_state
from catalogue.imports.refusals import ImportRefused
from catalogue.imports.sources import source_key, stored_sources
from catalogue.sources.models import Citation, Source
from catalogue.versions import bulk_versions, restore, revisions
from catalogue.versions.cloning import in_batches


def apply_import(key: int, *, by, report: ProgressCallback = report_nothing) -> Import:
    """Do what the preview of an import said, in the name of `by`, and return the import.

    Raise ImportRefused if what it is about was changed since the preview, and PermissionDenied if
    another user made the preview.
    """
    with transaction.atomic(), reversion.create_revision(manage_manually=True):
        acquire_write_lock()
        found = Import.objects.select_for_update().defer("file", "seen").get(pk=key)
        if found.by != by:
            raise PermissionDenied(f"{by} has not seen what import {key} would do.")
        if found.state != ImportState.PREVIEWED:
            raise ImportRefused(_("This import has already been applied."))
        check_permission(by, found.model)
        if found.counts.get("error"):
            raise ImportRefused(_("The file has errors. Nothing was imported."))
        plan = load_plan(found.model, found.plan)
        check_unchanged(found, plan, by)
        report(_("Rows checked"), len(plan.rows))
        found.done = PlanWriter(plan, by, found.why, report).write()
        found.state, found.applied_at = ImportState.APPLIED, timezone.now()
        found.save()
    return found


def check_unchanged(found: Import, plan: Plan, by) -> None:
    """Raise ImportRefused if the records are no longer as the preview found them."""
    marks, known = find_marks(plan), stored_sources() if plan.sources else {}
    changed = [
        row
        for row in plan.rows
        if row.action == RowAction.ERROR
        or marks[str(row.line)] != found.marks[str(row.line)]
        or (row.record and not row.leaves_record and workflow.is_locked(row.record))
    ]
    sources = [str(each) for each in plan.sources.values() if source_key(vars(each)) in known]
    if changed or sources:
        raise ImportRefused(
            _(
                "Nothing was imported: records were changed after the preview. Preview the "
                "file again."
            ),
            *(describe_row(row) for row in changed[:20]),
            *sources[:20],
        )


def describe_row(row: PlannedRow) -> str:
    """Return the number of a row and the name of its record."""
    what = {"row": row.line, "record": row.record or _("a new record")}
    return _("Row %(row)d: %(record)s") % what


class PlanWriter:
    """Writes a plan: what is created and changed, and the revisions that are begun."""

    def __init__(self, plan: Plan, by, why: str, report: ProgressCallback = report_nothing):
        self.plan, self.model, self.by, self.why = plan, plan.model, by, why
        self.report, self.key = report, get_noun(plan.model).key
        self.begun: list[models.Model] = []

    def write(self) -> dict:
        """Write everything, add its versions, and return what undoing needs."""
        updates = self.plan.rows_to(RowAction.UPDATE)
        proposed = [row for row in updates if row.proposes]
        updates = [row for row in updates if not row.proposes]
        changed = [row.target for row in updates if not row.begins_revision]
        comment = _("Before the import")
        old = bulk_versions.ensure_current_versions(self.model, changed, comment)
        for source in self.plan.sources.values():
            source.changed_by = self.by
        sources = Source.objects.bulk_create(self.plan.sources.values())
        created = self.create_records(self.plan.rows_to(RowAction.CREATE))
        self.report(_("Records created"), len(created))
        self.begin_revisions([row for row in updates if row.begins_revision])
        prefetch_for(changed, updates)
        for row in updates:
            self.update_record(row)
        self.report(_("Records updated"), len(updates))
        proposals = [self.propose(row) for row in proposed]
        touched = [*created, *changed, *self.begun]
        self.check_ready(touched)
        keys = [each.pk for each in touched]
        bulk_versions.write_versions(self.model, keys, by=self.by, comment=self.why)
        return {
            "created": {each.pk: str(each.edit_token) for each in [*created, *self.begun]},
            "updated": {each.pk: [str(each.edit_token), old[each.pk]] for each in changed},
            "sources": [each.pk for each in sources],
            "proposed": {each.pk: str(each.token) for each in proposals},
        }

    def create_records(self, rows: list[PlannedRow]) -> list[models.Model]:
        """Create drafts, and then the links and rows of all of them together."""
        records = [self.make_record(row) for row in rows]
        new = [each for each in records if self.key == "code" and not each.code]
        codes = next_codes(self.model.code_prefix, len(new)) if new else []
        for record, code in zip(new, codes, strict=True):
            record.code = code
        self.model._base_manager.bulk_create(new)
        new_rows = NewRows()
        for row, record in zip(rows, records, strict=True):
            if record.pk is None:
                self.attempt(row, record.save)
            self.attempt(row, partial(new_rows.add, record, row.state))
        new_rows.write()
        return records

    def make_record(self, row: PlannedRow) -> models.Model:
        """Return an unsaved draft with the values of a row."""
        record = self.model(**row.state.values, changed_by=self.by)
        if row.key:
            setattr(record, self.key, row.key)
        if isinstance(record, Publishable):
            record.author = self.by
        return record

    def begin_revisions(self, rows: list[PlannedRow]) -> None:
        """Begin revisions of published records, which stay as they are."""
        self.begun = revisions.begin_revisions([row.record for row in rows], by=self.by)
        for row, copy in zip(rows, self.begun, strict=True):
            row.target = copy
        prefetch_for(self.begun, rows)

    def update_record(self, row: PlannedRow) -> None:
        """Change a draft, the revision of a published record, or a record in its place."""
        row.target.changed_by = self.by
        if row.leaves_record:
            row.target.change_note = self.why
        if "last_verified_on" in row.state.values:
            row.target.verified_by = None  # a table does not say who it was
        self.attempt(row, partial(write_state, row.target, row.state))

    def propose(self, row: PlannedRow) -> ProposedChange:
        """Propose the change of a row: it is made, read, and taken back."""
        before = read_values(row.record)
        with roll_back_writes():
            self.attempt(row, partial(write_state, row.record, row.state))
            after = read_values(row.record)
        changes = compare_values(before, after)
        return propose_change(row.record, changes, by=self.by, reason=self.why)

    def attempt(self, row: PlannedRow, step) -> None:
        """Take a step. Raise ImportRefused, with the row, if it breaks a rule."""
        if broken := find_broken_rules(step):
            reasons = [f"{name}: {text}" if name else text for name, text in broken]
            raise ImportRefused(*(f"{describe_row(row)}: {reason}" for reason in reasons))

    def check_ready(self, records: list[models.Model]) -> None:
        """Raise ImportRefused if a public record would lack what publication needs."""
        reasons = [
            _("%(record)s is published and needs: %(what)s.") % {"record": each, "what": what}
            for each in records
            if each.is_public and (what := each.missing_fields)
        ]
        if reasons:
            raise ImportRefused(*reasons)


# --- Undo --------------------------------------------------------------------------------------


def undo_import(key: int, *, by) -> Import:
    """Undo everything that an import did, in the name of `by`, and return the import.

    Raise ImportRefused, with their names, if records were changed or are used by others since.
    """
    with transaction.atomic(), reversion.create_revision(manage_manually=True):
        acquire_write_lock()
        found = Import.objects.select_for_update().get(pk=key)
        model = found.model
        check_permission(by, model)
        if found.state != ImportState.APPLIED:
            raise ImportRefused(_("Only an import that was applied can be undone."))
        check_unchanged_since(found, model, by)
        restore_all(found, model, by)
        found.state, found.undone_at, found.undone_by = ImportState.UNDONE, timezone.now(), by
        found.save()
    return found


def check_unchanged_since(found: Import, model: type[models.Model], by) -> None:
    """Lock what an import left behind. Raise ImportRefused if it is no longer as it left it."""
    created, updated = found.done["created"], found.done["updated"]
    tokens = created | {key: token for key, (token, _version) in updated.items()}
    records = {
        each.pk: each for each in model._base_manager.select_for_update().filter(pk__in=tokens)
    }
    reasons = []
    for key, token in tokens.items():
        record = records.get(int(key))
        if record is None:
            reasons.append(_("A record that the import created or changed was deleted."))
        elif str(record.edit_token) != token:
            reasons.append(_("%s was changed after the import.") % record)
        elif workflow.is_locked(record):
            reasons.append(_("%s was published or withdrawn after the import.") % record)
    open_tokens = {
        str(key): str(token) for key, token in ProposedChange.objects.values_list("pk", "token")
    }
    if found.done.get("proposed", {}).items() - open_tokens.items():
        reasons.append(_("A change that the import proposed was confirmed, changed or discarded."))
    reasons += find_uses(model, [int(key) for key in created])
    if reasons:
        raise ImportRefused(_("Nothing was undone."), *dict.fromkeys(reasons))


def find_uses(model: type[models.Model], keys: list[int]) -> list[str]:
    """Return which other records name those that would be deleted."""
    reasons = []
    for naming, paths in find_naming_paths(model).items():
        others = naming._base_manager.exclude(pk__in=keys if naming is model else [])
        found = [each for path in paths for each in others.filter(**{f"{path}__in": keys})[:5]]
        reasons += [_("A record that the import created is used by: %s.") % each for each in found]
    return reasons


def restore_all(found: Import, model: type[models.Model], by) -> None:
    """Restore what was updated to what it was before, and delete what was created."""
    updated = {int(key): version for key, (_token, version) in found.done["updated"].items()}
    parsed: dict = {}
    for records in bulk_versions.read_records(model, list(updated)):
        versions = Version.objects.select_related("revision").in_bulk(
            [updated[record.pk] for record in records]
        )
        for record in records:
            version = versions[updated[record.pk]]
            restore_one = partial(restore.restore_version, version, record, by=by, parsed=parsed)
            if broken := find_broken_rules(restore_one):
                raise ImportRefused(f"{record}: {' '.join(text for _name, text in broken)}")
    bulk_versions.write_versions(model, list(updated), by=by, comment=_("Undone: %s") % found.why)
    for keys in in_batches([int(key) for key in found.done["created"]]):
        model._base_manager.filter(pk__in=keys).delete()
    ProposedChange.objects.filter(pk__in=found.done.get("proposed", {})).delete()
    delete_unused_sources(found.done["sources"])


def delete_unused_sources(keys: list[int]) -> None:
    """Delete the sources that an import made, as far as nothing else cites them by now."""
    citing = [table._meta.get_field("source") for table in Citation.__subclasses__()]
    unused = {f"{field.related_query_name()}__isnull": True for field in citing}
    for batch in in_batches(keys):
        Source.objects.filter(pk__in=batch, **unused).delete()
