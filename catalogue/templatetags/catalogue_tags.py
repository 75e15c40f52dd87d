"""Template tags and filters of the catalogue."""

import re
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()
MAX_NAMES = 3  # in a list that is cut short
HEADING_PATTERN = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
MIN_SECTIONS = 3  # for a table of contents
MAX_INDENT = 4  # levels of options under each other that are indented
COUNT_MARK = "\0"  # no label has this character
#: The parts of the site in its main navigation, as their addresses begin.
SITE_SECTIONS = {
    "practices", "resolutions", "organizations", "events", "coverage", "about", "search",
}  # fmt: skip


@register.filter
def format_days(event) -> str:
    """Return the days of an event as short as possible: `24–25 April 2018`."""
    start, end = event.start, event.end or event.start
    if start == end:
        return date_format(start, "j F Y")
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{date_format(end, 'j F Y')}"
    first = "j F" if start.year == end.year else "j F Y"
    return f"{date_format(start, first)} – {date_format(end, 'j F Y')}"


@register.simple_tag
def format_years(started, ended) -> str:
    """Return the years of a practice or an organization, or nothing if none is known."""
    if started and ended:
        return str(started) if started == ended else f"{started}–{ended}"
    if started:
        return _("since %(year)d") % {"year": started}
    return _("until %(year)d") % {"year": ended} if ended else ""


@register.filter
def shorten_list(names: list[str]) -> str:
    """Return the first names of a list, and how many more there are."""
    if len(names) <= MAX_NAMES + 1:
        return ", ".join(names)
    more = len(names) - MAX_NAMES
    rest = ngettext("%(count)d more", "%(count)d more", more) % {"count": more}
    return _("%(names)s and %(rest)s") % {"names": ", ".join(names[:MAX_NAMES]), "rest": rest}


@register.filter
def join_first(texts: list[str], number: int) -> str:
    """Return the first texts of a list, and an ellipsis if there are more."""
    return ", ".join([*texts[:number], *["…"] * (len(texts) > number)])


@register.filter
def group_by_role(rows) -> list[tuple[str, list]]:
    """Group the rows of organizations by their roles, in the order of the choices."""
    rows = list(rows)
    choices = type(rows[0])._meta.get_field("role").choices if rows else ()
    grouped = [(label, [row for row in rows if row.role == role]) for role, label in choices]
    return [(label, members) for label, members in grouped if members]


@register.simple_tag(takes_context=True)
def highlight(context, text) -> str:
    """Return a slot for a text on a card, in which the words of a search are marked."""
    return context["slots"].add(str(text))


@register.simple_tag(takes_context=True)
def excerpt(context) -> str:
    """Return a slot for a found word that is quoted from a field that the card does not show."""
    return context["slots"].add(None)


@register.inclusion_tag("parts/found.html")
def found_record(record, marks, key: str, match=None):
    """Show a found record in one line, with `key` beside its title.

    `match` says which words it has (a `PartialMatch`), if it does not have all.
    """
    title = getattr(record, "title", "") or str(record)
    gist = marks.snippet(record.pk)
    shown = {"record": record, "key": key, "title": marks.highlight(title), "gist": gist}
    return shown | {"match": match}


@register.simple_block_tag
def table_of_contents(content):
    """Put a table of contents before the content, from its headings of the second level."""
    # A template has rendered both parts of a heading, so they are escaped.
    headings = [(mark_safe(a), mark_safe(b)) for a, b in HEADING_PATTERN.findall(content)]  # noqa: S308
    if len(headings) < MIN_SECTIONS:
        return content
    return render_to_string("parts/contents.html", {"headings": headings}) + content


@register.simple_tag
def count_records(selection, facet: str, code: str) -> int:
    """Return the number of records with a value of a facet."""
    return selection.count(facet, code)


@register.simple_tag
def facet_options(options) -> str:
    """Return a checkbox for each option, with the number of records that it would give.

    A page has a hundred. Only their counts change from page to page, so the rest is rendered once.
    """
    rendered = (
        render_option(
            *option[:3], min(option.depth, MAX_INDENT), option.chosen, not option.count
        ).replace(COUNT_MARK, str(option.count))
        for option in options
    )
    return mark_safe("".join(rendered))  # noqa: S308 (escaped by the template)


@lru_cache(maxsize=10_000)
def render_option(name, code, label, depth, is_chosen, is_empty) -> str:
    """Return a checkbox with a mark in the place of its count.

    An option without records cannot be chosen, but is shown, because a gap is information.
    """
    context = {"name": name, "code": code, "label": label, "depth": depth, "count": COUNT_MARK}
    return render_to_string(
        "parts/option.html", context | {"is_chosen": is_chosen, "is_empty": is_empty}
    )


@register.filter
def site_section(path: str) -> str:
    """Return the part of the site that an address belongs to, or nothing."""
    first = path.strip("/").partition("/")[0]
    return first if first in SITE_SECTIONS else ""


@register.filter
def model_name(record) -> str:
    """Return the name of the model of a record, such as `Practice`."""
    return capfirst(record._meta.verbose_name)
