"""Bring everything up to date before a start, in one process: Django is slow to start five times."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand


def static_digest() -> str:
    """Return a digest over name, size and time of every static file."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static_files() -> bool:
    """Collect the static files where they changed; say whether that was needed."""
    record = Path(settings.STATIC_ROOT) / ".sources.sha256"
    digest = static_digest()
    if record.exists() and record.read_text() == digest:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    record.write_text(digest)
    return True


class Command(BaseCommand):
    """Migrate, load the records into an empty catalogue, collect static files, report."""

    help = "Bring the database, the records and the static files up to date; safe to repeat."

    def handle(self, **options):
        self.step("1/4", "Database")
        call_command("migrate", interactive=False, verbosity=0)
        self.step("2/4", "Records")
        call_command("load_records", if_empty=True)
        self.step("3/4", "Static files")
        self.stdout.write("collected" if collect_static_files() else "unchanged")
        self.step("4/4", "State")
        call_command("status")
        if settings.MODE == "local":
            call_command("create_trial_accounts")

    def step(self, number, title):
        """Say what is being done, before it takes its time."""
        self.stdout.write(f"[{number}] {title} ...")
        self.stdout.flush()
