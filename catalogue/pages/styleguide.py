"""The style guide: each design token and each part of a page, with a sample."""

import re

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string

from catalogue.pages.styleguide_samples import LIST_CLASSES, SAMPLES

TOKEN_PATTERN = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
#: The group of a token by the beginning of its name; other tokens are sizes or colours.
TOKEN_GROUPS = {"text": "text", "space": "space", "serif": "font", "sans": "font"}
SIZE_TOKENS = {"measure", "side", "page", "target", "radius"}


def style_guide(request):
    """Answer with the style guide; in production there is none."""
    if settings.IN_PRODUCTION:
        raise Http404
    context = {
        "groups": group_tokens(read_tokens()),
        "parts": [
            (name, render_sample(name, request), LIST_CLASSES.get(name)) for name in list_parts()
        ],
    }
    return render(request, "catalogue/pages/style.html", context)


def read_tokens() -> dict[str, str]:
    """Return the design tokens and their values, in the order of the style sheet."""
    text = (settings.ROOT / "static" / "css" / "tokens.css").read_text()
    return dict(TOKEN_PATTERN.findall(text))


def group_tokens(found: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Return tokens by group: text, space, font, size, colour."""
    groups = {}
    for name, value in found.items():
        rest = "size" if name in SIZE_TOKENS else "colour"
        group = TOKEN_GROUPS.get(name.partition("-")[0], rest)
        groups.setdefault(group, []).append((name, value))
    return groups


def list_parts() -> list[str]:
    """Return the names of the templates in parts/."""
    folder = settings.ROOT / "templates" / "parts"
    return sorted(path.stem for path in folder.glob("*.html"))


def render_sample(name: str, request) -> str | None:
    """Return a part rendered with its sample, or None if it has none."""
    if name not in SAMPLES:
        return None
    return render_to_string(f"parts/{name}.html", SAMPLES[name](), request)
