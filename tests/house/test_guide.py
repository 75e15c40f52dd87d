"""The guide for editors names buttons, fields and lists as the desk does."""

import ast
import re
from functools import cache
from pathlib import Path

import django.contrib.admin
from django.conf import settings

ROOT = settings.ROOT
GUIDE = ROOT / "docs/editing.md"
#: Django's own texts of the admin: the originals of its translations.
OF_DJANGO = Path(django.contrib.admin.__file__).parent / "locale/en/LC_MESSAGES/django.po"
TRANSLATED = re.compile(
    r"""{%\s*translate\s+["'](.+?)["']\s*%}|{%\s*blocktranslate[^%]*%}(.+?){%\s*(?:plural|end)""",
    re.DOTALL,
)
PLACEHOLDER = re.compile(r"\\{\\{.+?\\}\\}|%\\\(\w+\\\)[sd]|%[sd]|%\(\w+\)[sd]")


def read_texts() -> set[str]:
    """Return all texts that are translated: of the code, the templates and Django's admin."""
    found = set(re.findall(r'^msgid "(.+)"$', OF_DJANGO.read_text(), re.MULTILINE))
    for path in (ROOT / "templates").rglob("*.html"):
        for text in (one or several for one, several in TRANSLATED.findall(path.read_text())):
            found |= {text, *re.findall(r"<a [^>]+>(.+?)</a>", text)}
    for path in (ROOT / "catalogue").rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and re.search(r"gettext|^_$", ast.unparse(node.func)):
                found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return {text for text in found if isinstance(text, str)}


@cache
def compile_texts() -> re.Pattern:
    """Return the pattern of all texts, in which a placeholder stands for anything."""
    patterns = {PLACEHOLDER.sub(".+", re.escape(text)) for text in read_texts()}
    with_words = sorted(p for p in patterns if ".+" not in p or re.search("[A-Za-z]{4}", p))
    return re.compile("|".join(with_words), re.IGNORECASE)


def test_every_label_of_the_guide_is_a_text_of_the_desk():
    labels = re.findall(r"(?<![\w*])\*([^*]+)\*(?![\w*])", GUIDE.read_text())
    labels = {" ".join(label.split()) for label in labels}
    assert len(labels) > 40
    unknown = [
        label
        for label in sorted(labels)
        if not any(compile_texts().fullmatch(each) for each in (label, f"{label}:", f"{label}."))
    ]
    assert unknown == []
