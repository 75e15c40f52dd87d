"""Files of the catalogue that LibreOffice opened and saved again change nothing."""

from pathlib import Path

import pytest

from tests import office
from tests.admin.conftest import make_person
from tests.imports.tables import does, exported, look
from tests.imports.test_import_preview import NOUNS

pytestmark = [pytest.mark.django_db, pytest.mark.office]

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}


def write_files(folder, extension: str) -> list[Path]:
    """Write the files of all lists."""
    paths = [folder / f"{noun}.{extension}" for noun in NOUNS]
    for path in paths:
        path.write_bytes(exported(path.stem, extension))
    return paths


def test_what_libreoffice_saves_changes_nothing(real_records, tmp_path):
    by = make_person("superuser")
    csvs, books = write_files(tmp_path, "csv"), write_files(tmp_path, "xlsx")
    saved = {
        f"CSV, {name}": office.convert_to_csv(csvs, tmp_path / name, delimiter)
        for name, delimiter in DELIMITERS.items()
    }
    saved["CSV of a workbook"] = office.convert_to_csv(books, tmp_path / "flat", ";")
    for name, files in (("workbook", books), ("workbook of a CSV", csvs)):
        paths = office.convert_to_workbooks(files, tmp_path / name)
        saved[name] = [path.read_bytes() for path in paths]
    for name, files in saved.items():
        for noun, data in zip(NOUNS, files, strict=True):
            found = look(data, NOUNS[noun], by)
            count = NOUNS[noun].objects.published().count()
            assert (does(found), found.seen) == ({"unchanged": count}, []), (name, noun)
