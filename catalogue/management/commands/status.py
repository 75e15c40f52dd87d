"""Print in one line how many public records there are."""

from django.core.management.base import BaseCommand

from catalogue.pages.views import count_totals


class Command(BaseCommand):
    """Count the public records."""

    help = "Count the public records."

    def handle(self, **options):
        self.stdout.write(
            "Public: {practices} practices, {events} events, {resolutions} resolutions, "
            "{organizations} organizations.".format_map(count_totals())
        )
