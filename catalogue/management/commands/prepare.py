"""Prepare a start in one process, since starting Django takes time."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from catalogue.db.job_locks import hold_job_lock
from catalogue.db.required_objects import describe_missing_objects, find_missing_objects
from catalogue.versions.bulk_versions import write_initial_versions


def collect_static_files() -> bool:
    """Collect the static files if they or their storage changed; return True if so."""
    root = Path(settings.STATIC_ROOT)
    found = (pair for finder in get_finders() for pair in finder.list(ignore_patterns=[]))
    sources = {name: Path(storage.path(name)) for name, storage in found}
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for name, path in sorted(sources.items()):
        facts = path.stat()
        digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    record = root.with_suffix(".sha256")  # not in the folder, whose files are all served
    (root / ".sources.sha256").unlink(missing_ok=True)  # of earlier versions
    if root.is_dir() and record.exists() and record.read_text() == digest.hexdigest():
        return False
    # collectstatic does not replace a copy that is newer than its source, as after an upgrade with
    # old file times. Copies with a hash stay, because a running server still serves them.
    for name in sources:
        (root / name).unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    record.write_text(digest.hexdigest())
    return True


def check_objects_exist() -> None:
    """Raise CommandError if the database lacks anything that it must hold."""
    if words := describe_missing_objects(find_missing_objects()):
        raise CommandError(
            f"The database is not whole ({words}). It was restored in part, or changed by hand. "
            "Restore a whole backup into an empty database."
        )


class Command(BaseCommand):
    """Migrate, load the records into an empty catalogue, collect static files, print the state."""

    help = "Bring the database, the records and the static files up to date; safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument(
            "--without-history",
            action="store_true",
            help="Store no first version of records that have none, such as synthetic ones.",
        )

    def handle(self, *, without_history, **options):
        try:
            with hold_job_lock("prepare", wait=True):
                self.prepare(with_history=not without_history)
        except OperationalError as error:
            raise CommandError(f"The database failed: {error}\nIs DATABASE_URL right?") from error

    def prepare(self, *, with_history):
        """Do every step, while no other process prepares."""
        self.step("1/4", "Database")
        call_command("migrate", interactive=False, verbosity=0)
        check_objects_exist()
        self.step("2/4", "Records")
        call_command("load_records", if_empty=True)
        if with_history and (number := write_initial_versions()):
            self.stdout.write(f"The history of {number} records begins now.")
        self.step("3/4", "Static files")
        self.stdout.write("collected" if collect_static_files() else "unchanged")
        self.step("4/4", "State")
        call_command("status")
        if settings.MODE == "local":
            call_command("create_trial_accounts")

    def step(self, number, title):
        """Write what is done next."""
        self.stdout.write(f"[{number}] {title} ...")
        self.stdout.flush()
