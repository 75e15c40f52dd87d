"""End sessions at once: somebody's, or everybody's."""

import logging

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from catalogue.operations import session_queries

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """End sessions, as after a theft; whoever had one has to sign in again."""

    help = "End the sessions of a user, or without a name of everybody."

    def add_arguments(self, parser):
        parser.add_argument("username", nargs="?")

    def handle(self, *, username, **options):
        count = (
            session_queries.end_sessions(self.find(username))
            if username
            else session_queries.end_all_sessions()
        )
        log.info("A command ended %d sessions of %s.", count, username or "everybody")
        self.stdout.write(f"Sessions ended: {count}.")

    def find(self, username):
        """Return the user of a name."""
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username}.")
        return user
