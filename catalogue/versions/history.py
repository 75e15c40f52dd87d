"""The history of records: one version for every save, with who made it, when and why.

django-reversion stores the versions. The version of a record comes with those of its child records.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

import reversion
from django.apps import apps
from django.db.models import Model
from reversion.models import Version

from catalogue.core.models import Dated
from catalogue.versions.cloning import child_tables


def versioned_models() -> list[type[Model]]:
    """Return the models whose records have a history of their own."""
    return [
        model
        for model in apps.get_app_config("catalogue").get_models()
        if hasattr(model, "child_relations") or issubclass(model, Dated)
    ]


def register_models() -> None:
    """Register every record of the catalogue, and its child records, with django-reversion."""
    for model in versioned_models():
        children = child_tables(model)
        for name in children:
            reversion.register(model._meta.get_field(name).related_model)
        reversion.register(model, follow=children)


#: True while what is saved is taken back afterwards.
_is_paused: ContextVar[bool] = ContextVar("is_paused", default=False)


@contextmanager
def pause_history():
    """Store no version of what is saved inside: the caller takes it back."""
    token = _is_paused.set(True)
    try:
        if not reversion.is_active():
            yield
            return
        with reversion.create_revision(manage_manually=True):
            yield
    finally:
        _is_paused.reset(token)


def is_recording() -> bool:
    """Return True if what is saved becomes a version."""
    return reversion.is_active() and not _is_paused.get()


def get_root_record(record: Model) -> Model:
    """Return the record whose history covers `record`: of a paragraph its resolution."""
    return getattr(record, "root_record", record)


def add_comment(comment: str) -> None:
    """Add a sentence to the comment of the revision that is being saved."""
    if is_recording() and comment and comment not in reversion.get_comment():
        before = reversion.get_comment()
        reversion.set_comment(f"{before.rstrip(' .')}. {comment}" if before else comment)


def set_default_comment(comment: str) -> None:
    """Set the comment of the revision that is being saved, if it has none."""
    if is_recording() and not reversion.get_comment():
        reversion.set_comment(comment)


def add_version(record: Model) -> None:
    """Store a version of a record when the revision that is being saved ends."""
    if is_recording():
        reversion.add_to_revision(record)


def get_versions(record: Model):
    """Return the versions of a record, the newest first."""
    return Version.objects.get_for_object(record).select_related("revision__user")


def find_version_by_token(record: Model, token: UUID | None) -> Version | None:
    """Return the version of a record that has an edit token; None where there is none."""
    wanted, versions = str(token), get_versions(record)
    return next((v for v in versions if str(v.field_dict["edit_token"]) == wanted), None)


def find_version_that_set(record: Model, name: str) -> Version | None:
    """Return the version since which a field has its value; None where its history began with it.

    Nobody made the first version of what was loaded.
    """
    found, value = None, getattr(record, name)
    for version in get_versions(record):
        if version.field_dict.get(name) != value:
            break
        found = version
    return found if found is not None and found.revision.user else None
