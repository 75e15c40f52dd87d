"""The log of changes takes the place of the version row; its triggers are made after migrating."""

from django.db import migrations, models


def drop_triggers_of_the_version(apps, schema_editor):
    """Drop what wrote the version row."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS catalogue_changed() CASCADE")
            return
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            " AND sql LIKE '%catalogue_catalogueversion%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0003_catalogue_version"),
    ]

    operations = [
        migrations.RunPython(drop_triggers_of_the_version, migrations.RunPython.noop),
        migrations.DeleteModel(name="CatalogueVersion"),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.BigIntegerField()),
                ("noun", models.CharField(max_length=20)),
                ("key", models.BigIntegerField(null=True)),
            ],
        ),
    ]
