"""Admin pages of importing: hand in a table, look at what it would do, apply it, take it back."""

from io import BytesIO

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalogue.events.admin import EventAdmin
from catalogue.imports.apply import ImportRefused, apply_import
from catalogue.imports.duplicates import find_doubles
from catalogue.imports.models import Import, ImportState
from catalogue.imports.presenters import kinds, records_of, rows_of
from catalogue.imports.preview import may_import, preview_import, refuse_without_right
from catalogue.imports.resolvers import KEY_FIELDS
from catalogue.imports.tabular import MAX_FILE_BYTES, MAX_IMPORT_ROWS, UnreadableFile, refuse_size
from catalogue.imports.undo import undo_import
from catalogue.organizations.admin import OrganizationAdmin
from catalogue.practices.admin import PracticeAdmin
from catalogue.resolutions.admin import ResolutionAdmin
from catalogue.versions.admin_mixins import DeskPages

PER_PAGE = 25
LONG = 500  # rows, from which on people are told that they will wait


class UploadForm(forms.Form):
    """Asks for a table and why it is imported."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=gettext_lazy("CSV or XLSX, with the columns of a file from the public list."),
        allow_empty_file=True,  # that it is empty is said with all else that a file can be
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


class ImportAdminMixin(DeskPages):
    """Gives the admin pages of a noun those on which its records are imported."""

    def get_urls(self):
        """Put the pages of imports before those of Django."""
        view, name = self.admin_site.admin_view, self.name_of_page
        return [
            path("import/", view(self.import_view), name=name("import")),
            path("import/<int:key>/", view(self.import_look_view), name=name("import_look")),
            path(
                "import/<int:key>/apply/",
                view(require_POST(self.import_apply_view)),
                name=name("import_apply"),
            ),
            path(
                "import/<int:key>/undo/",
                view(require_POST(self.import_undo_view)),
                name=name("import_undo"),
            ),
            path("import/<int:key>/file/", view(self.import_file_view), name=name("import_file")),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        """Offer importing to those who may."""
        may = {"may_import": may_import(request.user, self.model)}
        return super().changelist_view(request, {**(extra_context or {}), **may})

    def import_view(self, request):
        """Take a file and lead to its preview; show which files were imported before."""
        refuse_without_right(request.user, self.model)
        posted = request.method == "POST"
        form, reasons = UploadForm(*([request.POST, request.FILES] if posted else [])), []
        if form.is_valid():
            try:
                found = self.handed_in(request, **form.cleaned_data)
            except UnreadableFile as refusal:
                reasons = refusal.reasons
            else:
                return HttpResponseRedirect(self.address("import_look", found.pk))
        page = Paginator(self.imports(), PER_PAGE).get_page(request.GET.get("page"))
        return self.show_import(
            request, "admin/import.html", status=400 if posted else 200,
            title=_("Import %s") % self.opts.verbose_name_plural, original=None, form=form,
            reasons=reasons, page=page, most_rows=MAX_IMPORT_ROWS,
            most_bytes=MAX_FILE_BYTES // 1024**2,
            public_list=reverse(f"{self.opts.model_name}-list"), key=KEY_FIELDS[self.model],
        )  # fmt: skip

    def handed_in(self, request, file, why: str) -> Import:
        """Preview a file; one that is too large is not even read."""
        refuse_size(file.size)
        return preview_import(file.read(), file.name, self.model, by=request.user, why=why)

    def imports(self):
        """Return the imports of this noun, the newest first, without their files."""
        found = Import.objects.filter(noun=self.opts.model_name)
        return found.defer("file", "seen", "marks", "done").select_related("by", "undone_by")

    def import_or_404(self, request, key: int) -> Import:
        """Return an import of this noun, to who may import it."""
        refuse_without_right(request.user, self.model)
        found = Import.objects.defer("file", "marks")
        return get_object_or_404(found, pk=key, noun=self.opts.model_name)

    def import_look_view(self, request, key):
        """Show what an import would do, or what it did."""
        return self.look(request, self.import_or_404(request, key))

    def look(self, request, found: Import, refused: ImportRefused | None = None):
        """Show an import; with the reasons where something was just refused."""
        shown = kinds(found, self.model, request.GET.get("show", ""))
        page = Paginator(rows_of(found, self.model, shown), PER_PAGE).get_page(
            request.GET.get("page")
        )
        if found.state == ImportState.PREVIEWED:
            find_doubles(page.object_list, self.model)
        return self.show_import(
            request, "admin/import_look.html", status=409 if refused else 200,
            title=_("Import of %s") % found.name, original=_("Import"),
            back=self.address("import"), here=self.address("import_look", found.pk),
            found=found, kinds=shown, page=page,
            reasons=refused.reasons if refused else [], records=records_of(page, self.model),
            may_apply=found.can_be_applied and found.by_id == request.user.pk,
            may_undo=found.state == ImportState.APPLIED, is_long=found.changing > LONG,
        )  # fmt: skip

    def import_apply_view(self, request, key):
        """Do what the preview said, or say why not."""
        return self.attempt_import(request, key, apply_import, _("Imported."))

    def import_undo_view(self, request, key):
        """Take an import back, or say why not."""
        return self.attempt_import(request, key, undo_import, _("Undone."))

    def attempt_import(self, request, key: int, step, told: str):
        """Take a step with an import; what is refused is answered so that nothing is saved."""
        found = self.import_or_404(request, key)
        try:
            step(found.pk, by=request.user)
        except ImportRefused as refusal:
            found.refresh_from_db()
            return self.look(request, found, refusal)
        messages.success(request, told)
        return HttpResponseRedirect(self.address("import_look", found.pk))

    def import_file_view(self, request, key):
        """Give back the file as it was handed in."""
        found = self.import_or_404(request, key)
        return FileResponse(
            BytesIO(found.file), as_attachment=True, filename=found.name,
            content_type="application/octet-stream",
        )  # fmt: skip

    def show_import(self, request, template: str, *, status: int, **context):
        """Render a page about imports."""
        context |= {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, template, context, status=status)


def give_imports(pages: type[admin.ModelAdmin]) -> None:
    """Put pages of imports before the admin pages of a noun, which know nothing of importing."""
    model = next(m for m, there in admin.site._registry.items() if type(there) is pages)
    admin.site.unregister(model)
    admin.site.register(model, type(pages.__name__, (ImportAdminMixin, pages), {}))


for noun in (EventAdmin, OrganizationAdmin, PracticeAdmin, ResolutionAdmin):
    give_imports(noun)
