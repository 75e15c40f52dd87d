"""The child records of a record (citations, roles) as rows of its form."""

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper

from catalogue.core.models import Publishable
from catalogue.editorial import workflow
from catalogue.editorial.forms import (
    FORMFIELD_OVERRIDES,
    ChildFormSet,
    RecordForm,
    list_relations,
)
from catalogue.editorial.proposal_views import is_proposing


def is_locked_for(request, record) -> bool:
    """Return True if a record cannot be changed because readers see it, or did."""
    is_locked = isinstance(record, Publishable) and workflow.is_locked(record)
    return is_locked and not is_proposing(request)


class BaseInline(admin.TabularInline):
    """Child records of a record (citations, roles), locked as the record is."""

    form = RecordForm
    formset = ChildFormSet
    extra = 0
    select_related = ()
    formfield_overrides = FORMFIELD_OVERRIDES

    def get_autocomplete_fields(self, request):
        """Let every related record be chosen by typing."""
        return list_relations(self.model)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Label each field for screen readers; beside a relation, only adding and viewing stay."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        field.widget.attrs["aria-label"] = db_field.verbose_name
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = False
        return field

    def has_add_permission(self, request, obj):
        return super().has_add_permission(request, obj) and not is_locked_for(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_locked_for(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_locked_for(request, obj)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.select_related)


def build_inline(model, fields: list[str], **options) -> type[BaseInline]:
    """Return the inline for a model with these fields."""
    related = [name for name in fields if model._meta.get_field(name).many_to_one]
    shared = {"model": model, "fields": fields, "select_related": related}
    return type(f"{model.__name__}Inline", (BaseInline,), shared | options)


def citation_inline(model, *fields: str) -> type[BaseInline]:
    """Return the inline for the places in sources that support a record, with further fields."""
    shared = ["position", "source", "locator", "quotation", "accessed_on"]
    return build_inline(model, [*shared, *fields])
