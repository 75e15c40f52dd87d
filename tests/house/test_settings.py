"""Every variable the configuration reads is explained to those who have to set it."""

import ast
import re
from pathlib import Path

import pytest

from config.gunicorn import suitable_workers

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"[A-Z][A-Z0-9_]+")


def variables_read():
    """Return the names that config/ asks the environment for."""
    names = set()
    for file in (ROOT / "config").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in READERS:
                words = [a.value for a in node.args if isinstance(a, ast.Constant)]
                names |= {w for w in words if isinstance(w, str) and NAME.fullmatch(w)}
    return names


READERS = {"env.read_setting", "env.find_missing", "os.environ.get", "os.getenv"}


def test_the_search_finds_variables():
    assert {"SECRET_KEY", "DATABASE_URL", "WEB_CONCURRENCY"} <= variables_read()


def test_config_reads_the_environment_only_in_ways_that_the_search_knows():
    for file in (ROOT / "config").glob("*.py"):
        if file.name != "env.py":
            assert not re.search(r"os\.environ\[|from os import|getenv\(", file.read_text()), file


@pytest.mark.parametrize(
    ("document", "pattern"),
    [(".env.example", r"^#?(\w+)="), ("docs/operating.md", r"^\| `(\w+)` \|")],
)
def test_every_variable_is_explained_and_nothing_else(document, pattern):
    explained = set(re.findall(pattern, (ROOT / document).read_text(), re.MULTILINE))
    explained = {name for name in explained if NAME.fullmatch(name)}
    assert explained == variables_read()


@pytest.mark.parametrize(
    ("url", "cores", "workers"),
    [
        ("", 8, 2),
        ("sqlite:///catalogue.sqlite3", 8, 2),
        ("postgresql://localhost/catalogue", 1, 3),
        ("postgres://localhost/catalogue", 2, 5),
        ("postgresql://localhost/catalogue", 64, 5),
    ],
)
def test_the_number_of_workers_suits_the_database(url, cores, workers):
    assert suitable_workers(url, cores) == workers
