"""Reviewers mark empty cells of the map that are no gaps; editors see the marks.

A mark is public at once, so it is for those who may publish.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GRANTED = {"Editors": ["view"], "Reviewers": ["add", "change", "delete", "view"]}


def grant(apps, schema_editor):
    # Permissions are made only after all migrations; the groups need them now.
    config = apps.get_app_config("catalogue")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None
    for name, verbs in GRANTED.items():
        group = apps.get_model("auth", "Group").objects.get(name=name)
        permissions = apps.get_model("auth", "Permission").objects.filter(
            content_type__app_label="catalogue",
            codename__in=[f"{verb}_notapplicable" for verb in verbs],
        )
        assert permissions.count() == len(verbs), f"permissions of {name} are incomplete"
        group.permissions.add(*permissions)


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0005_not_applicable"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
