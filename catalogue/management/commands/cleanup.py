"""Delete what nobody needs any longer; records and their history are never part of it."""

from datetime import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from catalogue.imports.preview import expired_previews
from catalogue.operations.scheduled_command import ScheduledCommand


def select_expired_sessions(now: datetime) -> QuerySet:
    """Return the sessions that have expired."""
    return Session.objects.filter(expire_date__lt=now)


def select_old_login_failures(now: datetime) -> QuerySet:
    """Return the refused logins that no longer count against a name."""
    return AccessAttempt.objects.filter(attempt_time__lt=now - settings.AXES_COOLOFF_TIME)


CLEANUP_QUERIES = {
    "sessions that have ended": select_expired_sessions,
    "refused sign-ins that no longer count": select_old_login_failures,
    "previews of imports that were never applied": expired_previews,
}


class Command(ScheduledCommand):
    """Delete the rows of each query, and write how many there were."""

    help = "Delete ended sessions, old refused sign-ins and forgotten previews of imports."

    def run_job(self, **options):
        now = timezone.now()
        for name, select_rows in CLEANUP_QUERIES.items():
            count, _by_table = select_rows(now).delete()
            self.stdout.write(f"{name}: {count}")
