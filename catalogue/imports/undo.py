"""Undo an import as a whole, unless what it left behind was changed or is used since."""

import reversion
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from reversion.models import Version

from catalogue.db.transactions import acquire_write_lock
from catalogue.editorial import workflow
from catalogue.imports.apply import ImportRefused
from catalogue.imports.models import Import, ImportState
from catalogue.imports.preview import check_permission, model_of
from catalogue.sources.models import Citation, Source
from catalogue.versions import bulk_versions, content, restore
from catalogue.versions.cloning import in_batches


def undo_import(key: int, *, by) -> Import:
    """Undo everything that an import did, in the name of `by`, and return the import.

    Raise ImportRefused, with their names, if records were changed or are used by others since.
    """
    with transaction.atomic(), reversion.create_revision(manage_manually=True):
        acquire_write_lock()
        found = Import.objects.select_for_update().get(pk=key)
        model = model_of(found)
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
            reasons.append(_("A record that the import made or changed is gone."))
        elif str(record.edit_token) != token:
            reasons.append(_("%s was changed since.") % record)
        elif workflow.is_locked(record, to=by):
            reasons.append(_("%s is published; only a reviewer can change it.") % record)
    reasons += find_uses(model, [int(key) for key in created])
    if reasons:
        raise ImportRefused(_("Nothing was undone."), *dict.fromkeys(reasons))


def find_uses(model: type[models.Model], keys: list[int]) -> list[str]:
    """Return which other records name those that would be deleted."""
    reasons = []
    for relation in model._meta.related_objects:
        if relation.name in model.child_relations:
            continue
        others = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys})
        owner = next((f.name for f in relation.related_model._meta.fields if f.many_to_one), None)
        if relation.related_model is model:
            others = others.exclude(pk__in=keys)
        elif owner and model is relation.related_model._meta.get_field(owner).related_model:
            others = others.exclude(**{f"{owner}__in": keys})
        reasons += [
            _("A record that the import made is needed by: %s.") % each for each in others[:5]
        ]
    return reasons


def restore_all(found: Import, model: type[models.Model], by) -> None:
    """Restore what was updated to what it was before, and delete what was created."""
    updated = {int(key): version for key, (_token, version) in found.done["updated"].items()}
    with content.share_child_values():
        for records in bulk_versions.read_records(model, list(updated)):
            restore_versions(records, updated, by)
    bulk_versions.write_versions(model, list(updated), by=by, comment=_("Undone: %s") % found.why)
    for keys in in_batches([int(key) for key in found.done["created"]]):
        model._base_manager.filter(pk__in=keys).delete()
    delete_unused_sources(found.done["sources"])


def restore_versions(records: list[models.Model], updated: dict[int, int], by) -> None:
    """Restore records to the versions from before an import."""
    versions = Version.objects.select_related("revision").in_bulk(
        [updated[record.pk] for record in records]
    )
    for record in records:
        try:
            restore.restore_version(versions[updated[record.pk]], record, by=by)
        except ValidationError as refusal:
            raise ImportRefused(f"{record}: {' '.join(refusal.messages)}") from refusal


def delete_unused_sources(keys: list[int]) -> None:
    """Delete the sources that an import made, as far as nothing else cites them by now."""
    citing = [table._meta.get_field("source") for table in Citation.__subclasses__()]
    unused = {f"{field.related_query_name()}__isnull": True for field in citing}
    for batch in in_batches(keys):
        Source.objects.filter(pk__in=batch, **unused).delete()
