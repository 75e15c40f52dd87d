"""Read records from YAML files, and say in which file and record something is wrong."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

# libyaml reads the real records eight times faster than the loader in Python.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Entry:
    """One record as it stands in a file."""

    file: str
    key: str
    data: dict
    position: int = 0


@dataclass
class Problems:
    """Every error that was found, each with its file and record."""

    found: list[str] = field(default_factory=list)

    def add(self, entry: Entry, message) -> None:
        """Note what is wrong with one record."""
        self.found.append(f"{entry.file}, {entry.key}: {message}")

    def __bool__(self):
        return bool(self.found)


class LoadRefused(Exception):
    """The files hold errors; nothing of them was taken over."""

    def __init__(self, problems: Problems):
        self.problems = problems.found
        super().__init__("\n".join(self.problems))


def read(path: Path, key: str, problems: Problems, *, under: str | None = None) -> list[Entry]:
    """Return the records of a file, named by their field `key`; a list, or the list `under` a name.

    A file that cannot be read, a record that is no mapping and a key given twice are problems.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506 (a safe loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        problems.found.append(f"{path.name}: cannot be read: {' '.join(str(error).split())}")
        return []
    if under is not None:
        content = content.get(under) if isinstance(content, dict) else None
    if not isinstance(content, list):
        problems.found.append(f"{path.name}: a list of records is expected{_at(under)}")
        return []
    return _entries(path.name, content, key, problems)


def _at(under):
    return f" under {under!r}" if under else ""


def _entries(file, content, key, problems):
    entries, seen = [], set()
    for position, data in enumerate(content, start=1):
        name = data.get(key) if isinstance(data, dict) else None
        entry = Entry(file, str(name or f"record {position}"), data if name else {}, position)
        if not name:
            problems.add(entry, f"has no {key!r}")
        elif name in seen:
            problems.add(entry, f"{key!r} is given twice")
        else:
            seen.add(name)
            entries.append(entry)
    return entries
