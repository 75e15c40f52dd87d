"""What people do at the desk with a record, and the words of what they find."""

from django.urls import reverse

from catalogue.versions import cloning, history
from tests.admin.desk import address
from tests.factories import record_changes


def move(record, name):
    """Return the address at which a move is made."""
    return reverse(f"admin:catalogue_{record._meta.model_name}_move", args=[record.pk, name])


def restore(client, record, version):
    """Press the button beside a version."""
    name = f"admin:catalogue_{record._meta.model_name}_restore"
    return client.post(reverse(name, args=[record.pk, version.pk]))


def begin(client, record):
    """Press the button that begins the revision of a record."""
    answer = client.post(address(record, "revise"))
    revision = type(record).objects.get(revises=record)
    assert answer.url == address(revision)
    return revision


def newest(record):
    """Return the newest version of a record."""
    return history.get_versions(record).first()


def change(record, **fields):
    """Save a record with other values, and return its version."""
    with record_changes(comment="Changed."):
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()
        history.add_version(record)
    return newest(record)


def content(record) -> list:
    """Return the words of a record and its rows, without their keys."""
    words = [
        sorted(str(each) for each in getattr(record, field.name).all())
        for field in cloning.many_to_many_fields(type(record))
    ]
    rows = [[str(row) for row in manager.all()] for manager in cloning.child_managers(record)]
    return [words, rows]
