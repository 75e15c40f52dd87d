"""Other names of terms, countries and organizations; the crosswalk; what a citation is."""

import json
import uuid
from importlib import import_module
from itertools import count

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Coalesce, Greatest, Least

import catalogue.core.languages
import catalogue.core.validators
from catalogue.db.operations import CreateSearchIndex, DropSearchIndex

INDEXES = [
    each
    for each in import_module("catalogue.migrations.0003_search_indexes").Migration.operations
    if isinstance(each, CreateSearchIndex)
]
CELL = ("paragraph", "measure", "threat", "sector")
#: The new tables, and the first group that writes in them; reviewers may do what editors may.
NEW_TABLES = {
    "organizationothername": "Editors", "sectorothername": "Reviewers",
    "measureothername": "Reviewers", "threatothername": "Reviewers",
    "countryothername": "Reviewers", "crosswalkentry": "Reviewers",
}


def make_id():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def make_other_names(noun, owner, more_fields=()):
    """Return the operation that creates the table of the other names of a noun."""
    article = "an" if noun[0] in "aeiou" else "a"
    no_separator = catalogue.core.validators.validate_no_separator
    return migrations.CreateModel(
        name=f"{noun.capitalize()}OtherName",
        fields=[
            ("id", make_id()),
            ("name", models.CharField(help_text="As people write it, for example: shopping mall.", max_length=200, validators=[no_separator], verbose_name="name")),
            ("language", models.CharField(blank=True, help_text="ISO 639 code, for example: fr. Empty for English. Names in other languages are searched and not shown.", max_length=8, validators=[catalogue.core.languages.validate_language], verbose_name="language")),
            ("needs_review", models.BooleanField(default=False, help_text="Tick until it was checked, for example: if it came from a general list.", verbose_name="needs review")),
            ("position", models.PositiveSmallIntegerField(default=0, help_text="The order on the page, for example: 1 for the first.", verbose_name="position")),
            *more_fields,
            (owner, models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=f"catalogue.{noun}")),
        ],
        options={
            "verbose_name": "other name",
            "verbose_name_plural": "other names",
            "ordering": ["position", "pk"],
            "abstract": False,
            "default_related_name": "other_names",
            "constraints": [
                models.UniqueConstraint(fields=(owner, "name", "language"), name=f"{article}_{noun}_has_another_name_once"),
            ],
        },
    )


def make_term_names(noun):
    """Return the operation that creates the table of the other names of a vocabulary."""
    several = models.BooleanField(default=False, help_text="Tick if it leads to other terms too, for example: car bomb, to explosives and to vehicle attack.", verbose_name="meant for several terms")
    return make_other_names(noun, "term", [("meant_for_several", several)])


def split_names(apps, schema_editor):
    """Make a row of each line of the other names of an organization."""
    Name = apps.get_model("catalogue", "OrganizationOtherName")
    texts = apps.get_model("catalogue", "Organization").objects.values_list("pk", "other_names_text")
    for key, text in texts:
        names = dict.fromkeys(line.strip()[:200] for line in text.splitlines() if line.strip())
        Name.objects.bulk_create(
            Name(organization_id=key, name=name, position=position)
            for position, name in enumerate(names, start=1)
        )


def move_names_in_history(apps, schema_editor):
    """Make rows of the other names in old versions of organizations, as new versions have them."""
    Version, Name = apps.get_model("reversion", "Version"), apps.get_model("catalogue", "OrganizationOtherName")
    kinds = apps.get_model("contenttypes", "ContentType").objects
    kind, _ = kinds.get_or_create(app_label="catalogue", model="organizationothername")
    keys = {(each.organization_id, each.name): each.pk for each in Name.objects.all()}
    unused = count(max(keys.values(), default=0) + 1_000_000)  # for names that are gone
    old = {"content_type__app_label": "catalogue", "content_type__model": "organization"}
    for version in Version.objects.filter(**old):
        (data,) = json.loads(version.serialized_data)
        text = data["fields"].pop("other_names", None)
        if text is None:
            continue
        version.serialized_data = json.dumps([data])
        version.save(update_fields=["serialized_data"])
        owner = int(version.object_id)
        names = dict.fromkeys(line.strip()[:200] for line in text.splitlines() if line.strip())
        for position, name in enumerate(names, start=1):
            if (owner, name) not in keys:
                keys[owner, name] = next(unused)
            key = keys[owner, name]
            fields = {
                "name": name, "language": "", "needs_review": False, "position": position,
                "organization": owner,
            }
            row = {"model": "catalogue.organizationothername", "pk": key, "fields": fields}
            Version.objects.create(
                revision_id=version.revision_id, object_id=str(key), content_type=kind,
                db=version.db, format="json", object_repr="other name",
                serialized_data=json.dumps([row]),
            )


def join_names(apps, schema_editor):
    """Put the other names of each organization into its text again."""
    for body in apps.get_model("catalogue", "Organization").objects.prefetch_related("other_names"):
        body.other_names_text = "\n".join(each.name for each in body.other_names.all())
        body.save(update_fields=["other_names_text"])


def drop_second_marks(apps, schema_editor):
    """Keep the first mark of each cell."""
    seen, Mark = set(), apps.get_model("catalogue", "NotApplicable")
    for key, *cell in Mark.objects.order_by("pk").values_list("pk", *CELL):
        if tuple(cell) in seen:
            Mark.objects.filter(pk=key).delete()
        seen.add(tuple(cell))


def grant_permissions(apps, schema_editor):
    """Give the groups that exist the permissions on the new tables that new groups get."""
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    groups = list(Group.objects.filter(name__in=["Editors", "Reviewers"]))
    for model, writers in NEW_TABLES.items() if groups else ():
        kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="catalogue", model=model)
        name = apps.get_model("catalogue", model)._meta.verbose_name
        for verb in ("add", "change", "delete", "view"):
            permission, _ = Permission.objects.get_or_create(
                content_type=kind, codename=f"{verb}_{model}", defaults={"name": f"Can {verb} {name}"}
            )
            for group in groups:
                if verb == "view" or "Reviewers" == group.name or writers == "Editors":
                    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0004_import_plan"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # What they search is removed below; the next migration creates them again.
        *(DropSearchIndex(each.model_name, each.columns) for each in INDEXES),
        migrations.RenameField("organization", "other_names", "other_names_text"),
        make_other_names("organization", "organization"),
        make_other_names("country", "country"),
        *map(make_term_names, ("sector", "measure", "threat")),
        migrations.RunPython(split_names, join_names, elidable=True),
        migrations.RunPython(move_names_in_history, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("organization", "other_names_text"),
        migrations.AddField(
            "practicecitation",
            "is_the_practice",
            models.BooleanField(default=False, help_text="Tick if the document is the practice, for example the guide, and not a text about it.", verbose_name="is the practice itself"),
        ),
        migrations.AddField(
            "source",
            "media",
            models.CharField(blank=True, choices=[("web", "Web page"), ("pdf", "PDF"), ("video", "Video")], help_text="What opens at the address, for example: PDF. Empty where nobody has looked.", max_length=8, verbose_name="form"),
        ),
        migrations.AlterField(
            "source",
            "language",
            models.CharField(blank=True, help_text="ISO 639 code, for example: fr", max_length=8, validators=[catalogue.core.languages.validate_language], verbose_name="language"),
        ),
        migrations.CreateModel(
            name="CrosswalkEntry",
            fields=[
                ("id", make_id()),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("edit_token", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("changed_by", models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="changed by")),
                ("from_paragraph", models.ForeignKey(help_text="Type its resolution and number, for example: 2396-28.", on_delete=django.db.models.deletion.CASCADE, related_name="crosswalk_from", to="catalogue.operativeparagraph", verbose_name="paragraph")),
                ("relation", models.CharField(choices=[("same_demand", "asks for the same as"), ("narrower", "is narrower than"), ("wider", "is wider than"), ("overlaps", "overlaps with"), ("follows_up", "follows up")], help_text="What the first is to the second, for example: is narrower than.", max_length=12, verbose_name="relation")),
                ("to_paragraph", models.ForeignKey(help_text="A paragraph of another resolution, for example: 2341-4.", on_delete=django.db.models.deletion.CASCADE, related_name="crosswalk_to", to="catalogue.operativeparagraph", verbose_name="other paragraph")),
                ("reason", models.TextField(help_text="What they share, for example: both ask for exchange of information.", validators=[catalogue.core.validators.validate_no_separator], verbose_name="reason")),
                ("judged_by", models.CharField(help_text="Who says so, for example: editors.", max_length=120, validators=[catalogue.core.validators.validate_no_separator], verbose_name="judged by")),
            ],
            options={
                "verbose_name": "crosswalk entry",
                "verbose_name_plural": "crosswalk",
                "ordering": ["from_paragraph__code", "to_paragraph__code"],
                "constraints": [
                    models.UniqueConstraint(Least("from_paragraph", "to_paragraph"), Greatest("from_paragraph", "to_paragraph"), name="two_paragraphs_are_in_the_crosswalk_once"),
                    models.CheckConstraint(condition=~models.Q(from_paragraph=models.F("to_paragraph")), name="the_crosswalk_leads_to_another_paragraph"),
                ],
            },
        ),
        migrations.RunPython(drop_second_marks, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            "notapplicable",
            models.UniqueConstraint(*(Coalesce(name, 0) for name in CELL), name="an_empty_cell_is_marked_once"),
        ),
        migrations.RunPython(grant_permissions, migrations.RunPython.noop, elidable=True),
    ]
