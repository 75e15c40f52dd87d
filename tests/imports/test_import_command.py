"""The same from the shell: a trial, an import, or every error and a failure."""

import pytest
from django.core.management import CommandError, call_command

from catalogue import models
from catalogue.imports.models import Import
from catalogue.versions import history
from tests.factories import make_practice
from tests.imports.tables import NEW, written

pytestmark = pytest.mark.django_db

NEW_ROW = {"code": "", **NEW["practice"]}


@pytest.fixture
def file(tmp_path):
    """Return a function that writes rows into a file, and returns its path."""

    def write(*rows):
        (tmp_path / "table.csv").write_bytes(written(*rows))
        return str(tmp_path / "table.csv")

    return write


def run(*words):
    """Call the command as an editor."""
    call_command("import_records", *words, "--as", "editor")


def test_it_imports_in_the_name_of_somebody_and_says_how_far_it_is(by, file, capsys):
    draft = make_practice(status="draft")
    rows = [NEW_ROW, {"code": draft.code, "title": "New", "kind": draft.kind}]
    run(file(*rows), "--why", "From the report.")
    record = models.Practice.objects.get(title=NEW_ROW["title"])
    revision = history.get_versions(record).get().revision
    assert (revision.user, revision.comment) == (by, "From the report.")
    said = capsys.readouterr()
    assert "practices: 1 create, 1 update, 0 unchanged, 0 error" in said.out
    assert f"Applied as import {Import.objects.get().pk}." in said.out
    assert "Rows read: 2" in said.err
    assert "Records updated: 1" in said.err


def test_a_trial_changes_nothing(by, file, capsys):
    run(file(NEW_ROW), "--dry-run")
    assert not models.Practice.objects.exists()
    assert not Import.objects.exists()
    assert "1 create" in capsys.readouterr().out


def test_where_nothing_is_to_change_it_says_so(by, file, capsys):
    practice = make_practice()
    run(file({"code": practice.code, "title": practice.title}))
    assert "Nothing to change." in capsys.readouterr().out
    assert not Import.objects.exists()


@pytest.mark.parametrize("trial", [[], ["--dry-run"]])
def test_errors_fail_it_and_are_all_said_with_row_and_column(by, file, trial):
    rows = [{**NEW_ROW, "kind": "wish"}, {**NEW_ROW, "code": "GP-9999"}, {**NEW_ROW, "title": "A"}]
    with pytest.raises(CommandError) as refused:
        run(file(*rows), *trial)
    said = str(refused.value)
    assert "row 2, kind: 'wish' is unknown" in said
    assert "row 3, code: “GP-9999” is unknown" in said
    assert not models.Practice.objects.exists()


def test_a_file_that_cannot_be_read_fails_it(by, tmp_path):
    with pytest.raises(CommandError, match="Nothing was imported"):
        run(str(tmp_path / "nowhere.csv"))
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="No column of the file is known"):
        run(str(tmp_path / "other.csv"))


def test_somebody_who_is_not_there_or_may_not_import_fails_it(by, file):
    with pytest.raises(CommandError, match="no active user 'ghost'"):
        call_command("import_records", file(NEW_ROW), "--as", "ghost")
    by.groups.clear()
    with pytest.raises(CommandError, match="may not import practices"):
        run(file(NEW_ROW))
    assert not models.Practice.objects.exists()


def test_it_says_how_the_file_was_read_and_what_was_not_read(by, file, capsys):
    run(file({**NEW["event"], "start": "24/04/2018", "Colour": "red"}), "--dry-run")
    said = capsys.readouterr().out
    assert "24/04/2018 is 2018-04-24" in said
    assert "Not read, since there are no such columns: Colour." in said
