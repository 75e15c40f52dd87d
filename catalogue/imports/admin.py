"""Admin pages of imports: upload a table, look at its preview, apply it, undo it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import models
from django.http import FileResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalogue.core.registry import get_noun
from catalogue.editorial.duplicates import DuplicateKeys, find_duplicates
from catalogue.editorial.record_page import model_admin_url
from catalogue.events.admin import EventAdmin
from catalogue.imports.apply import ImportRefused, apply_import, undo_import
from catalogue.imports.models import Import, ImportState
from catalogue.imports.plan import CREATE, ERROR, UNCHANGED, UPDATE
from catalogue.imports.preview import check_permission, preview_import
from catalogue.imports.table_readers import (
    MAX_FILE_BYTES,
    MAX_IMPORT_ROWS,
    UnreadableFile,
    check_file_size,
)
from catalogue.organizations.admin import OrganizationAdmin
from catalogue.practices.admin import PracticeAdmin
from catalogue.resolutions.admin import ResolutionAdmin

PER_PAGE = 25
MANY_ROWS = 500  # from which on the page says that applying takes a while


class UploadForm(forms.Form):
    """Asks for a table and why it is imported."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=gettext_lazy("CSV or XLSX, with the columns of a file from the public list."),
        allow_empty_file=True,  # `check_file_size` refuses an empty file with all other faults
    )
    why = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy(
            "Stands in the history of each record, for example: figures of the report of 2023."
        ),
    )


# --- Views, which take the admin pages of the model as `model_admin` ---------------------------


def import_view(request, model_admin):
    """Take a file and redirect to its preview; list the imports of this noun."""
    model = model_admin.model
    check_permission(request.user, model)
    is_posted = request.method == "POST"
    form, reasons = UploadForm(*([request.POST, request.FILES] if is_posted else [])), []
    if form.is_valid():
        try:
            found = preview_upload(request, model, **form.cleaned_data)
        except UnreadableFile as refusal:
            reasons = refusal.reasons
        else:
            return HttpResponseRedirect(model_admin_url(model, "import_look", found.pk))
    page = Paginator(list_imports(model), PER_PAGE).get_page(request.GET.get("page"))
    return render_import_page(
        request, "admin/import.html", model_admin, status=400 if is_posted else 200,
        title=_("Import %s") % model._meta.verbose_name_plural, original=None, form=form,
        reasons=reasons, page=page, most_rows=MAX_IMPORT_ROWS,
        most_bytes=MAX_FILE_BYTES // 1024**2,
        public_list=reverse(f"{model._meta.model_name}-list"), key=get_noun(model).key,
    )  # fmt: skip


def preview_upload(request, model, file, why: str) -> Import:
    """Preview a file; one that is too large is not even read."""
    check_file_size(file.size)
    return preview_import(file.read(), file.name, model, by=request.user, why=why)


def list_imports(model):
    """Return the imports of a model, the newest first, without their files."""
    found = Import.objects.filter(noun=model._meta.model_name)
    return found.defer("file", "seen", "plan", "marks", "done").select_related("by", "undone_by")


def get_import(request, key: int, model) -> Import:
    """Return an import of a model; raise PermissionDenied or Http404 if the user may not see it."""
    check_permission(request.user, model)
    found = Import.objects.defer("file", "plan", "marks")
    return get_object_or_404(found, pk=key, noun=model._meta.model_name)


def import_preview_view(request, key, model_admin):
    """Show what an import would do, or what it did."""
    return render_import(request, get_import(request, key, model_admin.model), model_admin)


def render_import(request, found: Import, model_admin, refusal: ImportRefused | None = None):
    """Return the page of an import, with the reasons if something was just refused."""
    model = model_admin.model
    kinds = row_kinds(found, model, request.GET.get("show", ""))
    page = Paginator(rows_shown(found, model, kinds), PER_PAGE).get_page(request.GET.get("page"))
    if found.state == ImportState.PREVIEWED:
        add_duplicates(page.object_list, model)
    return render_import_page(
        request, "admin/import_look.html", model_admin, status=409 if refusal else 200,
        title=_("Import of %s") % found.name, original=_("Import"),
        back=model_admin_url(model, "import"),
        here=model_admin_url(model, "import_look", found.pk),
        found=found, kinds=kinds, page=page,
        reasons=refusal.reasons if refusal else [], records=records_shown(page, model),
        may_apply=found.can_be_applied and found.by_id == request.user.pk,
        may_undo=found.state == ImportState.APPLIED, is_long=found.changing > MANY_ROWS,
    )  # fmt: skip


@require_POST
def import_apply_view(request, key, model_admin):
    """Apply an import, or show why that is refused."""
    return change_import(request, key, model_admin, apply_import, _("Imported."))


@require_POST
def import_undo_view(request, key, model_admin):
    """Undo an import, or show why that is refused."""
    return change_import(request, key, model_admin, undo_import, _("Undone."))


def change_import(request, key: int, model_admin, action, message: str):
    """Apply or undo an import; a refusal answers with an error, so that nothing is saved."""
    found = get_import(request, key, model_admin.model)
    try:
        action(found.pk, by=request.user)
    except ImportRefused as refusal:
        found.refresh_from_db()
        return render_import(request, found, model_admin, refusal)
    messages.success(request, message)
    return HttpResponseRedirect(model_admin_url(model_admin.model, "import_look", found.pk))


def import_file_view(request, key, model_admin):
    """Return the file as it was uploaded."""
    found = get_import(request, key, model_admin.model)
    return FileResponse(
        BytesIO(found.file), as_attachment=True, filename=found.name,
        content_type="application/octet-stream",
    )  # fmt: skip


def render_import_page(request, template: str, model_admin, *, status: int, **context):
    """Return a page about imports."""
    context |= {**model_admin.admin_site.each_context(request), "opts": model_admin.opts}
    return render(request, template, context, status=status)


# --- What the page of an import shows ----------------------------------------------------------


RECORDS = "records"
LABELS = {
    RECORDS: gettext_lazy("Records as the import left them"),
    ERROR: gettext_lazy("Errors"),
    UPDATE: gettext_lazy("Change a record"),
    CREATE: gettext_lazy("Make a new draft"),
    UNCHANGED: gettext_lazy("Change nothing, with a remark"),
}


@dataclass(frozen=True)
class RowKind:
    """Rows of one kind in an import: their label and number, and whether they are shown."""

    name: str
    label: str
    number: int
    is_shown: bool


def remaining_keys(found: Import, model: type[models.Model]) -> list[int]:
    """Return the keys of the records that an import made or changed and that are there."""
    if found.state != ImportState.APPLIED:
        return []
    keys = [int(key) for how in ("created", "updated") for key in found.done[how]]
    there = model._base_manager.filter(pk__in=keys).order_by("pk")
    return list(there.values_list("pk", flat=True))


def row_kinds(found: Import, model: type[models.Model], chosen: str) -> list[RowKind]:
    """Return the kinds of rows that an import has; the first one is shown unless one is chosen."""
    numbers = Counter(row["action"] for row in found.seen)
    numbers[RECORDS] = len(remaining_keys(found, model))
    there = [name for name in LABELS if numbers[name]]
    shown = chosen if chosen in there else next(iter(there), "")
    return [RowKind(name, LABELS[name], numbers[name], name == shown) for name in there]


def rows_shown(found: Import, model: type[models.Model], kinds: list[RowKind]) -> list:
    """Return the rows of the kind that is shown: rows of the file, or keys of records."""
    shown = next((kind.name for kind in kinds if kind.is_shown), "")
    if shown == RECORDS:
        return remaining_keys(found, model)
    return [row for row in found.seen if row["action"] == shown]


def records_shown(listed: Iterable, model: type[models.Model]) -> list[models.Model]:
    """Return the records of the keys on a page; none if it lists rows of the file."""
    keys = [each for each in listed if isinstance(each, int)]
    return list(model._base_manager.filter(pk__in=keys).order_by("pk"))


def add_duplicates(rows: list, model: type[models.Model]) -> None:
    """Add to each new record of a page the records that may be the same."""
    for row in rows:
        if isinstance(row, dict) and (words := row.get("compared")):
            keys = DuplicateKeys(
                model,
                words["title"],
                *(frozenset(words[n]) for n in ("countries", "bodies", "sources", "addresses")),
                day=date.fromisoformat(words["day"]) if words["day"] else None,
            )
            row["likely"] = find_duplicates(keys)


#: (address, view, name) of the pages of imports.
IMPORT_PAGES = [
    ("import/", import_view, "import"),
    ("import/<int:key>/", import_preview_view, "import_look"),
    ("import/<int:key>/apply/", import_apply_view, "import_apply"),
    ("import/<int:key>/undo/", import_undo_view, "import_undo"),
    ("import/<int:key>/file/", import_file_view, "import_file"),
]

for noun_admin in (EventAdmin, OrganizationAdmin, PracticeAdmin, ResolutionAdmin):
    noun_admin.pages = [*IMPORT_PAGES, *noun_admin.pages]
