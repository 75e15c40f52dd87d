"""Compare the counting engine with plain SQL for random selections of every list."""

import random

from django.core.management.base import BaseCommand, CommandError

from catalogue.db.read_transactions import read_snapshot
from catalogue.events.views import EventList
from catalogue.listings.consistency import differences, random_address
from catalogue.organizations.views import OrganizationList
from catalogue.practices.views import PracticeList
from catalogue.resolutions.views import ResolutionList

LISTS = (PracticeList, EventList, OrganizationList, ResolutionList)


class Command(BaseCommand):
    """Say where records, order or counts differ; fail when they do."""

    help = "Compare the counting engine with plain SQL for random selections of every list."

    def add_arguments(self, parser):
        parser.add_argument("--samples", type=int, default=10, help="selections of each list")
        parser.add_argument(
            "--seed", type=int, default=1, help="the same seed, the same selections"
        )

    def handle(self, *, samples, seed, **options):
        chance, found = random.Random(seed), []  # noqa: S311 (samples, no secret)
        for view in LISTS:
            with read_snapshot():
                for _ in range(samples):
                    found += differences(view, random_address(view, chance))
            self.stdout.write(f"{view.title}: {samples} selections compared")
        if found:
            raise CommandError("\n".join([f"Differences: {len(found)}", *found]))
        self.stdout.write("The engine and plain SQL agree.")
