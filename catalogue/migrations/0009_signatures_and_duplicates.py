"""Who submitted which state of a record; duplicates are withdrawn; organizations are reviewed too."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from catalogue.db.operations import CreateSearchIndex, DropSearchIndex

#: SQLite makes tables again, without their triggers: these are installed again below.
INSTALLED = import_module("catalogue.migrations.0006_search_other_names").Migration.operations


def clear_merges(apps, schema_editor):
    """A record leads readers to another one only once it is withdrawn; others note it for editors."""
    for noun in ("practice", "event"):
        records = apps.get_model("catalogue", noun)._base_manager
        for record in records.exclude(status="withdrawn").exclude(merged_into=None):
            note = f"Perhaps a duplicate of {record.merged_into.code}."
            record.review_note = f"{record.review_note} {note}".strip()
            record.merged_into = None
            record.save(update_fields=["merged_into", "review_note"])


def link_user(label):
    """Return the field of a person who did something with a record."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        django.db.models.deletion.SET_NULL,
        blank=True,
        editable=False,
        null=True,
        related_name="+",
        verbose_name=label,
    )


def link_original(noun):
    """Return the field of the record of which a withdrawn one is a duplicate."""
    return models.ForeignKey(
        f"catalogue.{noun}",
        django.db.models.deletion.SET_NULL,
        blank=True,
        editable=False,
        null=True,
        related_name="merged_from",
        verbose_name="duplicate of",
    )


#: What practices and events had already; organizations and resolutions are reviewed from now on.
REVIEW_FIELDS = {
    "author": link_user("author"),
    "reviewer": link_user("reviewer"),
    "returned_because": models.TextField(
        blank=True, editable=False, verbose_name="what has to be corrected"
    ),
}
SUBMISSION_FIELDS = {
    "submitted_at": models.DateTimeField(
        blank=True, editable=False, null=True, verbose_name="submitted at"
    ),
    "submitted_by": link_user("submitted by"),
    "submitted_state": models.JSONField(blank=True, editable=False, null=True),
}
OLD, NEW = ("event", "practice"), ("organization", "resolution")


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0008_order_of_organizations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        *(
            DropSearchIndex(each.model_name, each.columns)
            for each in INSTALLED
            if isinstance(each, CreateSearchIndex)
        ),
        migrations.RunPython(clear_merges, migrations.RunPython.noop, elidable=True),
        *(
            migrations.RemoveConstraint(noun, f"{noun}_is_merged_into_another_one") for noun in OLD
        ),
        *(
            migrations.AddField(noun, name, field)
            for noun in NEW
            for name, field in (REVIEW_FIELDS | {"merged_into": link_original(noun)}).items()
        ),
        *(migrations.AlterField(noun, "merged_into", link_original(noun)) for noun in OLD),
        *(
            migrations.AddField(noun, name, field)
            for noun in (*OLD, *NEW)
            for name, field in SUBMISSION_FIELDS.items()
        ),
        *(
            migrations.AddConstraint(
                noun,
                models.CheckConstraint(
                    condition=models.Q(merged_into__isnull=True)
                    | models.Q(status="withdrawn") & ~models.Q(merged_into=models.F("pk")),
                    name=f"only_a_withdrawn_{noun}_is_a_duplicate_of_another_one",
                ),
            )
            for noun in (*OLD, *NEW)
        ),
        *INSTALLED,
    ]
