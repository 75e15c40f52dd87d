"""Check the addresses of sources; see "Checking links" in operating.md."""

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


class Command(ScheduledCommand):
    """Check the addresses that are due, those checked longest ago first."""

    help = "Ask whether the addresses of sources are still there, where LINK_CHECKS is on."
    make_opener = HttpClient

    def add_arguments(self, parser):
        parser.add_argument("--most", type=int, default=200, help="how many addresses, at most")
        parser.add_argument(
            "--older-than", type=int, default=7, metavar="DAYS",
            help="leave out what was asked in the last days; what fails is asked again sooner",
        )  # fmt: skip

    def run_job(self, *, most, older_than, **options):
        if not settings.LINK_CHECKS:
            self.stdout.write("Links are not checked (LINK_CHECKS is off). Nothing was asked.")
            return
        today = timezone.localdate()
        run = LinkCheckRun(PoliteClient(self.make_opener(build_user_agent())), today, self.report)
        sources = list(sources_due(today, timedelta(days=older_than))[:most])
        try:
            run.check_all(sources)
        except NetworkUnavailable:
            raise CommandError(
                "No host could be reached: is this machine connected? Nothing was kept."
            ) from None
        self.write_summary(run)

    def write_summary(self, run: LinkCheckRun) -> None:
        """Write the results, and which links are shown as broken from now on."""
        counted = [status for status in LinkStatus if run.counts[status]]
        counts = ", ".join(f"{run.counts[status]} {status}" for status in counted)
        self.stdout.write(f"Asked for {run.counts.total()} addresses. {counts}".strip())
        for source in run.broken:
            self.stdout.write(f"Broken: {source.url} ({source.checked.said})")


def build_user_agent() -> str:
    """Return the User-Agent; CommandError without a contact for the sites."""
    contact = settings.LINK_CONTACT
    if not (contact and contact.isascii() and contact.isprintable()):
        raise CommandError("Set LINK_CONTACT: an address of the web or of mail, in plain letters.")
    return f"{ROBOT_NAME}/1.0 (+{contact})"
