"""Take away what nobody needs any longer; records and their history are never among it."""

from django.utils import timezone

from catalogue.imports.preview import expired_previews
from catalogue.operations.cleanup import select_expired_sessions, select_old_login_failures
from catalogue.operations.scheduled_command import ScheduledCommand

CLEANUP_QUERIES = {
    "sessions that have ended": select_expired_sessions,
    "refused sign-ins that no longer count": select_old_login_failures,
    "previews of imports that were never applied": expired_previews,
}


class Command(ScheduledCommand):
    """Delete what has ended, and say how much of it there was."""

    help = "Delete ended sessions, old refused sign-ins and forgotten previews of imports."

    def work(self, **options):
        now = timezone.now()
        for name, rows in CLEANUP_QUERIES.items():
            count, _by_table = rows(now).delete()
            self.stdout.write(f"{name}: {count}")
