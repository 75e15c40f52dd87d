"""Commands for cron or a timer, each run by one process at a time."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from catalogue.db.job_locks import JobRunning, hold_job_lock

#: The exit code if the same command is running elsewhere: EX_TEMPFAIL of sysexits.h.
EXIT_ALREADY_RUNNING = 75


class ScheduledCommand(BaseCommand):
    """A command whose `run_job` is run by one process at a time.

    Exit codes: 0 done, 1 failed, 2 wrong arguments, 75 running elsewhere.
    """

    def handle(self, *args, **options):
        name = self.__module__.rpartition(".")[2]
        try:
            with hold_job_lock(name):
                self.run_job(*args, **options)
        except JobRunning:
            message = f"{name} is already running."
            raise CommandError(message, returncode=EXIT_ALREADY_RUNNING) from None
        except (DatabaseError, OSError) as error:
            raise CommandError(f"{name} failed: {error}") from error

    def run_job(self, *args, **options):
        """Do the job. It must be safe to repeat, also after it was interrupted."""
        raise NotImplementedError

    def report(self, line: str) -> None:
        """Write progress to standard error, apart from output that programs may read."""
        self.stderr.write(line, style_func=str)
        self.stderr.flush()
