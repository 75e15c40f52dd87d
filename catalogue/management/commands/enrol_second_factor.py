"""Give somebody a second factor, the first administrator above all."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from catalogue.operations.second_factor import enrol_user


class Command(BaseCommand):
    """Enrol a user: an address for an authenticator app, and backup codes."""

    help = "Give a user a second factor for signing in; what the user had before ends."

    def add_arguments(self, parser):
        parser.add_argument("username")

    @transaction.atomic
    def handle(self, *, username, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username}.")
        address, codes = enrol_user(user)
        self.stdout.write(
            f"Enter this address into an authenticator app, by hand or as a QR code:\n{address}\n\n"
            "Backup codes, each of which works once. Keep them apart from the telephone:\n"
            + "\n".join(codes)
        )
