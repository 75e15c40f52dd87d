"""Migration 0005: other names of organizations become rows, in old versions too."""

import json

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from reversion.models import Revision, Version

from catalogue.models import Organization
from catalogue.versions.content import read_version

BEFORE = [("catalogue", "0004_import_plan")]


@pytest.fixture
def before(transactional_db):
    """Migrate back to the state before, and return its models; come forward again at the end."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    call_command("migrate", verbosity=0)


def add_version(organization) -> Version:
    """Store a version of an organization as the code before did."""
    text = serializers.serialize("json", [organization])
    return Version.objects.create(
        revision=Revision.objects.create(date_created=organization.created_at, comment="before"),
        object_id=str(organization.pk), db="default", format="json", object_repr="A body",
        content_type_id=ContentType.objects.get_for_model(Organization).pk, serialized_data=text,
    )  # fmt: skip


def test_names_and_old_versions_are_carried_over(before):
    organization = before.get_model("catalogue", "Organization").objects.create(
        name="A body", slug="a-body", kind="un_entity", other_names="Old\nKept"
    )
    old = add_version(organization)
    organization.other_names = "Kept\nNew"
    organization.save()
    new = add_version(organization)
    call_command("migrate", verbosity=0)

    record = Organization.objects.get(slug="a-body")
    assert [each.name for each in record.other_names.all()] == ["Kept", "New"]
    for version, names in {old: ["Old", "Kept"], new: ["Kept", "New"]}.items():
        version = Version.objects.get(pk=version.pk)
        assert "other_names" not in json.loads(version.serialized_data)[0]["fields"]
        assert read_version(version)["other_names"] == names
