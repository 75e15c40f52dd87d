"""End the sessions of a user, or of all users, at once."""

import logging

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from catalogue.operations.sessions import end_all_sessions, end_sessions

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """End sessions, as after a theft; the users have to log in again."""

    help = "End the sessions of a user, or without a name of everybody."

    def add_arguments(self, parser):
        parser.add_argument("username", nargs="?")

    def handle(self, *, username, **options):
        count = end_sessions(get_user(username)) if username else end_all_sessions()
        log.info("A command ended %d sessions of %s.", count, username or "everybody")
        self.stdout.write(f"Sessions ended: {count}.")


def get_user(username: str):
    """Return the user with a name; CommandError if there is none."""
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"There is no user {username}.")
    return user
