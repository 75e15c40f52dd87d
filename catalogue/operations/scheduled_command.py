"""Commands that run by themselves, from cron or a timer, each of them in one process at a time."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from catalogue.operations.job_locks import UnderWay, alone

#: The exit code where the same command is under way elsewhere: EX_TEMPFAIL of sysexits.h.
BUSY = 75


class ScheduledCommand(BaseCommand):
    """A command whose `work` is done by one process at a time.

    Exit codes: 0 done, 1 failed, 2 wrong words on the command line, 75 under way elsewhere.
    """

    def handle(self, *args, **options):
        name = self.__module__.rpartition(".")[2]
        try:
            with alone(name):
                self.work(*args, **options)
        except UnderWay:
            raise CommandError(f"{name} is under way already.", returncode=BUSY) from None
        except (DatabaseError, OSError) as error:
            raise CommandError(f"{name} failed: {error}") from error

    def work(self, *args, **options):
        """Do what the command is for; safe to repeat, also after it was broken off."""
        raise NotImplementedError

    def say(self, line: str) -> None:
        """Say how far the work is, apart from what a program may read."""
        self.stderr.write(line, style_func=str)
        self.stderr.flush()
