"""Organizations are sorted by their names without accents and case; no table changes."""

from django.db import migrations

from catalogue.db.expressions import FoldedText


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0007_day_of_verification")]
    operations = [
        migrations.AlterModelOptions(
            "organization",
            {
                "ordering": [FoldedText("name"), "slug"],
                "permissions": [("publish_organization", "Can publish organizations")],
                "verbose_name": "organization",
                "verbose_name_plural": "organizations",
            },
        )
    ]
