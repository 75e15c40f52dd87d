"""The rows inside a record as the admin shows them, guarded as the record is."""

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper

from catalogue.versions import workflow
from catalogue.versions.autocomplete import LookedUp
from catalogue.versions.forms import FORMFIELD_OVERRIDES, RecordForm, RowFormSet


class PublicLockMixin:
    """Keeps what stands before readers, or did, from being changed in passing."""

    def is_locked(self, request, record):
        """Say whether the person at the desk may read this record, but not change it here."""
        return record is not None and workflow.is_locked(record, to=request.user)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not self.is_locked(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not self.is_locked(request, obj)


class BaseInline(LookedUp, PublicLockMixin, admin.TabularInline):
    """Rows inside a record (a citation, a role), guarded as the record is."""

    form = RecordForm
    formset = RowFormSet
    extra = 0
    select_related = ()
    formfield_overrides = FORMFIELD_OVERRIDES

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Name each field of a row for a screen reader; beside a relation leave add and look."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        field.widget.attrs["aria-label"] = db_field.verbose_name
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = False
        return field

    def has_add_permission(self, request, obj):
        return super().has_add_permission(request, obj) and not self.is_locked(request, obj)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.select_related)


class CitationInline(BaseInline):
    """The places in sources on which a record rests."""

    autocomplete_fields = ["source"]
    fields = ["position", "source", "locator", "quotation", "accessed_on"]
    select_related = ["source"]
