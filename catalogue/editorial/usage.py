"""What names a record: the records of which a field or a row refers to it, drafts included."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Count, Field, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Publishable, Status
from catalogue.editorial.forms import is_record_key
from catalogue.editorial.record_page import admin_url, model_admin_url
from catalogue.editorial.workflow import has_right
from catalogue.versions.cloning import NOT_CONTENT, child_tables, find_owner

#: So many records are linked on the page of the one that they name.
MAX_LINKED = 5


@cache
def find_naming_paths(model: type[Model]) -> dict[type[Model], list[str]]:
    """Return the models whose records name records of a model, or their rows, with the paths."""
    paths: dict[type[Model], list[str]] = defaultdict(list)
    for naming, path in iterate_paths(model):
        paths[naming].append(path)
    for name in child_tables(model):
        relation = model._meta.get_field(name)
        for naming, path in iterate_paths(relation.related_model):
            if naming is not model:
                paths[naming].append(f"{path}__{relation.field.name}")
    return paths


def iterate_paths(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Return each model whose records refer to a model, by themselves or by a row, with the path.

    The rows of a record do not name it, and its revision is not another record.
    """
    for field in list_naming_fields(model):
        owner = find_owner(field.model)
        if owner == field:
            continue
        if owner is None:
            yield field.model, field.name
        else:
            yield owner.related_model, f"{owner.related_query_name()}__{field.name}"


def list_naming_fields(model: type[Model]) -> list[Field]:
    """Return the fields of all models that refer to a model and are content, each table once."""
    relations = model._meta.get_fields(include_hidden=True)
    fields = [each.field for each in relations if each.auto_created and each.is_relation]
    return [
        field
        for field in fields
        if not (field.one_to_one or field.name in NOT_CONTENT or field.model._meta.auto_created)
        and not (field.many_to_many and not field.remote_field.through._meta.auto_created)
    ]


def names_record(naming: type[Model], record: Model) -> Q:
    """Return the condition that a record of one model names a record of another one."""
    condition = Q(pk__in=[])
    for path in find_naming_paths(type(record)).get(naming, ()):
        found = naming._base_manager.filter(**{path: record}).order_by()
        condition |= Q(pk__in=found.values("pk"))
    return condition


def is_named_by(model: type[Model], *statuses: Status) -> Q:
    """Return the condition that records with one of some statuses name a record of a model."""
    condition = Q(pk__in=[])
    for naming, paths in find_naming_paths(model).items():
        if issubclass(naming, Publishable):
            records = naming._base_manager.filter(status__in=statuses).order_by()
            for path in paths:
                condition |= Q(pk__in=records.values(path))
    return condition


class Use(NamedTuple):
    """The records of one model that name a record: how many by status, and the first of them."""

    model: type[Model]
    number: int
    statuses: list[str]
    records: list[Model]
    address: str

    @property
    def links(self) -> list[tuple[str, Model, str]]:
        """Return the address of each linked record, the record, and its status if not public."""
        return [
            (
                admin_url(each),
                each,
                "" if getattr(each, "is_public", True) else each.get_status_display(),
            )
            for each in self.records
        ]

    @property
    def name(self) -> str:
        """Return the number with its noun."""
        options = self.model._meta
        noun = options.verbose_name if self.number == 1 else options.verbose_name_plural
        return f"{self.number} {noun}"


def list_uses(record: Model, user) -> list[Use]:
    """Return what names a record, as far as a user may see it; models without any are left out."""
    found = [
        describe_use(record, naming)
        for naming in find_naming_paths(type(record))
        if naming in admin.site._registry and has_right(user, "view", naming)
    ]
    return sorted((use for use in found if use.number), key=lambda use: -use.number)


def has_uses(record: Model) -> bool:
    """Return True if anything names a record, whether or not readers or the user see it."""
    return any(
        naming._base_manager.filter(names_record(naming, record)).exists()
        for naming in find_naming_paths(type(record))
    )


def find_public_uses(record: Model) -> dict[type[Model], QuerySet]:
    """Return the public records that name a record or a row of it, by model."""
    return {
        naming: naming._base_manager.filter(names_record(naming, record), status=Status.PUBLISHED)
        for naming in find_naming_paths(type(record))
        if issubclass(naming, Publishable)
    }


def count_public_uses(record: Model) -> int:
    """Return how many public records name a record."""
    return sum(found.count() for found in find_public_uses(record).values())


def describe_use(record: Model, naming: type[Model]) -> Use:
    """Return which records of one model name a record."""
    shown = admin.site.get_model_admin(naming).list_select_related or [None]
    records = naming._base_manager.filter(names_record(naming, record)).select_related(*shown)
    numbers = count_by_status(records)
    statuses = [f"{number} {Status(key).label.lower()}" for key, number in numbers if key]
    query = urlencode({UsesFilter.parameter_name: f"{record._meta.model_name}-{record.pk}"})
    return Use(
        naming, sum(number for _key, number in numbers), statuses,
        list(records[:MAX_LINKED]), f"{model_admin_url(naming)}?{query}",
    )  # fmt: skip


def count_by_status(records: QuerySet) -> list[tuple[str, int]]:
    """Return how many records have each status; without one a record is public at once."""
    if not issubclass(records.model, Publishable):
        return [("", records.count())]
    return list(records.order_by("status").values_list("status").annotate(Count("pk")))


def find_named_record(model: type[Model], value: str) -> Model | None:
    """Return the record that a value of the filter stands for; None if none of `model` names it."""
    name, _dash, key = value.partition("-")
    if not is_record_key(key):
        return None
    named = {each._meta.model_name: each for each in admin.site._registry}.get(name)
    if named is None or model not in find_naming_paths(named):
        return None
    return named._base_manager.filter(pk=key).first()


class UsesFilter(admin.SimpleListFilter):
    """Filters a list by a record that its records name; it is only offered once it is chosen."""

    title = _("what they name")
    parameter_name = "names"

    def lookups(self, request, model_admin):
        """Offer the record that was chosen."""
        if self.value() is None:
            return []
        self.named = find_named_record(model_admin.model, self.value())
        may_see = self.named is not None and has_right(request.user, "view", self.named)
        return [(self.value(), str(self.named) if may_see else _("unknown"))]

    def queryset(self, request, queryset):
        """Return the records that name the chosen one; none if there is none."""
        if self.value() is None:
            return queryset
        found = names_record(queryset.model, self.named) if self.named else Q(pk__in=[])
        return queryset.filter(found)
