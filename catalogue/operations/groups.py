"""The groups of people who work in the admin, made after every migration if they are missing.

Editors write; Reviewers write and publish. Neither group deletes a record of a noun: a public
record is withdrawn and keeps its address. Related rows of a record (a citation, a role) may be
deleted by both. A group that exists is left alone: administrators may have changed it.
"""

from django.apps import apps as global_apps
from django.contrib.auth.management import create_permissions
from django.db.models import Q

NOUNS = ["practice", "event", "organization", "resolution", "source"]
RELATED_ROWS = [
    "basis", "evidence", "eventcitation", "formerslug", "involvement", "operativeparagraph",
    "organizationcitation", "organizationothername", "participation", "practicecitation",
    "practicerelation", "resolutioncitation", "streamofeffort",
]  # fmt: skip
VOCABULARIES = ["sector", "measure", "threat", "region", "country"]
OTHER_NAMES = ["sectorothername", "measureothername", "threatothername", "countryothername"]
#: What reviewers mark of paragraphs, terms and pairs of them; it is public at once.
MARKS = ["notapplicable", "crosswalkentry"]
PUBLISHABLE = NOUNS


def list_codenames(verbs: list[str], models: list[str]) -> list[str]:
    """Return the codenames of permissions for every verb and model."""
    return [f"{verb}_{model}" for verb in verbs for model in models]


EDITORS = [
    *list_codenames(["add", "change", "view"], NOUNS),
    *list_codenames(["add", "change", "delete", "view"], RELATED_ROWS),
    *list_codenames(["view"], [*VOCABULARIES, *OTHER_NAMES, *MARKS]),
]
REVIEWERS = [
    *EDITORS,
    *list_codenames(["publish"], PUBLISHABLE),
    *list_codenames(["add", "change"], VOCABULARIES),
    *list_codenames(["add", "change", "delete"], [*OTHER_NAMES, *MARKS]),
]


def create_missing_groups(sender, using, apps=global_apps, **kwargs) -> None:
    """Create the groups with their permissions if they do not exist; a receiver of post_migrate."""
    try:
        Group = apps.get_model("auth", "Group")
    except LookupError:  # the tables of django.contrib.auth are not there yet
        return
    create_permissions(sender, apps=apps, verbosity=0, using=using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for name, codenames in {"Editors": EDITORS, "Reviewers": REVIEWERS}.items():
        group, is_new = Group.objects.using(using).get_or_create(name=name)
        if is_new:
            own = Q(content_type__app_label=sender.label, codename__in=codenames)
            group.permissions.set(permissions.filter(own))
