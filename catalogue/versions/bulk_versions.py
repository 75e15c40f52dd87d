"""Versions of very many records, written in batches as one revision of the history."""

from collections.abc import Iterator, Sequence

from django.contrib.contenttypes.models import ContentType
from django.core.serializers import json
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from reversion.models import Revision, Version

from catalogue.versions.cloning import child_managers, child_tables, in_batches, many_to_many_fields
from catalogue.versions.history import versioned_models


def read_records(model: type[models.Model], keys: Sequence[int]) -> Iterator[list[models.Model]]:
    """Return records with their relations and child records, some hundreds at a time."""
    relations = [field.name for field in many_to_many_fields(model)]
    for name in child_tables(model):
        child = model._meta.get_field(name).related_model
        relations += [name, *(f"{name}__{field.name}" for field in many_to_many_fields(child))]
    for batch in in_batches(keys):
        yield list(model._base_manager.filter(pk__in=batch).prefetch_related(*relations))


class VersionSerializer(json.Serializer):
    """Serializes records as django-reversion does, from relations that were read in advance.

    Django prepares a query for every relation, even where it does not need the answer.
    """

    def handle_m2m_field(self, obj, field):
        """Write the keys of the related records."""
        if field in many_to_many_fields(type(obj)):
            related = getattr(obj, field.name).all()
            self._current[field.name] = [each.pk for each in related]


def write_versions(model: type[models.Model], keys: Sequence[int], *, by, comment: str) -> None:
    """Store versions of records and of their child records as they are now, in the name of `by`."""
    if not keys:
        return
    revision = Revision.objects.create(date_created=timezone.now(), user=by, comment=comment)
    for records in read_records(model, keys):
        Version.objects.bulk_create(
            build_version(each, revision, str(record) if each is record else "")
            for record in records
            for each in [record, *child_records(record)]
        )


def child_records(record: models.Model) -> list[models.Model]:
    """Return the child records of a record, table by table."""
    return [child for manager in child_managers(record) for child in manager.all()]


def build_version(record: models.Model, revision: Revision, name: str) -> Version:
    """Return an unsaved version; a child record is found by its record and needs no name."""
    return Version(
        revision=revision,
        content_type=ContentType.objects.get_for_model(record),
        object_id=str(record.pk),
        db=DEFAULT_DB_ALIAS,
        format="json",
        serialized_data=VersionSerializer().serialize([record]),
        object_repr=name or str(record._meta.verbose_name),
    )


def find_current_versions(
    model: type[models.Model], records: Sequence[models.Model]
) -> dict[int, int]:
    """Return the keys of the versions that show records as they are now, by record."""
    tokens = {str(each.pk): str(each.edit_token) for each in records}
    versions = Version.objects.get_for_model(model).filter(object_id__in=tokens)
    last = versions.order_by().values("object_id").annotate(last=Max("pk")).values("last")
    return {
        int(version.object_id): version.pk
        for version in Version.objects.filter(pk__in=last)
        if str(version.field_dict["edit_token"]) == tokens[version.object_id]
    }


def ensure_current_versions(
    model: type[models.Model], records: Sequence[models.Model], comment: str
) -> dict[int, int]:
    """Return the keys of the versions of records as they are now; store those that are missing."""
    known = find_current_versions(model, records)
    missing = [each.pk for each in records if each.pk not in known]
    write_versions(model, missing, by=None, comment=comment)
    return find_current_versions(model, records)


@transaction.atomic
def write_initial_versions() -> int:
    """Store a first version of every record that has none, and return how many there were."""
    total = 0
    for model in versioned_models():
        versions = Version.objects.get_for_model(model).order_by()
        known = {int(key) for key in versions.values_list("object_id", flat=True).distinct()}
        keys = model._base_manager.order_by("pk").values_list("pk", flat=True)
        missing = [key for key in keys if key not in known]
        write_versions(model, missing, by=None, comment=_("Start of the history."))
        total += len(missing)
    return total
