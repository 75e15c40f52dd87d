"""The new text field `lessons` of practices works wherever a field of a practice has to work."""

import csv
import io
import json
import shutil

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from catalogue.models import Practice
from tests.admin.conftest import make_person
from tests.factories import make_practice

pytestmark = pytest.mark.django_db
LESSONS, OTHERS = "Rehearse with the neighbouring depot.", "Tell the night shift too."


@pytest.fixture
def editor():
    """Return the browser of an editor."""
    client = Client()
    client.force_login(make_person("editor"))
    return client


def get_text(path: str, **query) -> str:
    """Return a public page or file."""
    answer = Client().get(path, query)
    assert answer.status_code == 200
    return answer.getvalue().decode("utf-8-sig")


def import_csv(tmp_path, **cells: str) -> None:
    """Import one row of a CSV as the editor."""
    file = tmp_path / "table.csv"
    with file.open("w", newline="") as opened:
        writer = csv.DictWriter(opened, list(cells))
        writer.writeheader()
        writer.writerow(cells)
    call_command("import_records", str(file), "--as", "editor")


def test_it_is_exported():
    practice = make_practice(lessons=LESSONS)
    (row,) = csv.DictReader(io.StringIO(get_text("/practices.csv"), newline=""))
    assert row["lessons"] == LESSONS
    (record,) = json.loads(get_text("/practices.json"))["records"]
    assert record["lessons"] == LESSONS
    assert get_text("/practices.csv", columns="code,lessons").splitlines() == [
        "code,lessons",
        f"{practice.code},{LESSONS}",
    ]


def test_it_is_described():
    described = json.loads(get_text("/practices.csv-metadata.json"))
    columns = described["tableSchema"]["columns"]
    (column,) = [each for each in columns if each["name"] == "lessons"]
    assert "What was learned" in json.dumps(column)
    section = (settings.ROOT / "docs/data.md").read_text().partition("## good-practices ")[2]
    assert "| `lessons` | What was learned |" in section.partition("\n## ")[0]


def test_it_is_imported_into_a_new_record_from_csv(tmp_path, editor):
    import_csv(tmp_path, code="", title="A drill", kind="guidance", lessons=LESSONS)
    assert Practice.objects.get(title="A drill").lessons == LESSONS


def test_an_exported_file_with_another_text_changes_a_draft(tmp_path, editor):
    practice = make_practice(lessons=LESSONS, status="draft")
    import_csv(tmp_path, code=practice.code, title=practice.title, lessons=OTHERS)
    practice.refresh_from_db()
    assert practice.lessons == OTHERS


def test_a_published_record_gets_it_by_a_revision(tmp_path, editor):
    practice = make_practice(lessons=LESSONS)
    import_csv(tmp_path, code=practice.code, title=practice.title, lessons=OTHERS)
    practice.refresh_from_db()
    assert practice.lessons == LESSONS
    assert practice.revision.lessons == OTHERS


def test_it_is_loaded_from_yaml_and_from_an_exported_table(tmp_path):
    folder = tmp_path / "records"
    shutil.copytree(settings.ROOT / "fixtures", folder)
    records = yaml.load((folder / "practices.yaml").read_text(), yaml.CSafeLoader)
    records[0]["lessons"] = LESSONS
    (folder / "practices.yaml").write_text(yaml.safe_dump(records, allow_unicode=True))
    call_command("load_records", str(folder))
    practice = Practice.objects.get(code=records[0]["code"])
    assert practice.lessons == LESSONS
    table = tmp_path / "practices.csv"
    table.write_text(get_text("/practices.csv").replace(LESSONS, OTHERS))
    call_command("load_records", str(table))
    practice.refresh_from_db()
    assert practice.lessons == OTHERS


def test_it_is_shown_on_the_page_and_compared():
    one, other = make_practice(lessons=LESSONS), make_practice(lessons=OTHERS)
    page = get_text(one.get_absolute_url())
    assert LESSONS in page
    assert "Lessons" in page
    query = f"?code={one.code}&code={other.code}"
    compared = Client().get(f"/practices/compare/{query}").content.decode()
    assert LESSONS in compared
    assert OTHERS in compared


def test_it_is_in_the_form_and_in_the_history(tmp_path, editor):
    import_csv(tmp_path, code="", title="A drill", kind="guidance", lessons=LESSONS)
    practice = Practice.objects.get(title="A drill")
    import_csv(tmp_path, code=practice.code, title=practice.title, lessons=OTHERS)
    record = f"/admin/catalogue/practice/{practice.pk}"
    assert 'name="lessons"' in editor.get(f"{record}/change/").content.decode()
    compared = editor.get(f"{record}/compare/")
    assert [str(field.label) for field in compared.context["fields"]] == ["Lessons"]
