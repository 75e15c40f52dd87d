"""The editors' tasks: lists of records to work through, counted on the first page of the admin."""

from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Status
from catalogue.editorial.decisions import find_signed
from catalogue.editorial.proposals import has_proposal
from catalogue.editorial.record_page import model_admin_url
from catalogue.editorial.verification import overdue_condition
from catalogue.editorial.workflow import has_right


class Task(NamedTuple):
    """Something to do with the records under a condition, for those who have the right to it."""

    name: str
    label: str
    right: str
    condition: Callable[..., Q]  # takes the user and the model


def involves_user(user) -> Q:
    """Return the condition that a user wrote a record, submitted it, or changed it last."""
    return Q(author=user) | Q(submitted_by=user) | Q(changed_by=user)


def is_in_review(model, who: Q, *, signed: bool) -> Q:
    """Return the condition that a record of some people waits for a reviewer, or for its submitter.

    What was changed since a record was submitted is found by reading it: few are in review.
    """
    waiting = Q(status=Status.IN_REVIEW) & who
    found = Q(pk__in=find_signed(model.objects.filter(waiting)))
    return waiting & found if signed else waiting & ~found


def asks_to_agree(user) -> Q:
    """Return the condition that a user is asked to agree to changes (`workflow`)."""
    return Q(submitted_by=user) | Q(submitted_by=None) | Q(submitted_by__is_active=False)


#: The tasks of every model with a status.
REVIEW_TASKS = (
    Task(
        "review", _("Waiting for your review"), "publish",
        lambda user, model: is_in_review(model, ~Q(submitted_by=user), signed=True),
    ),
    Task(
        "agree", _("Changed since you submitted it"), "change",
        lambda user, model: is_in_review(model, asks_to_agree(user), signed=False),
    ),
    Task(
        "returned", _("Sent back to you"), "change",
        lambda user, model: Q(status=Status.DRAFT) & ~Q(returned_because="") & involves_user(user),
    ),
    Task(
        "drafts", _("Your drafts"), "change",
        lambda user, model: Q(status=Status.DRAFT, returned_because="") & involves_user(user),
    ),
)  # fmt: skip
PROPOSED = Task(
    "proposed", _("Changes proposed by others"), "publish",
    lambda user, model: has_proposal(model) & ~has_proposal(model, proposed_by=user),
)  # fmt: skip
#: The tasks of a model with a status of which changes are proposed.
PROPOSAL_TASKS = (*REVIEW_TASKS, PROPOSED)
#: The tasks of every model under stewardship.
CURATED_TASKS = (
    *REVIEW_TASKS,
    Task("overdue", _("Due to be verified"), "change", lambda user, model: overdue_condition()),
)


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
        return [(task.name, task.label) for task in self.tasks.values()]

    def queryset(self, request, queryset):
        """Return the records of the chosen task; none for a task that the user does not have."""
        if self.value() is None:
            return queryset
        task = self.tasks.get(self.value())
        return (
            queryset.filter(task.condition(request.user, queryset.model))
            if task
            else queryset.none()
        )


def list_task_counts(request, site: admin.AdminSite) -> list[tuple[str, list[dict]]]:
    """Return the label of each task of the user, and the counts of the models that have some.

    One query for each task of a model.
    """
    labels, counts = {}, defaultdict(list)
    for model_admin in site._registry.values():
        for task in available_tasks(request.user, model_admin):
            labels.setdefault(task.name, task.label)
            if (count := count_task(task, model_admin, request))["number"]:
                counts[task.name].append(count)
    return [(label, counts[name]) for name, label in labels.items()]


def count_task(task: Task, model_admin, request) -> dict:
    """Return how many records of a model a task has, their name, and the address of their list."""
    options = model_admin.opts
    records = model_admin.get_queryset(request).filter(
        task.condition(request.user, model_admin.model)
    )
    number = records.count()
    name = options.verbose_name if number == 1 else options.verbose_name_plural
    query = urlencode({TaskFilter.parameter_name: task.name})
    address = f"{model_admin_url(model_admin.model)}?{query}"
    return {"number": number, "name": str(name), "address": address}
