"""What happens before every start: in order, safe to repeat, and cheap the second time."""

import os
import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from catalogue.management.commands import prepare
from tests.factories import make_event


@pytest.fixture
def calls(monkeypatch):
    """Note the commands that are called instead of calling them."""
    calls = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: calls.append(name))
    monkeypatch.setattr(prepare, "collect_static_files", lambda: calls.append("collectstatic"))
    return calls


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["local", "production"])
def test_the_order_of_the_steps_and_trial_accounts_only_locally(calls, settings, mode):
    settings.MODE = mode
    call_command("prepare")
    steps = ["migrate", "load_records", "collectstatic", "status"]
    assert calls == steps + ["create_trial_accounts"] * (mode == "local")


@pytest.mark.django_db
def test_a_database_that_is_not_whole_is_refused(calls):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX an_address_is_one_source")
    with pytest.raises(CommandError, match="missing: index an_address_is_one_source"):
        call_command("prepare")
    assert calls == ["migrate"]


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_explained(monkeypatch):
    def refuse(name, **options):
        raise OperationalError("connection refused")

    monkeypatch.setattr(prepare, "call_command", refuse)
    with pytest.raises(CommandError, match="connection refused\nIs DATABASE_URL right"):
        call_command("prepare")


def test_a_static_file_with_an_old_time_is_collected_too(tmp_path, settings):
    source = tmp_path / "source"
    source.mkdir()
    (source / "new.css").write_text("a {}")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], tmp_path / "static"
    prepare.collect_static_files()
    (source / "new.css").write_text("b {}")
    os.utime(source / "new.css", (0, 0))
    prepare.collect_static_files()
    assert (tmp_path / "static" / "new.css").read_text() == "b {}"


def test_static_files_are_collected_again_only_when_one_changed(tmp_path, settings):
    source = tmp_path / "source"
    source.mkdir()
    (source / "new.css").write_text("a {}")
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "static"
    assert prepare.collect_static_files()
    assert not prepare.collect_static_files()
    (source / "new.css").write_text("a { color: red }")
    assert prepare.collect_static_files()
    assert (tmp_path / "static" / "new.css").read_text() == "a { color: red }"


def test_what_prepare_remembers_of_static_files_is_not_among_them(tmp_path, settings):
    """All that is in their folder is served."""
    source, root = tmp_path / "source", tmp_path / "static"
    for folder in (source, root):
        folder.mkdir()
    (source / "new.css").write_text("a {}")
    (root / ".sources.sha256").write_text("of an earlier version")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], root
    assert prepare.collect_static_files()
    assert [path.name for path in root.iterdir() if not path.is_dir()] == ["new.css"]
    assert not prepare.collect_static_files()
    shutil.rmtree(root)
    assert prepare.collect_static_files()


@pytest.mark.django_db
def test_the_status_counts_public_records_only(capsys):
    make_event()
    make_event(status="draft")
    call_command("status")
    assert capsys.readouterr().out.startswith("Public: 0 practices, 1 events, 0 resolutions, ")
