"""The values of a facet as checkboxes. A page has some hundred: a template is too slow for each."""

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag
def options(offered) -> str:
    """Return a checkbox for each option: its label, and the number of records that it would give.

    One without a record cannot be chosen, but shows: a gap is information.
    """
    return mark_safe("\n".join(checkbox(option) for option in offered))  # noqa: S308 (escaped there)


def checkbox(option) -> str:
    """Return the line of one option, every text in it escaped."""
    looks = "option" + (f" under-{min(option.depth, 4)}" if option.depth else "")
    state = " checked" if option.chosen else "" if option.count else " disabled"
    return (
        f'<label class="{looks if option.count else looks + " none"}">'
        f'<input type="checkbox" name="{option.name}" value="{escape(option.code)}"{state}> '
        f'<span dir="auto">{escape(option.label)}</span> '
        f'<span class="number">{option.count}</span></label>'
    )
