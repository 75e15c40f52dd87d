"""Practices and events in the order of their folded titles."""

from django.db import migrations

import catalogue.db.derived_fields
from catalogue.db.derived_fields import write_derived_fields


def write_folded_names(apps, schema_editor):
    """Write the names of the records that exist in their new order."""
    for name in ("practice", "event"):
        write_derived_fields(apps.get_model("catalogue", name))


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0020_folded_search")]

    operations = [
        migrations.AlterField(
            model_name="practice",
            name="folded",
            field=catalogue.db.derived_fields.FoldedNames(
                "title", "code", default="", editable=False
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="folded",
            field=catalogue.db.derived_fields.FoldedNames(
                "title", "code", "city", default="", editable=False
            ),
        ),
        migrations.RunPython(write_folded_names, migrations.RunPython.noop),
    ]
