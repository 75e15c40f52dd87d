"""Preview an import: read the file, plan, and store what was seen and what applying it needs."""

import hashlib
from collections import defaultdict
from datetime import timedelta
from functools import partial
from os.path import commonprefix

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from catalogue.core.registry import find_noun, get_noun
from catalogue.editorial import workflow
from catalogue.editorial.duplicates import URL_FIELDS, get_duplicate_rule
from catalogue.editorial.models import ProposedChange
from catalogue.imports.models import Import, ImportState, RowAction
from catalogue.imports.plan import Plan, PlannedRow, ProgressCallback, dump_plan, report_nothing
from catalogue.imports.planner import find_by_words, find_revisions, plan_import
from catalogue.imports.readers import UploadedTable, read_table
from catalogue.imports.record_state import find_broken_rules
from catalogue.imports.refusals import UnreadableFile, check_file_size
from catalogue.imports.row_parser import CellReader, find_header_faults, find_ignored

MAX_SHOWN = 160  # characters of a cell in a preview
BEFORE_DIFFERENCE = 30  # of them in front of the first difference
KEPT_PREVIEWS = 10  # of a user and a noun
PREVIEW_LIFETIME = timedelta(days=30)  # a preview that nobody applies


def may_import(user, model: type[models.Model]) -> bool:
    """Return True if a user may import records of a noun, that is add and change them."""
    noun = find_noun(model)
    return bool(noun and noun.export) and all(
        workflow.has_right(user, right, model) for right in ("add", "change")
    )


def check_permission(user, model: type[models.Model]) -> None:
    """Raise PermissionDenied if a user may not import records of a noun."""
    if not may_import(user, model):
        raise PermissionDenied(f"{user} may not import {model._meta.verbose_name_plural}.")


@transaction.atomic
def preview_import(
    data: bytes,
    name: str,
    model: type[models.Model],
    *,
    by,
    why: str = "",
    report: ProgressCallback = report_nothing,
) -> Import:
    """Store a file and what it would do, and return both as an import that is not applied.

    Raise UnreadableFile if it cannot be read, or the reason is too long.
    """
    check_permission(by, model)
    why, table = read_reason(why), read_upload(data, model)
    plan = plan_import(table, model, by=by, report=report)
    noun, counts, name = model._meta.model_name, plan.counts(), name[-200:]
    delete_old_previews(noun, by)
    return Import.objects.create(
        noun=noun,
        name=name,
        digest=hashlib.sha256(data).hexdigest(),
        file=data,
        why=why or _("Imported from %s") % name,
        by=by,
        counts=counts,
        seen=show_rows(plan),
        remarks=[*table.describe_sheet(), *plan.remarks],
        passed_over=find_ignored(table.header, model),
        marks=find_marks(plan),
        plan={} if counts[RowAction.ERROR] else dump_plan(plan),
    )


def delete_old_previews(noun: str, by) -> None:
    """Delete the previews of a user that are older than the last few: each tab may show one."""
    found = Import.objects.filter(noun=noun, state=ImportState.PREVIEWED, by=by)
    kept = list(found.order_by("-pk").values_list("pk", flat=True)[: KEPT_PREVIEWS - 1])
    found.exclude(pk__in=kept).delete()


def read_reason(why: str) -> str:
    """Return a reason in the stored form. Raise UnreadableFile if it is too long."""
    field = Import._meta.get_field("why")
    why = field.to_python(why)
    if broken := find_broken_rules(partial(field.run_validators, why)):
        raise UnreadableFile(*(text for _name, text in broken))
    return why


def read_upload(data: bytes, model: type[models.Model]) -> UploadedTable:
    """Return the table in a file. Raise UnreadableFile with all faults of its header at once."""
    check_file_size(len(data))
    try:
        return read_table(data)
    except UnreadableFile as refusal:
        faults = find_header_faults(refusal.header, model) if any(refusal.header) else []
        raise UnreadableFile(*refusal.reasons, *faults) from refusal


def find_marks(plan: Plan) -> dict[str, list[str]]:
    """Return by row what has to be unchanged when a plan is applied, as the database has it now.

    That is the record and its open revision, with their edit tokens; of a new record, the keys of
    those that have its key or its title.
    """
    noun, rows = get_noun(plan.model), plan.rows
    revisions = find_revisions(plan.model, [row.record for row in rows if row.record])
    new = {
        row.line: {row.key, row.state.values.get(noun.title, "")} - {""}
        for row in rows
        if not row.record
    }
    same: dict[str, set[str]] = defaultdict(set)
    for field in (noun.key, noun.title):
        for record in find_by_words(plan.model, field, set().union(*new.values())):
            same[getattr(record, field)].add(str(record.pk))
    proposed = find_proposal_tokens(plan.model)
    marks = {}
    for row in rows:
        if row.record:
            held = [row.record, revisions.get(row.record.pk)]
            marks[str(row.line)] = [f"{each.pk}:{each.edit_token}" for each in held if each]
            marks[str(row.line)] += proposed.get(row.record.pk, [])
        else:
            marks[str(row.line)] = sorted(set().union(*(same[word] for word in new[row.line])))
    return marks


def find_proposal_tokens(model: type[models.Model]) -> dict[int, list[str]]:
    """Return the token of each proposed change of records of a model, by the key of the record."""
    kind = ContentType.objects.get_for_model(model)
    found = ProposedChange.objects.filter(content_type=kind)
    return {key: [f"proposed:{token}"] for key, token in found.values_list("object_id", "token")}


def show_rows(plan: Plan) -> list[dict]:
    """Return the rows that a preview shows: those that do something, or that have a remark."""
    reader = CellReader(plan.model, plan.index)
    shown = [row for row in plan.rows if row.action != RowAction.UNCHANGED or row.notes]
    return [show_row(row, reader) for row in shown]


def show_row(row: PlannedRow, reader: CellReader) -> dict:
    """Return a row as the preview shows it, with names beside codes."""
    return {
        "line": row.line,
        "action": row.action,
        "record": row.target.pk if row.target else None,
        "name": str(row.target or row.texts.get("title") or row.texts.get("name") or ""),
        "leaves_record": row.leaves_record,
        "proposes": row.proposes,
        "changes": [
            [
                each.column,
                *shorten(*(reader.name_codes(each.column, text) for text in (each.old, each.new))),
            ]
            for each in row.changes
        ],
        "problems": [[each.column, each.text] for each in row.problems],
        "notes": row.notes,
        "compared": find_duplicate_keys(row),
    }


def shorten(old: str, new: str) -> tuple[str, str]:
    """Return the texts of a cell, cut around the place where they begin to differ."""
    differs_at = len(commonprefix([old, new]))  # noqa: RUF071 (texts, no paths)
    start = max(0, differs_at - BEFORE_DIFFERENCE) if len(old + new) > MAX_SHOWN else 0
    return cut_text(old, start), cut_text(new, start)


def cut_text(text: str, start: int) -> str:
    """Return a part of a text that is short enough to be looked at."""
    part = text[start : start + MAX_SHOWN]
    return ("…" if start and part else "") + part + ("…" if text[start + MAX_SHOWN :] else "")


def find_duplicate_keys(row: PlannedRow) -> dict:
    """Return what a new record is compared by to find duplicates; nothing if its noun has none."""
    rule, values = get_duplicate_rule(row.schema.model), row.state.values
    if row.action != RowAction.CREATE or rule is None:
        return {}
    sources = find_named(row, "citations__source")
    addresses = {getattr(each, name) for each in sources for name in URL_FIELDS}
    day = values.get(rule.day)
    return {
        "title": values.get(rule.title, ""),
        "countries": saved_keys(find_named(row, rule.countries)),
        "organizations": saved_keys(find_named(row, rule.organizations)),
        "sources": saved_keys(sources),
        "addresses": sorted(addresses - {""}),
        "day": day.isoformat() if day else "",
        "names": [values.get(name, "") for name in rule.other_names],
    }


def find_named(row: PlannedRow, path: str) -> list[models.Model]:
    """Return the records that a row names in a relation, or that the rows inside it lead to."""
    state, related = row.state, row.schema.model
    for name in path.split("__"):
        related = related._meta.get_field(name).related_model
    inside = [value for rows in state.rows.values() for each in rows for value in each.values()]
    found = [each for each in [state.values.get(path), *inside] if isinstance(each, related)]
    return [*state.links.get(path, []), *found]


def saved_keys(records: list[models.Model]) -> list[int]:
    """Return the keys of the records that are saved."""
    return sorted({each.pk for each in records if each.pk})
