"""Let a person choose a password: for a new account, or when the old one is forgotten."""

from catalogue.management.commands.end_sessions import Command as ForUser
from catalogue.operations.invitations import build_invitation_link


class Command(ForUser):
    """Print a link that works once, for a day."""

    help = "Print a link at which a user chooses a password; it works once, for a day."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        self.stdout.write(build_invitation_link(self.find(username)))
