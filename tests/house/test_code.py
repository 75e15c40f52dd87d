"""The house watches itself: floors, sizes, migrations, styles, templates, documents."""

import ast
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from catalogue import models
from catalogue.core.registry import listed_nouns

CODE = [
    path
    for folder in ("catalogue", "config", "tests", "tools")
    for path in sorted((settings.ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 500, 35


def name_of(path: Path) -> str:
    return str(path.relative_to(settings.ROOT))


def test_imports_go_down_the_floors_only():
    # In a process of its own: the linter sets up logging for itself.
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-cache"], cwd=settings.ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_a_file_and_its_functions_are_short(path):
    text = path.read_text()
    assert len(text.splitlines()) <= MOST_LINES
    long = [
        f"{node.name}: {length} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
        and (length := node.end_lineno - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    ]
    assert not long


def test_no_room_is_a_box_for_odds_and_ends():
    odd = {"utils", "helpers", "common", "services", "misc"}
    assert not [name_of(path) for path in CODE if path.stem in odd or path.parent.name in odd]


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert "No changes detected" in out.getvalue()


def test_every_model_has_the_label_of_the_app():
    for model in apps.get_models():
        if model.__module__.startswith("catalogue."):
            assert model._meta.label == f"catalogue.{model.__name__}"
            assert getattr(models, model.__name__) is model, "catalogue/models.py"


def test_styles_know_no_left_and_right():
    """Logical properties only, so that pages read from right to left as well."""
    physical = re.compile(
        r"(margin|padding|border|inset)-(left|right|top|bottom)|[^-]\b(left|right|top|bottom):|"
        r"text-align:\s*(left|right)|float:\s*(left|right)|[^-](width|height):"
    )
    for path in sorted((settings.ROOT / "static").rglob("*.css")):
        found = [line for line in path.read_text().splitlines() if physical.search(f" {line}")]
        assert not found, f"{path.name}: {found}"


def test_no_template_has_script_or_style_inside():
    for path in sorted((settings.ROOT / "templates").rglob("*.html")):
        text = path.read_text()
        assert not re.search(r"<style|<script(?![^>]*src=)|\sstyle=|\son\w+=", text), path.name


def test_every_column_of_an_export_is_described():
    text = (settings.ROOT / "docs" / "data.md").read_text()
    for export in [noun.export for noun in listed_nouns()]:
        section = text.partition(f"## {export.name} ")[2].partition("\n## ")[0]
        described = re.findall(r"^\| `(\w+)`", section, re.MULTILINE)
        assert described == [column.name for column in export.columns], export.name
