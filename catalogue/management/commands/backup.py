"""Write a backup of the database."""

from pathlib import Path

from django.utils import timezone

from catalogue.db.backup import write_backup
from catalogue.operations.scheduled_command import ScheduledCommand


class Command(ScheduledCommand):
    """Write a backup into one compressed file."""

    help = "Write a whole copy of the database, also while the catalogue runs."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", type=Path,
            default=Path(f"catalogue-{timezone.now():%Y-%m-%d-%H%M%S}.backup.gz"),
            help="where to; a name with the moment in this folder unless given",
        )  # fmt: skip

    def run_job(self, *, file, **options):
        write_backup(file)
        size = file.stat().st_size / 1_000_000
        self.stdout.write(f"Backed up into {file} ({size:.1f} MB).")
