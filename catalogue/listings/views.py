"""The list page, built once: a noun declares what it shows, this view answers page and files."""

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views import View

from catalogue.exports.formats import FORMATS
from catalogue.exports.responses import Export, file_response
from catalogue.listings.chips import chips, cleared
from catalogue.listings.facets import FIRST
from catalogue.listings.filterset import ListFilterSet


class ListingView(View):
    """The list of one noun, as a page and, with the same selection, as files.

    A noun declares `records` (a function that returns its public records), `filterset_class`,
    `export`, `template_name`, its `url_name` and what one and many of its records are called.
    """

    records = None
    filterset_class: type[ListFilterSet]
    export: Export
    template_name = ""
    url_name = ""
    title = ""
    extension = None  # set for the addresses of files

    def get(self, request):
        """Answer with the page, or with a file where the address has an extension."""
        filterset = self.filterset_class(request.GET, type(self).records())
        if self.extension:
            return self.as_file(filterset)
        if not filterset.is_valid():
            return self.page(filterset, status=400)
        return self.listed(filterset)

    def listed(self, filterset) -> HttpResponse:
        """Answer with one page of the list; a page that is not there links to the last one."""
        paginator = Paginator(filterset.qs, filterset.form.cleaned_data["per_page"])
        try:
            page = paginator.page(self.request.GET.get("page") or 1)
        except (EmptyPage, PageNotAnInteger):
            return self.no_such_page(filterset, last=paginator.num_pages)
        page.object_list = page.object_list.for_list()
        return self.page(
            filterset,
            page=page,
            page_range=paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
            chips=chips(filterset),
            files=[(name, self.address(name) + selection(filterset)) for name in FORMATS],
        )

    def no_such_page(self, filterset, last: int) -> HttpResponse:
        """Say that the list is shorter, and link to its last page."""
        context = {
            "title": self.title, "last": last, "list": self.address(), "applied": filterset.applied,
        }  # fmt: skip
        return render(self.request, "catalogue/no_such_page.html", context, status=404)

    def page(self, filterset, status=200, **results) -> HttpResponse:
        """Render the list with its results, or with what is wrong with its address."""
        context = {
            "title": self.title,
            "list": self.address(),
            "filterset": filterset,
            "words": filterset.data.get("q", ""),
            "facets": facets(filterset),
            "year_fields": [filterset.form[name] for name in ("year_from", "year_to")],
            "applied": filterset.applied,
            "not_applied": filterset.not_applied,
            "cleared": cleared(filterset.applied),
            "errors": errors(filterset),
            "page": None,
            "chips": [],
        }
        return render(self.request, self.template_name, context | results, status=status)

    def as_file(self, filterset) -> HttpResponse:
        """Answer with the whole list as a file; anything in doubt in its address is refused."""
        form = FORMATS[self.extension]
        options = {
            name: self.request.GET[name] for name in form.PARAMETERS if name in self.request.GET
        }
        wrong = [
            _("%(name)s: unknown parameter.") % {"name": name}
            for name in filterset.not_applied
            if name not in form.PARAMETERS
        ]
        wrong += [
            _("%(name)s: use one of %(values)s.") % {"name": name, "values": ", ".join(allowed)}
            for name, allowed in form.PARAMETERS.items()
            if name in options and options[name] not in allowed
        ]
        if not filterset.is_valid():
            wrong += [
                f"{name}: {text}" for name, texts in filterset.errors.items() for text in texts
            ]
        if wrong:
            lines = [_("Nothing was exported. What is wrong with the address:"), *wrong]
            return HttpResponse("\n".join(lines) + "\n", status=400, content_type="text/plain")
        return file_response(self.request, self.export, filterset.qs, self.extension, options)

    def address(self, extension=None) -> str:
        """Return the path of this list, or of one of its files."""
        return reverse(f"{self.url_name}-{extension}" if extension else self.url_name)


def facets(filterset) -> list[dict]:
    """Return the facets to offer: their values, those that are chosen, the first and the rest.

    The first ten and every chosen value show at once, in their fixed order.
    """
    offered = []
    for name, facet in filterset.facets.items():
        chosen = filterset.data.getlist(name)
        options = facet.shown(chosen)
        first = [o for place, o in enumerate(options) if place < FIRST or o.code in chosen]
        if options:
            offered.append(
                {
                    "name": name,
                    "label": facet.label,
                    "chosen": chosen,
                    "first": first,
                    "rest": [option for option in options if option not in first],
                    "total": len(options),
                }
            )
    return offered


def errors(filterset) -> list[tuple[str, list[str]]]:
    """Return what is wrong with the address: the label of each parameter and its messages."""
    fields = filterset.form.fields
    return [
        (fields[name].label or name if name in fields else name, messages)
        for name, messages in filterset.errors.items()
    ]


def selection(filterset) -> str:
    """Return the query of the address of a file: the state of the list, without its pages."""
    state = filterset.applied
    for name in ("page", "per_page"):
        state.pop(name, None)
    return f"?{state.urlencode()}" if state.urlencode() else ""


def listing(route: str, view: type[ListingView]) -> list:
    """Return the addresses of a list: its page, and a file for every format."""
    files = [
        path(f"{route}.{name}", view.as_view(extension=name), name=f"{view.url_name}-{name}")
        for name in FORMATS
    ]
    return [path(f"{route}/", view.as_view(), name=view.url_name), *files]
