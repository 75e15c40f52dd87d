"""The commands exist, production refuses to start half-configured, and files name no machine."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import is_psycopg3

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-optional.txt", "requirements-dev.txt"]
# In pieces, or this file would be the first to break its own rule.
HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "deb" + "ian.org",
    "ubuntu" + ".com",
]
FOLDERS = ["wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers", "tmp/scr" + "atch"]
# A path of a machine begins a word; in an address the same letters follow a host name.
MACHINE_PATH = re.compile(r"(?<![\w./~$})-])/(?:" + "|".join(FOLDERS) + r")/\w")


def run(*words):
    """Run ./run and return what it did."""
    return subprocess.run(["./run", *words], cwd=ROOT, capture_output=True, text=True)


def import_settings(**variables):
    """Import the settings in a fresh process with nothing but `variables` in its environment."""
    environment = {"PATH": os.environ["PATH"], **variables}
    words = [sys.executable, "-c", "import config.settings"]
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)


def project_files():
    """Return every text file that is or would be committed."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip(f"not a git clone: {listed.stderr.strip()}")
    for name in filter(None, listed.stdout.split("\0")):
        try:
            yield name, (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "docs/operating.md"])
def test_commands_that_documents_name_exist(document):
    text = (ROOT / document).read_text() if (ROOT / document).exists() else ""
    offered = set(re.findall(r"^\./run ([\w-]+)", run("help").stdout, re.MULTILINE))
    checks = {"test", "check", "bench", "drill", "lighthouse", "screenshots", "compare-counts"}
    files = {"format", "lock", "synthetic", "build-countries", "data-dictionary"}
    assert offered == checks | files | {"manage", "help"}
    assert set(re.findall(r"\./run ([\w-]+)", text)) <= offered


def test_the_readme_says_how_to_start_and_how_to_test():
    text = (ROOT / "README.md").read_text()
    assert "./run\n" in text
    assert "./run test" in text


def test_an_unknown_command_is_refused_with_the_list_of_those_that_exist():
    done = run("tests")
    assert done.returncode != 0
    assert "'tests'" in done.stderr
    assert "manage" in done.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_is_the_default_and_names_what_is_missing(missing):
    given = {"SECRET_KEY": "k" * 50, "ALLOWED_HOSTS": "catalogue.example.org"}
    done = import_settings(**{name: given[name] for name in given if name != missing})
    assert done.returncode != 0
    assert f"Production needs {missing} in the environment" in done.stderr


def test_production_starts_with_what_it_needs():
    done = import_settings(SECRET_KEY="k" * 50, ALLOWED_HOSTS="catalogue.example.org")
    assert done.returncode == 0, done.stderr


def test_a_mode_that_does_not_exist_is_refused():
    done = import_settings(CATALOGUE_MODE="debug")
    assert "'debug' is not one of production, local, test" in done.stderr


def test_no_file_names_a_package_registry():
    found = [(name, host) for name, text in project_files() for host in HOSTS if host in text]
    assert found == []


def test_no_file_names_a_path_of_the_machine_it_was_written_on():
    found = [
        (name, match.group())
        for name, text in project_files()
        for match in MACHINE_PATH.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize("text", ["cd /ho" + "me/ann", "file:///ro" + "ot/x", '"/wo' + 'rk/main"'])
def test_the_rule_against_machine_paths_finds_them(text):
    assert MACHINE_PATH.search(text.replace("file://", "file "))


def test_the_rule_against_machine_paths_leaves_addresses_alone():
    assert not MACHINE_PATH.search("https://www.example.org/ho" + "me/news")


@pytest.mark.parametrize("name", [*LOCKS, "tools/bench/datasette.txt"])
def test_a_lock_file_has_hashes_and_no_address(name):
    text = (ROOT / name).read_text()
    packages = re.findall(r"^\w[\w.-]*==", text, re.MULTILINE)
    assert packages
    assert len(packages) == len(
        re.findall(r"^\w[\w.-]*==[^\n]* \\\n    --hash=sha256:", text, re.M)
    )
    assert "://" not in text
    assert "--index" not in text


def test_the_development_lock_contains_the_other_in_the_same_versions():
    pinned = [
        set(re.findall(r"^(\w\S*==\S+)", (ROOT / n).read_text(), re.MULTILINE)) for n in LOCKS
    ]
    assert pinned[0] <= pinned[1]


def test_the_postgresql_driver_is_psycopg2():
    """Django silently prefers psycopg 3 as soon as some package brings it."""
    assert not is_psycopg3
    for name in LOCKS:
        assert not re.search(r"^psycopg(-binary|-c)?==", (ROOT / name).read_text(), re.MULTILINE)
