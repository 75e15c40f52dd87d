"""The editors' tasks: lists of records to work through, counted on the first page of the admin."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Status
from catalogue.editorial.verification import overdue_condition
from catalogue.editorial.workflow import has_right


@dataclass(frozen=True)
class Task:
    """Something to do with the records under a condition, for those who have the right to it."""

    name: str
    label: str
    right: str
    condition: Callable[..., Q]  # takes the user


def involves_user(user) -> Q:
    """Return the condition that a user wrote a record, or changed it last."""
    return Q(author=user) | Q(changed_by=user)


REVIEW_TASK = Task(
    "review", _("Waiting for your review"), "publish",
    lambda user: Q(status=Status.IN_REVIEW) & ~Q(changed_by=user),
)  # fmt: skip
CORRECTION_TASK = Task(
    "returned", _("Returned to you for correction"), "change",
    lambda user: Q(status=Status.DRAFT) & ~Q(returned_because="") & involves_user(user),
)  # fmt: skip
DRAFT_TASK = Task(
    "drafts", _("Your drafts"), "change",
    lambda user: Q(status=Status.DRAFT, returned_because="") & involves_user(user),
)  # fmt: skip
OVERDUE_TASK = Task(
    "overdue", _("Due to be verified"), "change", lambda user: overdue_condition(),
)  # fmt: skip

#: The tasks of every model under review and stewardship.
CURATED_TASKS = (REVIEW_TASK, CORRECTION_TASK, DRAFT_TASK, OVERDUE_TASK)


def available_tasks(user, model_admin) -> list[Task]:
    """Return the tasks of a model that a user has the right to."""
    tasks = getattr(model_admin, "tasks", ())
    return [task for task in tasks if has_right(user, task.right, model_admin.model)]


class TaskFilter(admin.SimpleListFilter):
    """Filters a list of records in the admin by task."""

    title = _("what there is to do")
    parameter_name = "task"

    def __init__(self, request, params, model, model_admin):
        self.tasks = {task.name: task for task in available_tasks(request.user, model_admin)}
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        """Return the tasks of the user."""
        return [(task.name, task.label) for task in self.tasks.values()]

    def queryset(self, request, queryset):
        """Return the records of the chosen task; none for a task that the user does not have."""
        if self.value() is None:
            return queryset
        task = self.tasks.get(self.value())
        return queryset.filter(task.condition(request.user)) if task else queryset.none()


@dataclass(frozen=True)
class TaskCount:
    """How many records of a model a task has, what they are called, and where their list is."""

    number: int
    name: str
    address: str


@dataclass
class TaskLine:
    """A task, and the counts of the models that have records under it."""

    label: str
    counts: list[TaskCount] = field(default_factory=list)


def list_task_lines(request, site: admin.AdminSite) -> list[TaskLine]:
    """Return the tasks of the user with their counts: one query for each task of a model."""
    lines: dict[str, TaskLine] = {}
    for model_admin in site._registry.values():
        for task in available_tasks(request.user, model_admin):
            line = lines.setdefault(task.name, TaskLine(str(task.label)))
            count = count_task(task, model_admin, request)
            line.counts += [count] if count.number else []
    return list(lines.values())


def count_task(task: Task, model_admin, request) -> TaskCount:
    """Count the records of a model that are under a task."""
    options = model_admin.opts
    records = model_admin.get_queryset(request).filter(task.condition(request.user))
    number = records.count()
    page = reverse(
        f"{model_admin.admin_site.name}:{options.app_label}_{options.model_name}_changelist"
    )
    return TaskCount(
        number,
        str(options.verbose_name if number == 1 else options.verbose_name_plural),
        f"{page}?{urlencode({TaskFilter.parameter_name: task.name})}",
    )
