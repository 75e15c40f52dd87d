"""Admin pages of imports: upload a table, look at its preview, apply it, undo it."""

from collections.abc import Iterable
from datetime import date
from functools import partial, wraps
from io import BytesIO

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import models
from django.http import FileResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalogue.core.fields import TextFormField
from catalogue.core.registry import get_noun
from catalogue.editorial.duplicates import DuplicateKeys, find_duplicates
from catalogue.editorial.record_page import model_admin_url
from catalogue.editorial.views import render_page
from catalogue.events.admin import EventAdmin
from catalogue.imports.apply import apply_import, undo_import
from catalogue.imports.models import Import, ImportState, RowAction
from catalogue.imports.preview import check_permission, preview_import
from catalogue.imports.refusals import (
    MAX_FILE_BYTES,
    MAX_IMPORT_ROWS,
    ImportRefused,
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
    why = TextFormField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy(
            "Shown in the history of each record, for example: figures of the report of 2023."
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
        file, why = form.cleaned_data["file"], form.cleaned_data["why"]
        try:
            check_file_size(file.size)  # a file that is too large is not even read
            found = preview_import(file.read(), file.name, model, by=request.user, why=why)
        except UnreadableFile as refusal:
            reasons = refusal.reasons
        else:
            return HttpResponseRedirect(model_admin_url(model, "import_look", found.pk))
    imports = Import.objects.filter(noun=model._meta.model_name)
    imports = imports.defer("file", "seen", "plan", "marks", "done")
    imports = imports.select_related("by", "undone_by")
    page = Paginator(imports, PER_PAGE).get_page(request.GET.get("page"))
    return render_page(
        request, "admin/import.html", None, model_admin, status=400 if is_posted else 200,
        title=_("Import %s") % model._meta.verbose_name_plural, form=form, reasons=reasons,
        page=page, most_rows=MAX_IMPORT_ROWS, most_bytes=MAX_FILE_BYTES // 1024**2,
        public_list=reverse(f"{model._meta.model_name}-list"), key=get_noun(model).key,
    )  # fmt: skip


def find_import(view):
    """Give a view the import that an address names, of those of the noun of `model_admin`.

    Previews do not stay forever: for one that is gone, the page of uploads says so.
    """

    @wraps(view)
    def wrapped(request, key, model_admin, **options):
        model = model_admin.model
        check_permission(request.user, model)
        found = Import.objects.defer("file", "plan", "marks")
        found = found.filter(pk=key, noun=model._meta.model_name).first()
        if found is None:
            text = _("This preview has expired. Upload the file again.")
            messages.warning(request, text)
            return HttpResponseRedirect(model_admin_url(model, "import"))
        return view(request, found, model_admin, **options)

    return wrapped


@find_import
def import_preview_view(request, found, model_admin):
    """Show what an import would do, or what it did."""
    return render_import(request, found, model_admin)


def render_import(request, found: Import, model_admin, refusal: ImportRefused | None = None):
    """Return the page of an import, with the reasons if something was just refused."""
    model = model_admin.model
    rows, chosen = paginate_rows(found, model), request.GET.get("show")
    shown = chosen if chosen in rows else next(iter(rows), None)
    page = rows[shown].get_page(request.GET.get("page")) if shown else []
    if found.state == ImportState.PREVIEWED:
        add_duplicates(page, model)
    return render_page(
        request, "admin/import_look.html", None, model_admin, status=409 if refusal else 200,
        title=_("Import of %s") % found.name, original=_("Import"),
        back=model_admin_url(model, "import"),
        here=model_admin_url(model, "import_look", found.pk),
        found=found, kinds=describe_kinds(rows, shown), page=page,
        reasons=refusal.reasons if refusal else [],
        may_apply=found.can_be_applied and found.by_id == request.user.pk,
        may_undo=found.state == ImportState.APPLIED, is_long=found.changing > MANY_ROWS,
    )  # fmt: skip


@require_POST
@find_import
def change_import_view(request, found, model_admin, action, message: str):
    """Apply or undo an import; a refusal answers with an error, so that nothing is saved."""
    try:
        action(found.pk, by=request.user)
    except ImportRefused as refusal:
        found.refresh_from_db()
        return render_import(request, found, model_admin, refusal)
    messages.success(request, message)
    return HttpResponseRedirect(model_admin_url(model_admin.model, "import_look", found.pk))


@find_import
def import_file_view(request, found, model_admin):
    """Return the file as it was uploaded."""
    return FileResponse(
        BytesIO(found.file), as_attachment=True, filename=found.name,
        content_type="application/octet-stream",
    )  # fmt: skip


# --- What the page of an import shows ----------------------------------------------------------


RECORDS = "records"
#: The kinds of rows, in the order in which a page shows them, with their labels.
KINDS = {RECORDS: gettext_lazy("Imported records")} | {
    action: action.label
    for action in (RowAction.ERROR, RowAction.UPDATE, RowAction.CREATE, RowAction.UNCHANGED)
}


def paginate_rows(found: Import, model: type[models.Model]) -> dict[str, Paginator]:
    """Return the rows of an import by their kind: rows of the file, or what the records are now."""
    rows = {kind: [row for row in found.seen if row["action"] == kind] for kind in KINDS}
    if found.state == ImportState.APPLIED:
        keys = [*found.done["created"], *found.done["updated"]]
        rows[RECORDS] = model._base_manager.filter(pk__in=keys).order_by("pk")
    paginators = {kind: Paginator(each, PER_PAGE) for kind, each in rows.items()}
    return {kind: each for kind, each in paginators.items() if each.count}


def describe_kinds(rows: dict[str, Paginator], shown: str | None) -> list[dict]:
    """Return the kinds of rows with their labels and numbers, and which one is shown."""
    return [
        {"name": kind, "label": KINDS[kind], "number": each.count, "is_shown": kind == shown}
        for kind, each in rows.items()
    ]


def add_duplicates(rows: Iterable[dict], model: type[models.Model]) -> None:
    """Add to each new record of a page the records that may be the same."""
    for row in rows:
        if words := row.get("compared"):
            day = date.fromisoformat(words["day"]) if words["day"] else None
            row["likely"] = find_duplicates(DuplicateKeys(model, **words | {"day": day}))


APPLY = {"action": apply_import, "message": gettext_lazy("Imported.")}
UNDO = {"action": undo_import, "message": gettext_lazy("Undone.")}
#: (address, view, name) of the pages of imports.
IMPORT_PAGES = [
    ("import/", import_view, "import"),
    ("import/<int:key>/", import_preview_view, "import_look"),
    ("import/<int:key>/apply/", partial(change_import_view, **APPLY), "import_apply"),
    ("import/<int:key>/undo/", partial(change_import_view, **UNDO), "import_undo"),
    ("import/<int:key>/file/", import_file_view, "import_file"),
]

for noun_admin in (EventAdmin, OrganizationAdmin, PracticeAdmin, ResolutionAdmin):
    noun_admin.pages = [*IMPORT_PAGES, *noun_admin.pages]
