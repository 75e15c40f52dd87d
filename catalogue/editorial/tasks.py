"""What there is to do with records of a noun: each task is a list that people can work through."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Status
from catalogue.versions import verification, workflow


@dataclass(frozen=True)
class Task:
    """Something to do, for those who have the right to it, with the records under a condition."""

    name: str
    label: str
    right: str
    condition: Callable[..., Q]  # takes the person at the desk


def of(user) -> Q:
    """Return the condition that a user wrote a record, or changed it last."""
    return Q(author=user) | Q(changed_by=user)


REVIEW = Task(
    "review", _("Waiting for your review"), "publish",
    lambda user: Q(status=Status.IN_REVIEW) & ~Q(changed_by=user),
)  # fmt: skip
RETURNED = Task(
    "returned", _("Returned to you for correction"), "change",
    lambda user: Q(status=Status.DRAFT) & ~Q(returned_because="") & of(user),
)  # fmt: skip
DRAFTS = Task(
    "drafts", _("Your drafts"), "change",
    lambda user: Q(status=Status.DRAFT, returned_because="") & of(user),
)  # fmt: skip
OVERDUE = Task(
    "overdue", _("Due to be verified"), "change", lambda user: verification.overdue_condition(),
)  # fmt: skip

#: What there is to do with every noun under review and stewardship.
CURATED_TASKS = (REVIEW, RETURNED, DRAFTS, OVERDUE)


def open_to(user, model_admin) -> list[Task]:
    """Return the tasks of a noun that a user has the right to."""
    tasks = getattr(model_admin, "tasks", ())
    return [task for task in tasks if workflow.has_right(user, task.right, model_admin.model)]


class TaskFilter(admin.SimpleListFilter):
    """A filter of a list of records over what there is to do with them."""

    title = _("what there is to do")
    parameter_name = "task"

    def __init__(self, request, params, model, model_admin):
        self.tasks = {task.name: task for task in open_to(request.user, model_admin)}
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        """Return the tasks of the person at the desk."""
        return [(task.name, task.label) for task in self.tasks.values()]

    def queryset(self, request, queryset):
        """Keep the records of the chosen task; none for a task that is not there."""
        if self.value() is None:
            return queryset
        task = self.tasks.get(self.value())
        return queryset.filter(task.condition(request.user)) if task else queryset.none()
