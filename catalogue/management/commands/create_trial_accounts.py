"""Create an editor and a reviewer for a trial of the catalogue on one's own machine."""

import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

TRIAL_ACCOUNTS = {"editor": "Editors", "reviewer": "Reviewers"}


@dataclass(frozen=True)
class KnownPassword:
    """A password that was made here, and what the account held when it was last found right."""

    password: str
    encoded: str = ""

    def is_right(self, user) -> bool:
        """Return True if it is the password of a user; hashing takes long, and is seldom needed."""
        return user.password == self.encoded or user.check_password(self.password)


def read_passwords(file: Path) -> dict[str, KnownPassword]:
    """Return the passwords of a file by user name."""
    lines = file.read_text().splitlines() if file.exists() else []
    words = (line.split() for line in lines)
    return {name: KnownPassword(*rest) for name, *rest in words if len(rest) in (1, 2)}


def write_passwords(file: Path, passwords: dict[str, KnownPassword]) -> None:
    """Write the passwords to a file that only its owner can read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)  # an old file would keep its old mode
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.writelines(
            f"{name} {known.password} {known.encoded}\n" for name, known in passwords.items()
        )


@transaction.atomic
def create_missing_accounts() -> dict[str, KnownPassword]:
    """Create the missing accounts; return their passwords by user name."""
    users, created = get_user_model().objects, {}
    for name, group in TRIAL_ACCOUNTS.items():
        if not users.filter(username=name).exists():
            password = secrets.token_urlsafe(12)
            user = users.create_user(name, password=password, is_staff=True)
            user.groups.add(Group.objects.get(name=group))
            created[name] = KnownPassword(password, user.password)
    return created


def get_passwords(file: Path) -> dict[str, str | None]:
    """Create missing accounts; return the password of each, or None if it was changed."""
    before = read_passwords(file)
    known, result = before | create_missing_accounts(), dict.fromkeys(TRIAL_ACCOUNTS)
    for user in get_user_model().objects.filter(username__in=known.keys() & TRIAL_ACCOUNTS.keys()):
        if known[user.username].is_right(user):
            result[user.username] = known[user.username].password
            known[user.username] = replace(known[user.username], encoded=user.password)
    if known != before:
        write_passwords(file, known)
    return result


class Command(BaseCommand):
    """Create the trial accounts if they are missing, and print how to sign in."""

    help = "Create the accounts `editor` and `reviewer` for a trial on this machine."

    def handle(self, **options):
        if settings.MODE != "local":
            raise CommandError("Trial accounts are made only where CATALOGUE_MODE is local.")
        file = settings.VAR / "trial-accounts.txt"
        try:
            passwords = get_passwords(file)
        except Group.DoesNotExist as error:
            raise CommandError(
                "The groups Editors and Reviewers are missing. Run `./run manage migrate` first."
            ) from error
        self.stdout.write("Sign in under /admin/ as:")
        for name, password in passwords.items():
            changed = f"(its password was changed; a new one: ./run manage changepassword {name})"
            self.stdout.write(f"  {name:<10} {password or changed}")
