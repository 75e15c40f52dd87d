"""Print a link for choosing a password: for a new account, or after the old one was forgotten."""

from django.core.management.base import BaseCommand

from catalogue.management.commands.end_sessions import get_user
from catalogue.operations.login import invite_user


class Command(BaseCommand):
    """Print a link that works once, for a day."""

    help = "Print a link at which a user chooses a password; it works once, for a day."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        self.stdout.write(invite_user(user=get_user(username), by="A command"))
