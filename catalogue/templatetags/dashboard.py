"""The desk in templates of the admin."""

from django import template
from django.contrib import admin

from catalogue.editorial.dashboard import list_task_lines

register = template.Library()


@register.simple_tag(takes_context=True)
def what_there_is_to_do(context):
    """Return the tasks of the person at the desk, with their counts."""
    return list_task_lines(context["request"], admin.site)
