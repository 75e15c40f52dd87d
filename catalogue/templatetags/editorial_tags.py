"""Template tags of the admin: the tasks of an editor, and the permission to import."""

from django import template
from django.contrib import admin

from catalogue.editorial.dashboard import list_task_counts
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
