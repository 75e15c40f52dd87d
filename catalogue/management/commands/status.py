"""Print in one line how many public records there are."""

from django.core.management.base import BaseCommand

from catalogue.core.registry import listed_nouns


class Command(BaseCommand):
    """Count the public records."""

    help = "Count the public records."

    def handle(self, **options):
        totals = {noun.plural: noun.public().count() for noun in listed_nouns()}
        self.stdout.write(
            "Public: {practices} practices, {events} events, {resolutions} resolutions, "
            "{organizations} organizations.".format_map(totals)
        )
