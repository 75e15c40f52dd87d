"""Restore a backup of the database."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand

from catalogue.db.backup import restore_backup


class Command(BaseCommand):
    """Restore a file that `backup` wrote into an empty database."""

    help = "Put a copy that `backup` wrote into an empty database."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="what `backup` wrote")

    def handle(self, *, file, **options):
        restore_backup(file)
        self.stdout.write(f"Restored from {file}.")
        call_command("status", stdout=self.stdout)
