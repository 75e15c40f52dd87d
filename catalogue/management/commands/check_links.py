"""Ask whether the addresses of sources are still there; see "Checking links" in operating.md."""

from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from catalogue.linkcheck.http_client import HttpClient
from catalogue.linkcheck.probe import LinkStatus
from catalogue.linkcheck.robots import ROBOT_NAME, PoliteClient
from catalogue.linkcheck.runner import LinkCheckRun, NetworkUnavailable
from catalogue.operations.scheduled_command import ScheduledCommand
from catalogue.sources.link_checks import sources_due

STATUS_WORDS = {
    LinkStatus.REACHED: "reached",
    LinkStatus.GONE: "gone",
    LinkStatus.AWAY: "without a host that answers",
    LinkStatus.UNCLEAR: "unclear",
    LinkStatus.LATER: "left for later",
}


class Command(ScheduledCommand):
    """Ask for the addresses that are due, the oldest first."""

    help = "Ask whether the addresses of sources are still there, where LINK_CHECKS is on."
    make_opener = HttpClient

    def add_arguments(self, parser):
        parser.add_argument("--most", type=int, default=200, help="how many addresses, at most")
        parser.add_argument(
            "--older-than", type=int, default=7, metavar="DAYS",
            help="leave out what was asked in the last days; what fails is asked again sooner",
        )  # fmt: skip

    def work(self, *, most, older_than, **options):
        if not settings.LINK_CHECKS:
            self.stdout.write("Links are not checked (LINK_CHECKS is off). Nothing was asked.")
            return
        today = timezone.localdate()
        run = LinkCheckRun(PoliteClient(self.make_opener(build_user_agent())), today, self.say)
        sources = list(sources_due(today, timedelta(days=older_than))[:most])
        try:
            run.over(sources)
        except NetworkUnavailable:
            raise CommandError(
                "No host could be reached: is this machine connected? Nothing was kept."
            ) from None
        self.sum_up(run)

    def sum_up(self, run: LinkCheckRun) -> None:
        """Say what came of it, and which links are called broken from now on."""
        self.stdout.write(
            f"Asked for {run.counts.total()} addresses. {describe_counts(run.counts)}".strip()
        )
        for source in run.broken:
            self.stdout.write(f"Broken: {source.url} ({source.checked.said})")


def build_user_agent() -> str:
    """Return under what name sites are asked; CommandError without somebody to turn to."""
    contact = settings.LINK_CONTACT
    if not (contact and contact.isascii() and contact.isprintable()):
        raise CommandError("Set LINK_CONTACT: an address of the web or of mail, in plain letters.")
    return f"{ROBOT_NAME}/1.0 (+{contact})"


def describe_counts(counts: Counter) -> str:
    """Return how often each came, in words."""
    return ", ".join(
        f"{counts[came]} {word}" for came, word in STATUS_WORDS.items() if counts[came]
    )
