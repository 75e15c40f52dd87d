"""The history of records: one snapshot for every save, with who made it, when and why.

django-reversion keeps the snapshots. A snapshot holds a record with the rows inside it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import reversion
from django.apps import apps
from django.db.models import Model
from reversion.models import Version

from catalogue.core.models import Dated


def register_models() -> None:
    """Let every record of the catalogue, and the rows inside it, be kept."""
    for model in apps.get_app_config("catalogue").get_models():
        if hasattr(model, "child_relations"):
            for name in model.child_relations:
                reversion.register(model._meta.get_field(name).related_model)
            reversion.register(model, follow=model.child_relations)
        elif issubclass(model, Dated):
            reversion.register(model)


def get_root_record(record: Model) -> Model:
    """Return the record that something belongs to: a paragraph is changed with its resolution."""
    return getattr(record, "root_record", record)


@contextmanager
def record_changes(*, comment: str, by=None) -> Iterator[None]:
    """Keep what is saved inside as one revision, in the name of `by`; all of it or nothing."""
    with reversion.create_revision(atomic=True):
        reversion.set_user(by)
        reversion.set_comment(comment)
        yield


def add_comment(comment: str) -> None:
    """Say why, of what is being saved; a second reason stands behind the first."""
    if reversion.is_active() and comment and comment not in reversion.get_comment():
        before = reversion.get_comment()
        reversion.set_comment(f"{before.rstrip(' .')}. {comment}" if before else comment)


def set_default_comment(comment: str) -> None:
    """Say why, where nobody has given a reason."""
    if reversion.is_active() and not reversion.get_comment():
        reversion.set_comment(comment)


def add_version(record: Model) -> None:
    """Take a snapshot of a record as it is now, when what is being saved is done."""
    if reversion.is_active():
        reversion.add_to_revision(record)


def get_versions(record: Model):
    """Return the snapshots of a record, the newest first."""
    return Version.objects.get_for_object(record).select_related("revision__user")
