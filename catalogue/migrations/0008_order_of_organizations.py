"""Organizations are sorted by their names; no table changes. 0012 sorts them by folded names."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0007_day_of_verification")]
    operations = [
        migrations.AlterModelOptions(
            "organization",
            {
                "ordering": ["name", "slug"],
                "permissions": [("publish_organization", "Can publish organizations")],
                "verbose_name": "organization",
                "verbose_name_plural": "organizations",
            },
        )
    ]
