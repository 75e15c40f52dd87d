"""Snapshots of very many records at once, as one revision of the history."""

from collections.abc import Iterator, Sequence

from django.contrib.contenttypes.models import ContentType
from django.core.serializers import json
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Max
from django.utils import timezone
from reversion.models import Revision, Version

from catalogue.versions.cloning import in_batches, many_to_many_fields


def whole(model: type[models.Model], keys: Sequence[int]) -> Iterator[list[models.Model]]:
    """Return records with their words and rows, some hundreds at a time."""
    words = [field.name for field in many_to_many_fields(model)]
    for name in model.child_relations:
        inside = model._meta.get_field(name).related_model
        words += [name, *(f"{name}__{field.name}" for field in many_to_many_fields(inside))]
    for portion in in_batches(keys):
        yield list(model._base_manager.filter(pk__in=portion).prefetch_related(*words))


class Snapshots(json.Serializer):
    """Writes records as django-reversion does, from what was read along with them.

    Django prepares a query for every relation, even where it does not need the answer.
    """

    def handle_m2m_field(self, obj, field):
        """Write the keys of the words of a record."""
        if field in many_to_many_fields(type(obj)):
            self._current[field.name] = [word.pk for word in getattr(obj, field.name).all()]


def keep(model: type[models.Model], keys: Sequence[int], *, by, why: str) -> None:
    """Keep records as they are now, with the rows inside them, in the name of `by`."""
    if not keys:
        return
    revision = Revision.objects.create(date_created=timezone.now(), user=by, comment=why)
    for records in whole(model, keys):
        Version.objects.bulk_create(
            snapshot(each, revision, str(record) if each is record else "")
            for record in records
            for each in [record, *inside(record)]
        )


def inside(record: models.Model) -> list[models.Model]:
    """Return the rows inside a record."""
    return [row for name in record.child_relations for row in getattr(record, name).all()]


def snapshot(record: models.Model, revision: Revision, name: str) -> Version:
    """Return a record as the history keeps it; a row is found by its record and needs no name."""
    return Version(
        revision=revision,
        content_type=ContentType.objects.get_for_model(record),
        object_id=str(record.pk),
        db=DEFAULT_DB_ALIAS,
        format="json",
        serialized_data=Snapshots().serialize([record]),
        object_repr=name or str(record._meta.verbose_name),
    )


def newest(model: type[models.Model], records: Sequence[models.Model]) -> dict[int, int]:
    """Return the newest snapshots of records, by key, of those that were kept as they are now."""
    tokens = {str(each.pk): str(each.edit_token) for each in records}
    kept = Version.objects.get_for_model(model).filter(object_id__in=tokens)
    last = kept.order_by().values("object_id").annotate(last=Max("pk")).values("last")
    return {
        int(version.object_id): version.pk
        for version in Version.objects.filter(pk__in=last)
        if str(version.field_dict["edit_token"]) == tokens[version.object_id]
    }


def before(model: type[models.Model], records: Sequence[models.Model], why: str) -> dict[int, int]:
    """Return a snapshot of each record as it is now; those that have none are kept first."""
    there = newest(model, records)
    keep(model, [each.pk for each in records if each.pk not in there], by=None, why=why)
    return newest(model, records)
