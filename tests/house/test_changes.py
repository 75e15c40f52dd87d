"""The three small changes of CONTRIBUTING.md, made in a copy of this checkout and proved there.

Each change edits only the places that the document names. The proofs are in `proofs/`. They do not
depend on the database, so they run once, on SQLite.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

FOLDERS = ("catalogue", "config", "docs", "fixtures", "static", "templates", "tests", "tools")
FILES = ("manage.py", "pyproject.toml", "README.md")
GENERATED = {"docs/data.md"}
BEFORE: dict[Path, dict[str, bytes]] = {}  # the source files of each new copy
TEST = {"CATALOGUE_MODE": "test", "DATABASE_URL": "sqlite://:memory:"}
TSV = '''"""TSV: columns separated by tabs."""

from catalogue.exports.cells import cell_text
from catalogue.exports.formats.base import SPREADSHEETS, Format


def write_tsv(file, table, options):
    """Write each record as a line."""
    for row in [[column.name for column in table.columns], *table.rows()]:
        texts = [" ".join(cell_text(cell, table.about.site).split()) for cell in row]
        file.write(("\\t".join(texts) + "\\n").encode())


FORMAT = Format(
    name="TSV",
    extension="tsv",
    content_type="text/tab-separated-values; charset=utf-8",
    write=write_tsv,
    group=SPREADSHEETS,
    contents="text with tabs",
    good_for="spreadsheets",
)
'''
pytestmark = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("sqlite"), reason="runs once, on SQLite"
)


@pytest.fixture
def copy(tmp_path) -> Path:
    """Return a copy of the checkout that may be changed."""
    folder = tmp_path / "copy"
    ignored = shutil.ignore_patterns("__pycache__", "*.webp")
    for name in FOLDERS:
        shutil.copytree(settings.ROOT / name, folder / name, ignore=ignored)
    for name in FILES:
        shutil.copy(settings.ROOT / name, folder)
    BEFORE[folder] = source_files(folder)
    return folder


def source_files(root: Path) -> dict[str, bytes]:
    """Return the content of each source file below a folder by its path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("catalogue", "config", "templates", "static", "tools", "docs")
        for path in (root / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".webp"
    }


def changed_files(copy: Path) -> set[str]:
    """Return the files of a copy that were changed or added since it was made."""
    before = BEFORE[copy]
    changed = {path for path, content in source_files(copy).items() if before.get(path) != content}
    return changed - GENERATED


def replace_once(file: Path, pattern: str, new: str) -> None:
    """Replace the only match of a pattern in a file."""
    text, count = re.subn(pattern, new, file.read_text(), flags=re.MULTILINE)
    assert count == 1, (file, pattern, count)
    file.write_text(text)


def run(copy: Path, *words: str, **environment: str) -> None:
    """Run Python in a copy; fail with its output if it fails."""
    given = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=copy,
        env=given | {"PYTHONDONTWRITEBYTECODE": "1"} | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-8000:]


def run_tests(copy: Path, *words: str) -> None:
    """Run tests in a copy; fail with their output if one of them fails."""
    options = ["-q", "--no-header", "--show-capture=no", "-p", "no:cacheprovider"]
    run(copy, "-m", "pytest", *options, *words)


def prove(copy: Path, name: str) -> None:
    """Run a proof of `proofs/` in a copy."""
    run_tests(copy, f"tests/house/proofs/{name}.py")


def test_a_new_text_field_of_practices_takes_three_places(copy):
    models, columns = "catalogue/practices/models.py", "catalogue/practices/columns.py"
    field = '    lessons = models.TextField(_("lessons"), blank=True)\n'
    replace_once(copy / models, r"^    adaptation = long_text_field\(", f"{field}\\g<0>")
    line = '    field("lessons", "What was learned"),\n'
    replace_once(copy / columns, r'^    field\("adaptation"', f"{line}\\g<0>")
    run(copy, "manage.py", "makemigrations", "catalogue", "--name", "lessons", **TEST)
    run(copy, "-m", "tools.data_dictionary", **TEST)
    (migration,) = (path for path in changed_files(copy) if path.endswith("_lessons.py"))
    assert changed_files(copy) == {models, migration, columns}
    prove(copy, "new_field")


def test_a_new_export_format_is_one_file(copy):
    name = "catalogue/exports/formats/tsv.py"
    (copy / name).write_text(TSV)
    run(copy, "-m", "tools.data_dictionary", **TEST)
    assert changed_files(copy) == {name}
    prove(copy, "new_format")


def test_a_new_facet_is_one_line_and_its_twin(copy):
    filters, twin = "catalogue/practices/filters.py", copy / "tests/listings/twin.py"
    facet = '    verdict = Facet("verdict", label=_("Verdict"), choices=Verdict.choices)\n'
    replace_once(copy / filters, r"^    verified = VerifiedFacet", f"{facet}\\g<0>")
    imported = "from catalogue.core.models import Verdict\n"
    replace_once(copy / filters, r"^from catalogue\.events\.models import", f"{imported}\\g<0>")
    assert changed_files(copy) == {filters}
    prove(copy, "new_facet")
    knows = ("tests/listings/test_twin.py", "-k", "knows_every_facet")
    with pytest.raises(AssertionError, match="1 failed, 3 passed"):
        run_tests(copy, *knows)
    line = '    "verdict": lambda p: {p.verdict} - {""},\n    "verified": verified,\n'
    twin.write_text(twin.read_text().replace('    "verified": verified,\n', line, 1))
    run_tests(copy, *knows)
