"""What pages about a record at the desk have in common: their addresses, who may see them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse


class DeskPages:
    """Helps the admin pages of a noun to have pages beside those of Django."""

    def name_of_page(self, page: str) -> str:
        """Return the name of a page of this noun, as Django names its own."""
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def address(self, page: str, *args) -> str:
        """Return the address of a page of this noun."""
        return reverse(f"{self.admin_site.name}:{self.name_of_page(page)}", args=args)

    def record_or_404(self, request, pk):
        """Return a record that the person at the desk may see."""
        record = self.get_object(request, pk)
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return record

    def show(self, request, template, record, **context):
        """Render a page about a record at the desk."""
        context |= {
            **self.admin_site.each_context(request), "opts": self.opts, "original": record,
            "back": self.address("change", record.pk),
        }  # fmt: skip
        return render(request, template, context)
