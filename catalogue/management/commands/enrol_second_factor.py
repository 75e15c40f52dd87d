"""Give a user a second factor, also the first administrator."""

import logging

from django.core.management.base import BaseCommand
from django.db import transaction

from catalogue.management.commands.end_sessions import get_user
from catalogue.operations.second_factor import enrol_user

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Enrol a user: print an address for an authenticator app, and backup codes."""

    help = "Give a user a second factor for signing in; what the user had before ends."

    def add_arguments(self, parser):
        parser.add_argument("username")

    @transaction.atomic
    def handle(self, *, username, **options):
        user = get_user(username)
        address, codes = enrol_user(user)
        log.info("A command gave %s a second factor.", user)
        self.stdout.write(
            f"Enter this address into an authenticator app, by hand or as a QR code:\n{address}\n\n"
            "Backup codes, each of which works once. Keep them apart from the telephone:\n"
            + "\n".join(codes)
        )
