"""Write a whole copy of the database."""

from pathlib import Path

from django.utils import timezone

from catalogue.operations.backup import write_backup
from catalogue.operations.scheduled_command import ScheduledCommand


class Command(ScheduledCommand):
    """Back up into one packed file."""

    help = "Write a whole copy of the database, also while the catalogue runs."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", type=Path,
            default=Path(f"catalogue-{timezone.now():%Y-%m-%d-%H%M%S}.backup.gz"),
            help="where to; a name with the moment in this folder unless given",
        )  # fmt: skip

    def work(self, *, file, **options):
        write_backup(file)
        size = file.stat().st_size / 1_000_000
        self.stdout.write(f"Backed up into {file} ({size:.1f} MB).")
