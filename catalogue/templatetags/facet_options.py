"""The values of a facet as checkboxes. A page has some hundred: a template is too slow for each."""

from functools import lru_cache

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
    named, labelled = still(option.name, option.code, option.label)
    looks = f"option under-{min(option.depth, 4)}" if option.depth else "option"
    state = " checked" if option.chosen else "" if option.count else " disabled"
    return (
        f'<label class="{looks if option.count else looks + " none"}">'
        f"<input{named}{state}> {labelled}"
        f'<span class="number">{option.count}</span></label>'
    )


@lru_cache(maxsize=5000)  # escaping them again for every page takes longer than all the rest
def still(name: str, code: str, label: str) -> tuple[str, str]:
    """Return what is always the same in the line of an option."""
    return (
        f' type="checkbox" name="{name}" value="{escape(code)}"',
        f'<span dir="auto">{escape(label)}</span> ',
    )
