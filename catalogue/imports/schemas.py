"""What a record of each noun may hold in a file. A word that is not listed here is refused."""

import datetime
from dataclasses import dataclass
from typing import Any

from catalogue.imports.yaml_reader import Entry, Problems


@dataclass(frozen=True)
class Field:
    """One field of a record: what it holds, and whether it must be there."""

    kind: type
    needed: bool = False
    each: "type | dict[str, Field] | None" = None  # of a list: what its items are


TEXT, NEEDED = Field(str), Field(str, needed=True)
WHOLE, FLAG = Field(int), Field(bool)
WORDS, NEEDED_WORDS = Field(list, each=str), Field(list, needed=True, each=str)


class Day(datetime.date):
    """Marks a field that holds an ISO date."""


SOURCE = {
    "title": TEXT,
    "publisher": TEXT,
    "year": WHOLE,
    "locator": TEXT,
    "url": TEXT,
    "url_unopened": FLAG,
    "also_read_at": TEXT,
    "read_in": TEXT,
    "archived_url": TEXT,
    "language": TEXT,
    "quotation": TEXT,
    "accessed_on": Field(Day),
}
SOURCES = Field(list, each=SOURCE)
READING = {"on": Field(Day, needed=True), "verdict": NEEDED}
STREAM = {"resolution": NEEDED, "name": NEEDED}
TERM = {
    "slug": NEEDED,
    "label": NEEDED,
    "order": WHOLE,
    "definition": TEXT,
    "parent": TEXT,
    "retired": FLAG,
}
MEASURE = {**TERM, "streams": Field(list, each=STREAM)}
REGION = {"code": NEEDED, "name": NEEDED, "parent": TEXT}
COUNTRY = {
    "code": NEEDED,
    "alpha3": NEEDED,
    "numeric": NEEDED,
    "name": NEEDED,
    "region": NEEDED,
    "un_member": Field(bool, needed=True),
}
ORGANIZATION = {
    "slug": NEEDED,
    "name": NEEDED,
    "acronym": TEXT,
    "other_names": WORDS,
    "kind": NEEDED,
    "parent": TEXT,
    "successor": TEXT,
    "country": TEXT,
    "founded": WHOLE,
    "ended": WHOLE,
    "website": TEXT,
    "summary": TEXT,
    "sources": SOURCES,
    "source_url": TEXT,
    "url_unopened": FLAG,
}
PARAGRAPH = {
    "paragraph": TEXT,
    "number_confirmed": Field(bool, needed=True),
    "verb": TEXT,
    "heading": TEXT,
    "summary": NEEDED,
    "measures": WORDS,
    "note": TEXT,
}
RESOLUTION = {
    "symbol": NEEDED,
    "organ": NEEDED,
    "number": Field(int, needed=True),
    "year": Field(int, needed=True),
    "adopted": Field(Day, needed=True),
    "meeting": TEXT,
    "title": TEXT,
    "summary": TEXT,
    "url": TEXT,
    "sources": SOURCES,
    "read_at": TEXT,
    "paragraphs": Field(list, each=PARAGRAPH),
}
EVENT = {
    "code": NEEDED,
    "title": NEEDED,
    "kind": NEEDED,
    "status": NEEDED,
    "review_note": TEXT,
    "start": Field(Day, needed=True),
    "end": Field(Day),
    "city": TEXT,
    "country": TEXT,
    "organizers": WORDS,
    "auspices": WORDS,
    "participants": WORDS,
    "other_participants": TEXT,
    "sectors": WORDS,
    "measures": WORDS,
    "resolutions": WORDS,
    "summary": TEXT,
    "sources": SOURCES,
    "source_url": TEXT,
    "url_unopened": FLAG,
}
BASIS = {"resolution": NEEDED, "paragraph": NEEDED, "relation": NEEDED, "reason": TEXT}
EVIDENCE = {"kind": NEEDED, "by_whom": NEEDED, "finding": NEEDED}
RELATION = {"practice": NEEDED, "kind": NEEDED, "reason": TEXT}
PRACTICE = {
    "code": NEEDED,
    "title": NEEDED,
    "kind": NEEDED,
    "status": NEEDED,
    "review_note": TEXT,
    "verification": Field(dict, each=READING),
    "summary": TEXT,
    "how_it_works": TEXT,
    "results": TEXT,
    "success_factors": TEXT,
    "resources": TEXT,
    "limits": TEXT,
    "safeguards": TEXT,
    "adaptation": TEXT,
    "countries": WORDS,
    "regions": WORDS,
    "lead": WORDS,
    "partners": WORDS,
    "funders": WORDS,
    "implementers": WORDS,
    "evaluators": WORDS,
    "other_participants": TEXT,
    "sectors": WORDS,
    "measures": WORDS,
    "threats": WORDS,
    "basis": Field(list, each=BASIS),
    "evidence": Field(list, each=EVIDENCE),
    "started": WHOLE,
    "ended": WHOLE,
    "events": WORDS,
    "relations": Field(list, each=RELATION),
    "sources": SOURCES,
}


def check(entry: Entry, shape: dict[str, Field], problems: Problems) -> bool:
    """Say whether a record has its shape; every deviation is a problem."""
    found = list(_deviations(entry.data, shape, ""))
    for message in found:
        problems.add(entry, message)
    return not found


def _deviations(data: dict, shape: dict[str, Field], path: str):
    for name in data.keys() - shape.keys():
        yield f"unknown word {path + str(name)!r}"
    for name, field in shape.items():
        value = data.get(name)
        if value is None or value == "":
            if field.needed:
                yield f"{path}{name} is missing"
        else:
            yield from _wrong(value, field, path + name)


def _wrong(value: Any, field: Field, path: str):
    if field.kind is Day:
        if not _is_day(value):
            yield f"{path}: {value!r} is not a date like 2018-04-24"
    elif type(value) is not field.kind:  # a bool is no number here
        yield f"{path}: {value!r} is not {_NAMES[field.kind]}"
    elif field.kind is dict:
        yield from _deviations(value, field.each, f"{path}.")
    elif field.kind is list:
        for position, item in enumerate(value, start=1):
            yield from _wrong_item(item, field.each, f"{path}[{position}]")


def _wrong_item(item, each, path):
    wanted = dict if isinstance(each, dict) else each
    if type(item) is not wanted:
        yield f"{path}: {item!r} is not {_NAMES[wanted]}"
    elif isinstance(each, dict):
        yield from _deviations(item, each, f"{path}.")


def _is_day(value):
    try:
        datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True


_NAMES = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a mapping",
}
