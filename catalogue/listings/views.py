"""The list page, built once: a noun declares what it shows, this view answers page and files."""

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views import View

from catalogue.db.read_transactions import read_snapshot
from catalogue.exports.formats import FORMATS
from catalogue.exports.formats.base import Format
from catalogue.exports.responses import file_response
from catalogue.exports.table import About, Export, ExportTable
from catalogue.facets.index import IndexedNoun
from catalogue.facets.index_cache import facet_indexes
from catalogue.listings import downloads
from catalogue.listings.active_filters import clear_filters, list_active_filters
from catalogue.listings.card_cache import get_cards, render_highlighted_cards
from catalogue.listings.did_you_mean import suggest_list_spellings
from catalogue.listings.empty_state import suggest_fewer_filters, suggest_other_values
from catalogue.listings.export_params import parse_export_parameters
from catalogue.listings.facet_options import build_groups, find_group
from catalogue.listings.filterset import ListFilterSet
from catalogue.listings.pagination import OrderedKeys, add_parameter, build_page_links


class ListingView(View):
    """The list of one noun, as a page and, with the same selection, as files.

    A noun declares its `noun` for the counting engine, `filterset_class`, `export`,
    `template_name`, `url_name` and `title`.
    """

    noun: IndexedNoun
    filterset_class: type[ListFilterSet]
    export: Export
    template_name = ""
    url_name = ""
    title = ""
    extension = None  # set for the addresses of files

    def get(self, request, facet=None):
        """Answer with the page, a file where the address has an extension, or all of a facet.

        All of it is read from one state of the catalogue, so that no count disagrees with a list.
        """
        with read_snapshot():
            index = facet_indexes.index(self.noun)
            filterset = self.filterset_class(request.GET, self.noun.public(), index)
            if self.extension:
                return self.as_file(filterset)
            if not filterset.is_valid():
                return self.page(filterset, status=400)
            return self.values(filterset, facet) if facet else self.listed(filterset)

    def listed(self, filterset) -> HttpResponse:
        """Answer with one page of the list; a page that is not there links to the last one."""
        keys = OrderedKeys(filterset.selection, filterset.order())
        paginator = Paginator(keys, filterset.form.cleaned_data["per_page"])
        try:
            page = paginator.page(self.request.GET.get("page") or 1)
        except (EmptyPage, PageNotAnInteger):
            return self.no_such_page(filterset, last=paginator.num_pages)
        page.object_list = self.cards(filterset, page.object_list)
        return self.page(
            filterset,
            page=page,
            pages=build_page_links(filterset, page, self.address()),
            chips=list_active_filters(filterset),
            files=self.downloads(filterset, paginator.count),
            feed=self.file(filterset, FORMATS["atom"]),
            newest=FORMATS["atom"].newest,
            fewer=[] if keys else suggest_fewer_filters(filterset),
            nearest=[] if keys else suggest_other_values(filterset),
            spellings=[] if keys else suggest_list_spellings(filterset),
        )

    def cards(self, filterset, keys: list[int]) -> list[str]:
        """Return the cards of the records on a page."""
        template, public = self.template_name.replace("list.html", "_card.html"), self.noun.public()
        if filterset.query.terms:
            return render_highlighted_cards(filterset.marks(keys), public, keys, template)
        return get_cards(filterset.index, public, keys, template)

    def values(self, filterset, name: str) -> HttpResponse:
        """Answer with every value of a facet, to choose from on a page of its own."""
        if name not in filterset.facets or not filterset.values_of(filterset.facets[name]).records:
            raise Http404
        shown, rest = find_group(filterset, name), filterset.applied
        for each in (*shown.names, "page"):
            rest.pop(each, None)
        context = {
            "title": self.title,
            "list": self.address(),
            "group": shown,
            "rest": [(key, value) for key, values in rest.lists() for value in values],
            "back": self.address() + filterset.state("page"),
        }
        return render(self.request, "catalogue/values.html", context)

    def no_such_page(self, filterset, last: int) -> HttpResponse:
        """Say that the list is shorter, and link to its last page."""
        address = self.address() + add_parameter(filterset.state("page"), "page", last)
        context = {"title": self.title, "last": last, "address": address}
        return render(self.request, "catalogue/no_such_page.html", context, status=404)

    def page(self, filterset, status=200, **results) -> HttpResponse:
        """Render the list with its results, or with what is wrong with its address."""
        context = {
            "title": self.title,
            "list": self.address(),
            "canonical": self.request.build_absolute_uri(
                self.address() + get_canonical_query(filterset)
            ),
            "state": filterset.state("page"),
            "filterset": filterset,
            "words": filterset.data.get("q", ""),
            "groups": build_groups(filterset),
            "year_fields": [filterset.form[name] for name in ("year_from", "year_to")],
            "per_page": filterset.data.get("per_page"),
            "not_applied": filterset.not_applied,
            "cleared": clear_filters(filterset),
            "errors": list_address_errors(filterset),
            "page": None,
            "feed": None,
            "chips": [],
        }
        return render(self.request, self.template_name, context | results, status=status)

    def as_file(self, filterset) -> HttpResponse:
        """Answer with the whole list as a file; anything in doubt in its address is refused."""
        chosen = FORMATS[self.extension]
        asked = parse_export_parameters(filterset, self.export, chosen)
        wrong = asked.wrong or downloads.check_record_limit(len(filterset.selection), chosen)
        if wrong:
            lines = [_("Nothing was exported. What is wrong with the address:"), *wrong]
            return HttpResponse(
                "\n".join(lines) + "\n", status=400, content_type="text/plain; charset=utf-8"
            )
        keys = downloads.select_file_keys(filterset, chosen)
        about = self.about(filterset, chosen)
        table = ExportTable(self.export, self.noun.public(), keys, about, asked.columns)
        response = file_response(self.request, table, chosen, asked.options)
        return downloads.add_file_headers(response, table, chosen, asked.options)

    def about(self, filterset, chosen: Format) -> About:
        """Return what a file says of this list."""
        state = filterset.state(*chosen.ignored_parameters)
        return About(
            title=str(self.title),
            address=self.request.build_absolute_uri(self.address() + state),
            site=f"{self.request.scheme}://{self.request.get_host()}",
            filters=[(chip.filter, chip.label) for chip in list_active_filters(filterset)],
        )

    def downloads(self, filterset, count: int) -> list:
        """Return the files that the page offers, in groups: the name and address of each."""
        return [
            (group, [(each.name, self.file(filterset, each)) for each in formats])
            for group, formats in downloads.group_offered_formats(count).items()
        ]

    def file(self, filterset, chosen: Format) -> str:
        """Return the address of this list as a file."""
        return self.address(chosen.extension) + filterset.state(*chosen.ignored_parameters)

    def address(self, extension=None) -> str:
        """Return the path of this list, or of one of its files."""
        return reverse(f"{self.url_name}-{extension}" if extension else self.url_name)


def list_address_errors(filterset) -> list[tuple[str, list[str]]]:
    """Return what is wrong with the address: the label of each parameter and its messages."""
    fields = filterset.form.fields
    return [
        (fields[name].label or name if name in fields else name, messages)
        for name, messages in filterset.errors.items()
    ]


def get_canonical_query(filterset) -> str:
    """Return the end of the one address of a page: the first page of a list names no number."""
    return filterset.state(*["page"] * (filterset.data.get("page") == "1"))


def build_list_urls(route: str, view: type[ListingView]) -> list:
    """Return the addresses of a list: its page, and a file for every format."""
    files = [
        path(f"{route}.{name}", view.as_view(extension=name), name=f"{view.url_name}-{name}")
        for name in FORMATS
    ]
    every = path(f"{route}/values/<slug:facet>/", view.as_view(), name=f"{view.url_name}-values")
    return [path(f"{route}/", view.as_view(), name=view.url_name), every, *files]
