"""Names have one meaning, modules are more than crumbs, and prose is plain."""

import ast
import io
import re
import tokenize
from collections import defaultdict
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = settings.ROOT
MODULES = {
    path.relative_to(ROOT).as_posix(): path.read_text()
    for folder in ("catalogue", "config", "tools")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
}
PRODUCT = [path for path in MODULES if not path.startswith("tools/")]

#: Files that every Django or Python engineer expects in more than one folder.
CONVENTIONAL_FILES = {
    "__init__", "__main__", "admin", "apps", "columns", "filters", "forms", "middleware", "models",
    "queries", "querysets", "settings", "urls", "views", "wsgi",
    "citation", "nouns",  # declarations of a noun
    "base", "postgresql", "sqlite",  # what both databases, or all formats, have
}  # fmt: skip

#: Names that several modules may define, the modules that may, and why it is the same thing.
SHARED_NAMES = {
    "Command": ("catalogue/management/commands/*.py", "Django finds a command by this name"),
    **dict.fromkeys(
        [
            "drop_statements",
            "create_documents",
            "drop_documents",
            "fill_documents",
            "match_groups",
            "match_column",
            "create_statements",
            "touched_records_sql",
        ],
        ("catalogue/db/*/*.py", "the module of each database has the same functions"),
    ),
    "main": ("tools/*.py", "the entry point of a program"),
    "parse_arguments": ("tools/*.py", "the command line of a program"),
    "drill": ("tools/drills/*.py", "the work of a drill on one database"),
    "report": ("tools/drills/*.py", "every drill is started by this function"),
    "measure": ("tools/bench/measures/*.py", "the bench calls this function of each measure"),
}

#: Modules with the same name as another one, and why.
SHARED_MODULES = {
    "catalogue/management/commands/*.py": "a command has the name of the module that does its work",
}

#: Modules that only one sibling imports, and why they are separate.
SEPARATE = {
    "catalogue/db/operations.py": "migrations import it, which are no part of this list",
    "catalogue/coverage/states.py": "the numbers of one map, as matrix.py has those of the other",
    "catalogue/operations/admin_site.py": "Django's place for an admin site",
    "catalogue/operations/second_factor_views.py": "the pages of second_factor.py",
    "catalogue/pages/redis_pages.py": "used only with CACHE_URL",
    "catalogue/listings/cards.py": "an algorithm, tested by itself against a slow twin",
    "catalogue/practices/similar.py": "an algorithm, tested by itself against a slow twin",
    "config/databases.py": "keeps settings.py short",
    "config/logging_config.py": "keeps settings.py short",
    "catalogue/exports/formats/*.py": "one file per format; the package collects them",
    "catalogue/imports/*_reader.py": "one file per type of file; the cells are the same for all",
    "catalogue/imports/days.py": "an algorithm, tested by itself",
    "catalogue/search/expansion.py": "an algorithm, tested by itself",
    "tools/bench/measures/*.py": "one file per measure; the package collects them",
}

DOTTED = r"(catalogue|config)(\.\w+)+"
STIFF = re.compile(
    r"\b(say whether|says? of itself|anew|somebody|whoever|nobody knows|stands? behind|"
    r"(?:is|are|be) taken for|(?:lean|leans|leaning) on|hand(?:s|ed|ing)? in|whereof|thereof|"
    r"tells? apart|told apart|comes? of (?:it|that|which)|came of|mend(?:s|ed|ing)?|under way|"
    r"of which all|all that is|stands? there|take this list away|"
    r"beside the code|by themselves alone|at the desk)\b",
    re.IGNORECASE,
)


@cache
def parse_module(path: str) -> ast.Module:
    """Return the tree of a module."""
    return ast.parse(MODULES[path])


def public_definitions(tree: ast.Module) -> set[str]:
    """Return the names of the public functions and classes at the top of a module."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {
        node.name for node in tree.body if isinstance(node, kinds) and node.name.strip("_")[:1]
        and not node.name.startswith("_")
    }  # fmt: skip


def prose(path: str) -> list[tuple[int, str]]:
    """Return the strings and comments of a module with their line numbers."""
    found = [
        (node.lineno, node.value)
        for node in ast.walk(parse_module(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    for token in tokenize.generate_tokens(io.StringIO(MODULES[path]).readline):
        if token.type == tokenize.COMMENT:
            found.append((token.start[0], token.string))
    return found


def imported_modules(path: str) -> set[str]:
    """Return the files of the project that a module imports."""
    found = set()
    for node in ast.walk(parse_module(path)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Constant) and re.fullmatch(DOTTED, str(node.value)):
            names = [node.value, node.value.rpartition(".")[0]]  # a path for Django to import
        else:
            continue
        files = {name.replace(".", "/") for name in names}
        found |= {f"{file}.py" for file in files} | {f"{file}/__init__.py" for file in files}
    return found & set(MODULES)


def test_a_name_has_one_meaning():
    """The product is one name space; each folder of tools/ is another, since it runs by itself."""
    places = defaultdict(list)
    for path, tree in [(path, parse_module(path)) for path in MODULES]:
        space = path.split("/")[1] if path.startswith("tools/") else ""
        for name in public_definitions(tree):
            places[space, name].append(path)
    shared = {
        name: paths
        for (_space, name), paths in places.items()
        if len(paths) > 1
        and not (name in SHARED_NAMES and all(fnmatch(p, SHARED_NAMES[name][0]) for p in paths))
    }
    assert shared == {}


def test_a_module_name_is_used_once():
    places = defaultdict(list)
    for path in PRODUCT:
        excused = any(fnmatch(path, pattern) for pattern in SHARED_MODULES)
        if Path(path).stem not in CONVENTIONAL_FILES and not excused:
            places[Path(path).stem].append(path)
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


def test_texts_of_templates_are_plain():
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in sorted((ROOT / "templates").rglob("*.*"))
        for match in STIFF.finditer(path.read_text())
    ]
    assert found == []


def test_docstrings_comments_and_messages_are_plain():
    found = [
        f"{path}:{line}: {match.group()}"
        for path in MODULES
        for line, text in prose(path)
        for match in STIFF.finditer(text)
    ]
    assert found == []


def test_no_module_is_a_crumb():
    """A module that only one sibling imports belongs in that sibling."""
    importers = defaultdict(set)
    for path in PRODUCT:
        for imported in imported_modules(path) - {path}:
            importers[imported].add(path)
    crumbs = {
        path: next(iter(by))
        for path, by in importers.items()
        if len(by) == 1
        and Path(path).parent == Path(next(iter(by))).parent
        and Path(path).stem not in CONVENTIONAL_FILES
        and Path(next(iter(by))).stem != "urls"
        and not any(fnmatch(path, pattern) for pattern in SEPARATE)
    }
    assert crumbs == {}
