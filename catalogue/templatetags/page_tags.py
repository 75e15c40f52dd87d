"""What pages that are read say of themselves: their contents, and how many records are alike."""

import re

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

register = template.Library()
HEADING_PATTERN = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
MIN_SECTIONS = 3  # sections that are worth a table of contents


@register.simple_block_tag
def contents(content):
    """Put a table of contents before what stands inside: its headings of the second level.

    It is read from the page as it is made, so it names no section that is not there.
    """
    found = HEADING_PATTERN.findall(content)
    # Both are made by a template, and so escaped already.
    headings = [(mark_safe(name), mark_safe(text)) for name, text in found]  # noqa: S308
    if len(headings) < MIN_SECTIONS:
        return content
    return render_to_string("parts/contents.html", {"headings": headings}) + content


@register.simple_tag
def count(selection, facet: str, code: str) -> int:
    """Return how many public records have a value of a facet."""
    return selection.count(facet, code)


#: The parts of the site that its first navigation names, as their addresses begin.
SITE_SECTIONS = {
    "practices", "resolutions", "organizations", "events", "coverage", "about", "search",
}  # fmt: skip


@register.filter
def section(path: str) -> str:
    """Return the part of the site to which an address belongs, or nothing."""
    first = path.strip("/").partition("/")[0]
    return first if first in SITE_SECTIONS else ""


@register.filter
def model_name(record) -> str:
    """Return what a record is called: sector, practice."""
    return capfirst(record._meta.verbose_name)
