"""The real records go out as files and come in again: nothing is lost on the way."""

import csv
import io
import shutil

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalogue.core.registry import get_noun
from catalogue.imports.apply import apply_import
from catalogue.imports.loader import RecordLoader, fixture_nouns
from catalogue.imports.refusals import ImportRefused
from catalogue.imports.schemas import schema_of
from tests.admin.conftest import make_person
from tests.imports.tables import does, exported, look
from tests.imports.test_import_preview import NOUNS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("noun", NOUNS)
def test_an_export_of_all_is_read_as_what_is_there(real_records, noun, extension):
    by, data = make_person("superuser"), exported(noun, extension)
    found = look(data, NOUNS[noun], by)
    assert does(found) == {"unchanged": NOUNS[noun].objects.published().count()}
    assert does(found)["unchanged"] > 5
    assert apply_import(found.pk, by=by).done["created"] == {}
    if extension == "csv":
        assert exported(noun) == data
    with pytest.raises(ImportRefused):
        apply_import(found.pk, by=by)


#: The nouns with a file of their list, each after those that its rows name.
IN_ORDER = ("resolutions", "organizations", "events", "practices")


def read_back(data: bytes, noun: str) -> list[dict[str, str]]:
    """Return the rows of a CSV, with the columns that an import reads back."""
    columns = schema_of(NOUNS[noun]).columns
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [{name: row[name] for name in columns} for row in rows]


def test_two_empty_catalogues_become_the_same(db):
    first, second = (load_and_export() for _ in range(2))
    assert first == second


def load_and_export() -> dict[str, bytes]:
    """Return the files of a catalogue that was loaded, without the moments of loading."""
    with transaction.atomic():
        RecordLoader().run(settings.ROOT / "fixtures")
        files = {noun: exported(noun, columns=untimed_columns(noun)) for noun in IN_ORDER}
        transaction.set_rollback(True)
    return files


def untimed_columns(noun: str) -> str:
    """Return the columns that do not say when a record was loaded."""
    names = get_noun(NOUNS[noun]).export.by_name
    return ",".join(name for name in names if name not in ("published_at", "updated_at"))


def test_files_that_are_loaded_into_an_empty_catalogue_make_drafts_with_the_same_columns(
    db, tmp_path
):
    with transaction.atomic():
        RecordLoader().run(settings.ROOT / "fixtures")
        files = {noun: exported(noun) for noun in IN_ORDER}
        transaction.set_rollback(True)
    load_words(tmp_path)
    for noun, data in files.items():
        path = tmp_path / f"{noun}.csv"
        path.write_bytes(data)
        (outcome,) = RecordLoader().run(path)
        assert outcome.created == len(read_back(data, noun)) == NOUNS[noun].objects.count()
        assert set(NOUNS[noun].objects.values_list("status", flat=True)) == {"draft"}
        # Files name no record that is not public: the drafts are shown as they will be then.
        NOUNS[noun].objects.update(status="published", published_at=timezone.now())
    for noun, data in files.items():
        assert by_key(exported(noun), noun) == by_key(data, noun)


def by_key(data: bytes, noun: str) -> dict[str, dict[str, str]]:
    """Return the rows of a CSV by the key of their record: a new list may have another order."""
    return {row[schema_of(NOUNS[noun]).key]: row for row in read_back(data, noun)}


def load_words(folder) -> None:
    """Load the vocabularies, regions and countries alone."""
    for noun in fixture_nouns():
        file, under = noun.fixture
        if under:
            shutil.copy(settings.ROOT / "fixtures" / file, folder)
        else:
            (folder / file).write_text("[]")
    RecordLoader().run(folder)
