"""Import a table of records in the name of a user: `./run manage import_records FILE --as NAME`."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from catalogue.imports.apply import apply_import
from catalogue.imports.models import Import
from catalogue.imports.preview import preview_import
from catalogue.imports.readers import read_table
from catalogue.imports.refusals import ImportRefused
from catalogue.imports.row_parser import find_model


class Command(BaseCommand):
    """Preview a table, and apply it if it has no errors."""

    help = (
        "Import a CSV or XLSX with the columns of an export: drafts and revisions, nothing public. "
        "All of it, or nothing and every error."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a CSV or XLSX")
        parser.add_argument("--as", dest="name", required=True, help="the user who imports")
        parser.add_argument("--why", default="", help="the reason, for the history")
        parser.add_argument(
            "--dry-run", action="store_true", help="print what would be done, and do nothing"
        )

    def handle(self, *, file, name, why, dry_run, **options):
        try:
            by = get_user_model().objects.get(username=name, is_active=True)
            found = self.preview(file, by, why)
            if found.counts["error"]:
                raise CommandError("\n".join(["Nothing was imported. Errors:", *errors_of(found)]))
            if dry_run:
                found.delete()
                self.stdout.write("A trial: nothing was changed.")
            elif found.can_be_applied:
                apply_import(found.pk, by=by, report=self.report)
                self.stdout.write(f"Applied as import {found.pk}.")
            else:
                found.delete()
                self.stdout.write("Nothing to change.")
        except get_user_model().DoesNotExist:
            raise CommandError(f"There is no active user {name!r}.") from None
        except (OSError, PermissionDenied, ImportRefused) as error:
            raise CommandError(f"Nothing was imported. {error}") from error

    def preview(self, file: Path, by, why: str) -> Import:
        """Store a preview of the file, and print what it would do."""
        data = file.read_bytes()
        model = find_model(read_table(data).header)
        found = preview_import(data, file.name, model, by=by, why=why, report=self.report)
        counts = ", ".join(f"{count} {action}" for action, count in found.counts.items())
        self.stdout.write(f"{model._meta.verbose_name_plural}: {counts}")
        for remark in found.remarks:
            self.stdout.write(remark)
        if unknown := found.unknown_columns:
            self.stdout.write(f"Not read, since there are no such columns: {', '.join(unknown)}.")
        return found

    def report(self, step: str, count: int) -> None:
        """Write how far the work is to the error stream, apart from what a program may read."""
        self.stderr.write(f"{step}: {count}", style_func=str)
        self.stderr.flush()


def errors_of(found: Import) -> list[str]:
    """Return every error, with its row and column."""
    return [
        f"row {row['line']}, {column}: {text}" if column else f"row {row['line']}: {text}"
        for row in found.seen
        for column, text in row["problems"]
    ]
