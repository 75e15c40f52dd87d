"""Every address of the configuration, with something written where it has a parameter."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, get_resolver

#: What stands for a parameter by its converter, so that most addresses lead to a view.
SAMPLES = {"int": "1", "slug": "x", "path": "x", "str": "x", "code": "GP-0001"}
PARAMETER = re.compile(r"<(?:(\w+):)?\w+>")
GROUP = re.compile(r"\(\?P<\w+>((?:[^()\\]|\\.)*)\)")


def routes(patterns=None, before: str = "/") -> Iterator[str]:
    """Return an address for each route, also of those that stand below others."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = before + written(str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield here
        else:
            yield from routes(pattern.url_patterns, here)


def written(route: str) -> str:
    """Return a route with its parameters filled in."""
    plain = GROUP.sub(lambda group: group[1].split("|")[0].replace(".*", "x"), route)
    plain = PARAMETER.sub(lambda found: SAMPLES.get(found[1] or "str", "x"), plain)
    return plain.removeprefix("^").removesuffix("$").removesuffix("\\Z")
