"""Write the tables of `docs/data.md` from the declarations of formats and columns."""

from django.conf import settings
from django.core.management.base import BaseCommand

from catalogue.exports.data_dictionary import update_document


class Command(BaseCommand):
    """Write the tables of `docs/data.md`; run it after adding a column or a format."""

    help = "Write the tables of docs/data.md from the declarations of formats and columns."
    requires_system_checks = []

    def handle(self, **options):
        path = settings.ROOT / "docs" / "data.md"
        path.write_text(update_document(path.read_text()))
