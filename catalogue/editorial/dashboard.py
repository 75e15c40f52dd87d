"""The editors' tasks: lists of records to work through, counted on the first page of the admin."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Count, Model, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Status
from catalogue.editorial.decisions import find_signed
from catalogue.editorial.proposals import has_proposal
from catalogue.editorial.record_page import admin_url, model_admin_url
from catalogue.editorial.usage import is_named_by
from catalogue.editorial.verification import overdue_condition
from catalogue.editorial.workflow import has_right

#: The parameter in which the admin keeps the filters of the list that led to a page.
FILTERS_PARAMETER = "_changelist_filters"


@dataclass
class Desk:
    """The records of a model as a user works through them."""

    user: Any
    model: type[Model]

    @cached_property
    def signed(self) -> set[int]:
        """Return the keys of the records in review that are as they were when submitted.

        They are found by reading what is in review, which is little, once for all tasks.
        """
        return find_signed(self.model.objects.filter(status=Status.IN_REVIEW))


class Task(NamedTuple):
    """Something to do with the records under a condition, for those who have the right to it.

    Who has the right `unless` does it under another task.
    """

    name: str
    label: str
    right: str
    condition: Callable[[Desk], Q]
    unless: str = ""


def involves_user(user) -> Q:
    """Return the condition that a user wrote a record, submitted it, or changed it last."""
    return Q(author=user) | Q(submitted_by=user) | Q(changed_by=user)


def involves_active_user() -> Q:
    """Return the condition that a record is under the drafts of an active user."""
    return (
        Q(author__is_active=True) | Q(submitted_by__is_active=True) | Q(changed_by__is_active=True)
    )


def is_in_review(desk: Desk, who: Q, *, signed: bool) -> Q:
    """Return the condition that a record of some people waits for a reviewer, or for its submitter.

    It waits for a reviewer if it is as it was when submitted.
    """
    found = Q(pk__in=desk.signed)
    return Q(status=Status.IN_REVIEW) & who & (found if signed else ~found)


def asks_to_agree(user) -> Q:
    """Return the condition that a user is asked to agree to changes (`workflow`)."""
    return Q(submitted_by=user) | Q(submitted_by=None) | Q(submitted_by__is_active=False)


#: The tasks of every model with a status: each draft and each record in review is under one.
REVIEW_TASKS = (
    Task(
        "returned", _("Sent back to you"), "change",
        lambda desk: Q(status=Status.DRAFT) & ~Q(returned_because="") & involves_user(desk.user),
    ),
    Task(
        "drafts", _("Your drafts"), "change",
        lambda desk: Q(status=Status.DRAFT, returned_because="") & involves_user(desk.user),
    ),
    Task(
        "submitted", _("Submitted by you, waiting"), "change",
        lambda desk: is_in_review(desk, Q(submitted_by=desk.user), signed=True),
    ),
    Task(
        "agree", _("Changed since you submitted it"), "change",
        lambda desk: is_in_review(desk, asks_to_agree(desk.user), signed=False),
    ),
    Task(
        "review", _("Waiting for your review"), "publish",
        lambda desk: is_in_review(desk, ~Q(submitted_by=desk.user), signed=True),
    ),
    Task(
        "others_review", _("In review, for another reviewer"), "change",
        lambda desk: is_in_review(desk, ~Q(submitted_by=desk.user), signed=True),
        unless="publish",
    ),
    Task(
        "others_agree", _("In review, for another editor to agree to changes"), "change",
        lambda desk: is_in_review(desk, ~asks_to_agree(desk.user), signed=False),
    ),
    Task(
        "unclaimed", _("Drafts nobody has taken"), "change",
        lambda desk: Q(status=Status.DRAFT) & ~involves_active_user(),
    ),
    Task(
        "named_drafts", _("Drafts that public or submitted records name"), "change",
        lambda desk: (
            Q(status=Status.DRAFT) & is_named_by(desk.model, Status.PUBLISHED, Status.IN_REVIEW)
        ),
    ),
)  # fmt: skip
#: The tasks of a model of which changes are proposed.
PROPOSED = (
    Task(
        "proposed", _("Changes proposed by others"), "publish",
        lambda desk: has_proposal(desk.model) & ~has_proposal(desk.model, proposed_by=desk.user),
    ),
    Task(
        "own_proposals", _("Changes proposed by you, waiting"), "change",
        lambda desk: has_proposal(desk.model, proposed_by=desk.user),
    ),
)  # fmt: skip
#: The tasks of a model with a status of which changes are proposed.
PROPOSAL_TASKS = (*REVIEW_TASKS, *PROPOSED)
#: The tasks of every model under stewardship.
CURATED_TASKS = (
    *REVIEW_TASKS,
    Task("overdue", _("Verification due"), "change", lambda desk: overdue_condition()),
)
#: The names of the tasks in the order of the first page, with those that one model has.
ORDER = [
    *(task.name for task in (*PROPOSAL_TASKS, *CURATED_TASKS)),
    "no_paragraph", "unopened", "unconfirmed",
]  # fmt: skip


def available_tasks(user, model_admin) -> list[Task]:
    """Return the tasks of a model that a user has the right to."""
    model = model_admin.model
    return [
        task
        for task in getattr(model_admin, "tasks", ())
        if has_right(user, task.right, model)
        and not (task.unless and has_right(user, task.unless, model))
    ]


class TaskFilter(admin.SimpleListFilter):
    """Filters a list of records in the admin by task."""

    title = _("task")
    parameter_name = "task"

    def __init__(self, request, params, model, model_admin):
        self.tasks = {task.name: task for task in available_tasks(request.user, model_admin)}
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        return [(task.name, task.label) for task in self.tasks.values()]

    @property
    def chosen_label(self) -> str:
        """Return what the chosen task is called, in a sentence; nothing without one."""
        task = self.tasks.get(self.value())
        return task.label[:1].lower() + task.label[1:] if task else ""

    def queryset(self, request, queryset):
        """Return the records of the chosen task; none for a task that the user does not have."""
        if self.value() is None:
            return queryset
        task = self.tasks.get(self.value())
        return (
            queryset.filter(task.condition(Desk(request.user, queryset.model)))
            if task
            else queryset.none()
        )


def list_task_counts(request, site: admin.AdminSite) -> list[tuple[str, list[dict]]]:
    """Return the label of each task of the user, and the counts of the models that have some."""
    labels, counts = {}, defaultdict(list)
    for model_admin in site._registry.values():
        tasks = available_tasks(request.user, model_admin)
        labels |= {task.name: task.label for task in tasks}
        for task, number in count_tasks(tasks, model_admin, request):
            counts[task.name].append(describe_count(task, number, model_admin))
    names = sorted(labels, key=ORDER.index)
    return [(labels[name], counts[name]) for name in names]


def count_tasks(tasks: list[Task], model_admin, request) -> list[tuple[Task, int]]:
    """Return the tasks that have records of a model, with their numbers: one query for all."""
    desk = Desk(request.user, model_admin.model)
    records = model_admin.get_queryset(request).order_by().values("pk")
    found = {task.name: Q(pk__in=records.filter(task.condition(desk))) for task in tasks}
    counts = {name: Count("pk", filter=condition) for name, condition in found.items()}
    numbers = desk.model._base_manager.aggregate(**counts) if counts else {}
    return [(task, numbers[task.name]) for task in tasks if numbers[task.name]]


def describe_count(task: Task, number: int, model_admin) -> dict:
    """Return how many records of a model a task has, their name, and the address of their list."""
    options = model_admin.opts
    name = options.verbose_name if number == 1 else options.verbose_name_plural
    return {"number": number, "name": str(name), "address": task_address(task, model_admin)}


def task_address(task: Task, model_admin) -> str:
    """Return the address of the list of a task."""
    return f"{model_admin_url(model_admin.model)}?{task_query(task.name)}"


def task_query(name: str) -> str:
    """Return the query of the list of a task."""
    return urlencode({TaskFilter.parameter_name: name})


# --- From one record of a task to the next -----------------------------------------------------


def find_task(request, model_admin) -> Task | None:
    """Return the task from whose list a page about a record was opened; None for other pages."""
    filters = QueryDict(request.GET.get(FILTERS_PARAMETER, ""))
    name = filters.get(TaskFilter.parameter_name)
    tasks = available_tasks(request.user, model_admin)
    return next((task for task in tasks if task.name == name), None)


def task_context(request, record, model_admin) -> dict:
    """Return the task from whose list a record was opened, and the next record of that list."""
    task = find_task(request, model_admin)
    if task is None:
        return {}
    wanted = task.condition(Desk(request.user, model_admin.model)) | Q(pk=record.pk)
    records = model_admin.get_queryset(request).filter(wanted)
    keys = list(records.values_list("pk", flat=True))
    place = keys.index(record.pk)
    others = keys[place + 1 :] + keys[:place]
    model, filters = model_admin.model, urlencode({FILTERS_PARAMETER: task_query(task.name)})
    return {
        "task": task,
        "task_address": task_address(task, model_admin),
        "others_number": len(others),
        "next_record": others and model._base_manager.get(pk=others[0]),
        "next_address": others and f"{model_admin_url(model, 'change', others[0])}?{filters}",
    }


def record_address(request, record, model_admin, task: str = "") -> str:
    """Return the address of the page of a record, which leads on in the list that led to it.

    `task` names the one whose list follows where the record was opened from no list.
    """
    filters = model_admin.get_preserved_filters(request)
    if not filters and task:
        filters = urlencode({FILTERS_PARAMETER: task_query(task)})
    return f"{admin_url(record)}?{filters}" if filters else admin_url(record)
