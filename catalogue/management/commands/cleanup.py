"""Delete what nobody needs any longer; records and their history are never part of it."""

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from catalogue.imports.models import Import, ImportState
from catalogue.imports.preview import PREVIEW_LIFETIME
from catalogue.operations.scheduled_command import ScheduledCommand
from catalogue.search.missed import find_outdated_searches


class Command(ScheduledCommand):
    """Delete what is no longer needed, and write how much there was of it."""

    help = "Delete ended sessions, old refused sign-ins and forgotten previews of imports."

    def run_job(self, **options):
        now = timezone.now()
        previews = Import.objects.filter(state=ImportState.PREVIEWED)
        for name, rows in {
            "sessions that have ended": Session.objects.filter(expire_date__lt=now),
            "refused sign-ins that no longer count": AccessAttempt.objects.filter(
                attempt_time__lt=now - settings.AXES_COOLOFF_TIME
            ),
            "previews of imports that were never applied": previews.filter(
                previewed_at__lt=now - PREVIEW_LIFETIME
            ),
            "counts, older than twelve months, of searches that found nothing": (
                find_outdated_searches(timezone.localdate(now))
            ),
        }.items():
            count, _by_table = rows.delete()
            self.stdout.write(f"{name}: {count}")
