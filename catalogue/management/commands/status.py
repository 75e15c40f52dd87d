"""Print in one line how many public records there are."""

from django.core.management.base import BaseCommand

from catalogue.pages.views import count_totals


class Command(BaseCommand):
    """Count the public records."""

    help = "Count the public records."

    def handle(self, **options):
        count = count_totals()
        self.stdout.write(
            f"Public: {count.practices} practices, {count.events} events, "
            f"{count.resolutions} resolutions, {count.organizations} organizations."
        )
