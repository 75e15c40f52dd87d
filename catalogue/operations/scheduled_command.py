"""Commands that run by themselves, from cron or a timer, each of them in one process at a time."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from catalogue.db.job_locks import JobRunning, hold_job_lock

#: The exit code where the same command is under way elsewhere: EX_TEMPFAIL of sysexits.h.
EXIT_ALREADY_RUNNING = 75


class ScheduledCommand(BaseCommand):
    """A command whose `work` is done by one process at a time.

    Exit codes: 0 done, 1 failed, 2 wrong words on the command line, 75 under way elsewhere.
    """

    def handle(self, *args, **options):
        name = self.__module__.rpartition(".")[2]
        try:
            with hold_job_lock(name):
                self.work(*args, **options)
        except JobRunning:
            raise CommandError(
                f"{name} is under way already.", returncode=EXIT_ALREADY_RUNNING
            ) from None
        except (DatabaseError, OSError) as error:
            raise CommandError(f"{name} failed: {error}") from error

    def work(self, *args, **options):
        """Do what the command is for; safe to repeat, also after it was broken off."""
        raise NotImplementedError

    def say(self, line: str) -> None:
        """Say how far the work is, apart from what a program may read."""
        self.stderr.write(line, style_func=str)
        self.stderr.flush()
