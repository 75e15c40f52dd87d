"""Trial accounts: only on one's own machine, and a second start can still say how to sign in."""

import stat

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command

from catalogue.management.commands.create_trial_accounts import get_passwords

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path, settings):
    settings.VAR = tmp_path
    return tmp_path / "trial-accounts.txt"


def test_makes_an_editor_and_a_reviewer_with_different_long_passwords(file):
    passwords = get_passwords(file)
    assert set(passwords) == {"editor", "reviewer"}
    assert len(set(passwords.values())) == 2
    assert all(len(password) >= 16 for password in passwords.values())
    for name, group in [("editor", "Editors"), ("reviewer", "Reviewers")]:
        user = User.objects.get(username=name)
        assert user.is_staff
        assert not user.is_superuser
        assert user.check_password(passwords[name])
        assert [g.name for g in user.groups.all()] == [group]


def test_only_the_owner_can_read_the_kept_passwords(file):
    file.write_text("old")
    file.chmod(0o644)
    get_passwords(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_second_start_knows_the_passwords_of_the_first(file):
    assert get_passwords(file) == get_passwords(file)


def test_a_second_start_hashes_no_password_again(file, monkeypatch):
    first = get_passwords(file)
    monkeypatch.setattr(User, "check_password", None)
    assert get_passwords(file) == first


def test_a_file_of_passwords_alone_is_completed_once_they_were_right(file, monkeypatch):
    first = get_passwords(file)
    file.write_text("".join(f"{name} {password}\n" for name, password in first.items()))
    assert get_passwords(file) == first
    monkeypatch.setattr(User, "check_password", None)
    assert get_passwords(file) == first


def test_a_changed_password_is_not_repeated(file):
    first = get_passwords(file)
    user = User.objects.get(username="editor")
    user.set_password("a different one")
    user.save()
    assert get_passwords(file) == {"editor": None, "reviewer": first["reviewer"]}


def test_without_the_file_no_password_is_known(file):
    get_passwords(file)
    file.unlink()
    assert get_passwords(file) == {"editor": None, "reviewer": None}


def test_an_account_of_the_same_name_stays_as_it_is(file):
    User.objects.create_user("editor", password="somebody's own")
    assert get_passwords(file)["editor"] is None
    assert not User.objects.get(username="editor").is_staff


def test_a_new_database_beside_an_old_file_gets_new_passwords(file):
    file.write_text("editor old-password\nreviewer old-password\n")
    assert "old-password" not in get_passwords(file).values()
    assert "old-password" not in file.read_text()


@pytest.mark.parametrize("mode", ["production", "test"])
def test_the_command_refuses_outside_a_local_trial(file, settings, mode):
    settings.MODE = mode
    with pytest.raises(CommandError, match="only where CATALOGUE_MODE is local"):
        call_command("create_trial_accounts")
    assert not User.objects.exists()


def test_the_command_says_how_to_sign_in(file, settings, capsys):
    settings.MODE = "local"
    call_command("create_trial_accounts")
    first = capsys.readouterr().out
    call_command("create_trial_accounts")
    assert capsys.readouterr().out == first
    assert f"editor     {get_passwords(file)['editor']}\n" in first


def test_the_command_says_how_to_get_a_new_password_where_it_was_changed(file, settings, capsys):
    User.objects.create_user("editor")
    settings.MODE = "local"
    call_command("create_trial_accounts")
    assert "./run manage changepassword editor" in capsys.readouterr().out


def test_missing_groups_are_explained(file, settings):
    settings.MODE = "local"
    Group.objects.all().delete()
    with pytest.raises(CommandError, match=r"Run `\./run manage migrate` first"):
        call_command("create_trial_accounts")
    assert not User.objects.exists()
