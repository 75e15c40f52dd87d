"""Take away what nobody needs any longer; records and their history are never among it."""

from django.utils import timezone

from catalogue.imports.preview import expired_previews
from catalogue.operations.cleanup import ended_sessions, old_refusals
from catalogue.operations.scheduled_command import ScheduledCommand

REMAINS = {
    "sessions that have ended": ended_sessions,
    "refused sign-ins that no longer count": old_refusals,
    "previews of imports that were never applied": expired_previews,
}


class Command(ScheduledCommand):
    """Delete what has ended, and say how much of it there was."""

    help = "Delete ended sessions, old refused sign-ins and forgotten previews of imports."

    def work(self, **options):
        now = timezone.now()
        for name, rows in REMAINS.items():
            count, _by_table = rows(now).delete()
            self.stdout.write(f"{name}: {count}")
