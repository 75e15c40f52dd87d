"""A small folder of files of records, to load in place of the real ones."""

import copy
import shutil
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ORGANIZATION = {"slug": "cted", "name": "CTED", "kind": "un_entity"}
EVENT = {
    "code": "EV-0001",
    "title": "A workshop",
    "kind": "workshop",
    "status": "draft",
    "start": "2018-04-24",
    "organizers": ["cted"],
}
PRACTICE = {
    "code": "GP-0001",
    "title": "A practice",
    "kind": "tool",
    "status": "published",
    "summary": "What is done.",
    "sectors": ["aviation"],
    "measures": ["awareness"],
    "lead": ["cted"],
    "sources": [{"title": "A report", "publisher": "CTED", "url": "https://example.org/"}],
}
PAIR = {
    "from_paragraph": "2396-28",
    "to_paragraph": "2341-4",
    "relation": "narrower",
    "reason": "Both ask for exchange of information.",
    "judged_by": "editors",
}
EMPTY_CELL = {"paragraph": "2341-3", "sector": "water", "reason": "The paragraph is about laws."}

PARAGRAPHS = ("2", "3", "4", "28")


@pytest.fixture(scope="module")
def small_folder(tmp_path_factory):
    """Make a folder with one record of each noun beside the real terms and regions."""
    folder = tmp_path_factory.mktemp("fixtures")
    shutil.copy(settings.ROOT / "fixtures" / "regions.yaml", folder)
    countries = {"countries": read_fixture("countries")["countries"][:2]}
    write_files(folder, countries=countries, resolutions=shorten_resolutions())
    write_files(folder, organizations=[ORGANIZATION], events=[EVENT], practices=[PRACTICE])
    write_files(folder, crosswalk=[PAIR], not_applicable=[EMPTY_CELL], taxonomy=real_terms())
    return folder


@pytest.fixture
def folder(small_folder, tmp_path):
    """Return a copy of that folder for one test."""
    return shutil.copytree(small_folder, tmp_path, dirs_exist_ok=True)


@cache
def read_fixture(name: str) -> list | dict:
    """Return what one of the real files holds."""
    text = (settings.ROOT / "fixtures" / f"{name}.yaml").read_text()
    return yaml.load(text, yaml.CSafeLoader)


def real_terms() -> dict[str, list[dict]]:
    """Return the vocabularies of the real file; most of their other names are of no use here."""
    return {
        vocabulary: [term | {"other_names": term.get("other_names", [])[:1]} for term in terms]
        for vocabulary, terms in read_fixture("taxonomy").items()
    }


def shorten_resolutions() -> list[dict]:
    """Return two resolutions of the real file, with the paragraphs that tests name."""
    resolutions = copy.deepcopy(read_fixture("resolutions")[:2])
    for each in resolutions:
        named = [row for row in each["paragraphs"] if row.get("paragraph") in PARAGRAPHS]
        each["paragraphs"] = named
    return resolutions


def write_files(folder: Path, **files) -> None:
    """Write files of records."""
    for name, records in files.items():
        (folder / f"{name}.yaml").write_text(yaml.dump(records, Dumper=yaml.CSafeDumper))
