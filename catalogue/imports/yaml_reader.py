"""Read records from YAML files, and collect the errors with their file, record and field."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

# libyaml reads the real records eight times faster than the loader in Python.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
IS_MISSING = "is missing"


@dataclass(frozen=True)
class FileEntry:
    """One record as a file gives it; `position` is its place in the file."""

    file: str
    key: str
    data: dict
    position: int = 0


@dataclass
class Problems:
    """The errors found in files, each with its file and record."""

    found: list[str] = field(default_factory=list)

    def add(self, entry: FileEntry, text: str, field: str = "") -> None:
        """Add what is wrong with a record; `field` is the word that it is about."""
        parting = "" if not field else " " if text == IS_MISSING else ": "
        self.found.append(f"{entry.file}, {entry.key}: {field}{parting}{text}")

    def __bool__(self):
        return bool(self.found)


class LoadRefused(Exception):
    """Raised when files hold errors; none of their records was written."""

    def __init__(self, problems: Problems):
        self.problems = problems.found
        super().__init__("\n".join(self.problems))


def read_yaml(
    path: Path, key: str, problems: Problems, *, under: str | None = None
) -> list[FileEntry]:
    """Return the records of a file, named by their field `key`: a list, or that under a name.

    A file that cannot be read, a record that is no mapping and a repeated key are problems.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506 (a safe loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        problems.found.append(f"{path.name}: cannot be read: {' '.join(str(error).split())}")
        return []
    if under is not None:
        content = content.get(under) if isinstance(content, dict) else None
    if not isinstance(content, list):
        place = f" under {under!r}" if under else ""
        problems.found.append(f"{path.name}: a list of records is expected{place}")
        return []
    return list(make_entries(path.name, content, key, problems))


def make_entries(file: str, content: list, key: str, problems: Problems):
    """Return the records of a list; those without a key, or with a repeated one, are problems."""
    keys = set()
    for position, data in enumerate(content, start=1):
        name = data.get(key) if isinstance(data, dict) else None
        entry = FileEntry(file, str(name or f"record {position}"), data if name else {}, position)
        if not name:
            problems.add(entry, f"has no {key!r}")
        elif name in keys:
            problems.add(entry, f"{key!r} is given twice")
        else:
            keys.add(name)
            yield entry
