"""The first page of the desk: the tasks of a person, each with the number of its records."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.urls import reverse

from catalogue.editorial.tasks import Task, TaskFilter, open_to


@dataclass(frozen=True)
class Count:
    """How many records of a noun there are to work through, and where their list is."""

    number: int
    noun: str
    address: str


@dataclass
class Line:
    """A task, and the counts of the nouns that have records under it."""

    label: str
    counts: list[Count] = field(default_factory=list)


def list_task_lines(request, site: AdminSite) -> list[Line]:
    """Return the tasks open to the person at the desk: one query for each task of a noun."""
    found: dict[str, Line] = {}
    for model_admin in site._registry.values():
        for task in open_to(request.user, model_admin):
            line = found.setdefault(task.name, Line(str(task.label)))
            count = count_of(task, model_admin, request)
            line.counts += [count] if count.number else []
    return list(found.values())


def count_of(task: Task, model_admin, request) -> Count:
    """Count the records of a noun that are under a task."""
    options = model_admin.opts
    number = model_admin.get_queryset(request).filter(task.condition(request.user)).count()
    page = reverse(
        f"{model_admin.admin_site.name}:{options.app_label}_{options.model_name}_changelist"
    )
    return Count(
        number,
        str(options.verbose_name if number == 1 else options.verbose_name_plural),
        f"{page}?{urlencode({TaskFilter.parameter_name: task.name})}",
    )
