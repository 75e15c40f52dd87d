"""Preview an import: read the file, plan, and remember what was seen."""

from datetime import datetime, timedelta
from os.path import commonprefix

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from catalogue.editorial import workflow
from catalogue.imports import column_mapping, file_reader
from catalogue.imports.duplicates import compared
from catalogue.imports.models import Import, ImportState
from catalogue.imports.plan import CREATE, ERROR, UNCHANGED, UPDATE, Plan, Row
from catalogue.imports.planner import ProgressCallback, plan_import, report_nothing
from catalogue.imports.row_schema import NOUNS
from catalogue.imports.tabular import Sheet, UnreadableFile, digest

MOST_SHOWN = 160  # characters of a cell in a preview
BEFORE = 30  # of them in front of the first difference
PREVIEW_LIFETIME = timedelta(days=30)  # a preview that nobody applies


def model_of(found: Import) -> type[models.Model]:
    """Return the noun that an import is about."""
    return apps.get_model("catalogue", found.noun)


def may_import(user, model: type[models.Model]) -> bool:
    """Say whether somebody may import records of a noun: who may add and change them."""
    return model in NOUNS and all(
        workflow.has_right(user, right, model) for right in ("add", "change")
    )


def refuse_without_right(user, model: type[models.Model]) -> None:
    """Raise PermissionDenied where somebody may not import records of a noun."""
    if not may_import(user, model):
        raise PermissionDenied(f"{user} may not import {model._meta.verbose_name_plural}.")


def planned(found: Import, *, by, report: ProgressCallback = report_nothing) -> Plan:
    """Return what a stored file would do now."""
    return plan_import(file_reader.read(bytes(found.file)), model_of(found), by=by, report=report)


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
    """Keep a file and what it would do, and return both as an import that is not applied.

    Raise UnreadableFile if it cannot be read. Delete an earlier preview by the same user.
    """
    refuse_without_right(by, model)
    found = plan_import(table_in(data, model), model, by=by, report=report)
    earlier = Import.objects.filter(noun=model._meta.model_name, state=ImportState.PREVIEWED, by=by)
    earlier.delete()
    return Import.objects.create(
        noun=model._meta.model_name,
        name=name[-200:],
        digest=digest(data),
        file=data,
        why=why.strip()[:300] or _("Imported from %s") % name[-200:],
        by=by,
        counts={each: found.count(each) for each in (CREATE, UPDATE, UNCHANGED, ERROR)},
        seen=[shown(row, model) for row in found.rows if row.action != UNCHANGED or row.notes],
        passed_over=found.passed_over,
        marks=found.marks(),
    )


def table_in(data: bytes, model: type[models.Model]) -> Sheet:
    """Return the table in a file; UnreadableFile says all that is wrong with its header at once."""
    try:
        return file_reader.read(data)
    except UnreadableFile as refusal:
        if not any(refusal.header):
            raise
        raise UnreadableFile(
            *refusal.reasons, *column_mapping.wrong(refusal.header, model)
        ) from refusal


def expired_previews(now: datetime) -> models.QuerySet[Import]:
    """Return the previews that nobody has applied for long."""
    return Import.objects.filter(
        state=ImportState.PREVIEWED, previewed_at__lt=now - PREVIEW_LIFETIME
    )


def shown(row: Row, model: type[models.Model]) -> dict:
    """Return a row as the preview shows it."""
    return {
        "line": row.line,
        "action": row.action,
        "record": row.target.pk if row.target else None,
        "name": str(row.target or row.texts.get("title") or row.texts.get("name") or ""),
        "in_revision": row.in_revision,
        "changes": [[each.column, *shortened(each.old, each.new)] for each in row.changes],
        "problems": [[each.column, each.text] for each in row.problems],
        "notes": row.notes,
        "compared": compared(row, model),
    }


def shortened(old: str, new: str) -> tuple[str, str]:
    """Return the texts of a cell, cut around the place where they begin to differ."""
    differs_at = len(commonprefix([old, new]))  # noqa: RUF071 (texts, no paths)
    start = max(0, differs_at - BEFORE) if len(old + new) > MOST_SHOWN else 0
    return cut(old, start), cut(new, start)


def cut(text: str, start: int) -> str:
    """Return a part of a text that is short enough to be looked at."""
    part = text[start : start + MOST_SHOWN]
    return ("…" if start and part else "") + part + ("…" if text[start + MOST_SHOWN :] else "")
