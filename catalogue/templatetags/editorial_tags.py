"""Template tags of the admin: the tasks of an editor, and the permission to import."""

from django import template
from django.contrib import admin
from django.utils.html import urlize
from django.utils.safestring import mark_safe

from catalogue.editorial.dashboard import list_task_counts
from catalogue.editorial.typed_texts import SAVED_TEXTS
from catalogue.imports.preview import may_import

register = template.Library()


@register.simple_tag(takes_context=True)
def list_tasks(context):
    """Return the tasks of the user, with their counts."""
    return list_task_counts(context["request"], admin.site)


@register.simple_tag(takes_context=True)
def may_import_records(context, options):
    """Return True if the user may import records of a model, given by its options."""
    return may_import(context["request"].user, options.model)


@register.simple_tag(takes_context=True)
def take_saved_texts(context) -> str:
    """Return the names of the texts in the browser that are saved by now, and forget them."""
    request = context.get("request")
    return request.session.pop(SAVED_TEXTS, "") if request else ""


@register.filter(needs_autoescape=True)
def link_addresses(text: str, autoescape=True) -> str:
    """Return a text with its web addresses as links that open beside the page."""
    links = urlize(text, autoescape=autoescape)
    return mark_safe(links.replace("<a href", '<a target="_blank" href'))  # noqa: S308 (escaped)
