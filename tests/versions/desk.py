"""What people do at the desk with a record, and the words of what they find."""

from django.urls import reverse

from catalogue.versions import cloning, history
from tests.admin.desk import address
from tests.factories import record_changes


def restore(client, record, version):
    """Open the page on which a version is restored, and confirm it."""
    name = f"admin:catalogue_{record._meta.model_name}_restore"
    place = reverse(name, args=[record.pk, version.pk])
    page = client.get(place)
    if page.status_code != 200:
        return page
    return client.post(place, {"state": page.context["token"]})


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
