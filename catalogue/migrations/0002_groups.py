"""The two groups of people who work in the admin: Editors and Reviewers.

Editors write; Reviewers write and publish. Nobody of either group deletes a record of a noun:
what was public is withdrawn and keeps its address. Rows inside a record (a citation, a role) can
be taken out by both.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

NOUNS = ["practice", "event", "organization", "resolution", "source"]
ROWS = [
    "basis", "evidence", "eventcitation", "formerslug", "involvement", "operativeparagraph",
    "organizationcitation", "participation", "practicecitation", "practicerelation",
    "resolutioncitation", "streamofeffort",
]
VOCABULARIES = ["sector", "measure", "threat", "region", "country"]
PUBLISHABLE = ["practice", "event", "organization", "resolution"]


def codenames(verbs, models):
    return [f"{verb}_{model}" for verb in verbs for model in models]


EDITORS = [
    *codenames(["add", "change", "view"], NOUNS),
    *codenames(["add", "change", "delete", "view"], ROWS),
    *codenames(["view"], VOCABULARIES),
]
REVIEWERS = [
    *EDITORS,
    *codenames(["publish"], PUBLISHABLE),
    *codenames(["add", "change"], VOCABULARIES),
]


def make_groups(apps, schema_editor):
    # Permissions are made only after all migrations; the groups need them now.
    config = apps.get_app_config("catalogue")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, granted in {"Editors": EDITORS, "Reviewers": REVIEWERS}.items():
        group, _ = Group.objects.get_or_create(name=name)
        permissions = Permission.objects.filter(
            content_type__app_label="catalogue", codename__in=granted
        )
        assert permissions.count() == len(set(granted)), f"permissions of {name} are incomplete"
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
