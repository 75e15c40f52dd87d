"""Small wordings that templates share: spans of dates and years, lists cut short."""

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()
MAX_NAMES = 3  # names in a list that is cut short


@register.filter
def days(event) -> str:
    """Return the days of an event as briefly as they can be said: `24–25 April 2018`."""
    start, end = event.start, event.end or event.start
    if start == end:
        return date_format(start, "j F Y")
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{date_format(end, 'j F Y')}"
    first = "j F" if start.year == end.year else "j F Y"
    return f"{date_format(start, first)} – {date_format(end, 'j F Y')}"


@register.simple_tag
def years(started, ended) -> str:
    """Return the years of a practice or an organization; empty where none is known."""
    if started and ended:
        return str(started) if started == ended else f"{started}–{ended}"
    if started:
        return _("since %(year)d") % {"year": started}
    return _("until %(year)d") % {"year": ended} if ended else ""


@register.filter
def few(things) -> str:
    """Return the first names of a list, and how many more there are."""
    names = [str(thing) for thing in things]
    if len(names) <= MAX_NAMES + 1:
        return ", ".join(names)
    more = len(names) - MAX_NAMES
    rest = ngettext("%(count)d more", "%(count)d more", more) % {"count": more}
    return _("%(names)s and %(rest)s") % {"names": ", ".join(names[:MAX_NAMES]), "rest": rest}


@register.filter
def places(practice) -> list:
    """Return where a practice is applied: its countries, otherwise its regions."""
    return list(practice.countries.all()) or list(practice.regions.all())


@register.filter
def by_role(rows) -> list[tuple[str, list]]:
    """Group rows that give organizations a role, in the order in which the roles are declared."""
    rows = list(rows)
    choices = type(rows[0])._meta.get_field("role").choices if rows else ()
    grouped = [(label, [row for row in rows if row.role == role]) for role, label in choices]
    return [(label, members) for label, members in grouped if members]
