"""Load records into the catalogue: the files in fixtures/, another folder, or a table."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from catalogue.imports.loader import RecordLoader
from catalogue.imports.refusals import ImportRefused
from catalogue.practices.models import Practice


class Command(BaseCommand):
    """Load records from files: all of them, or none and every error."""

    help = "Make the catalogue hold the records of a folder or a table. Others stay as they are."

    def add_arguments(self, parser):
        parser.add_argument(
            "path", nargs="?", type=Path, default=settings.ROOT / "fixtures",
            help="a folder of YAML files (fixtures), or a CSV or XLSX with columns of an export",
        )  # fmt: skip
        parser.add_argument(
            "--why", default="", help="the reason, for the history of what is created or changed"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is a practice already"
        )

    def handle(self, *, path, why, if_empty, **options):
        if if_empty and Practice.objects.exists():
            self.stdout.write("Records are there already; nothing was loaded.")
            return
        try:
            with transaction.atomic():
                loader = RecordLoader(report=self.stdout.write, why=why)
                loader.run(path)
                loader.write_history(why or f"Loaded from {path.name}")
        except ImportRefused as refused:
            problems = refused.reasons
            raise CommandError(
                "\n".join([f"Nothing was loaded. Errors: {len(problems)}", *problems])
            ) from refused
