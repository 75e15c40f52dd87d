"""The list of a noun, as a page or a file, and the page of one record: the noun declares both."""

from operator import attrgetter

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.views import View

from catalogue.citations.views import citation_context
from catalogue.core.models import Publishable
from catalogue.core.redirects import redirect_or_gone
from catalogue.core.registry import Noun
from catalogue.db.transactions import read_snapshot
from catalogue.exports.formats import FORMATS
from catalogue.exports.formats.base import Format
from catalogue.facets.facet_index import facet_indexes
from catalogue.listings.cards import render_cards
from catalogue.listings.downloads import list_response
from catalogue.listings.facets import build_groups, find_group
from catalogue.listings.filterset import PAGE_SIZES, clear_filters, list_active_filters
from catalogue.listings.partial_matches import PartialMatchList, find_partial_matches
from catalogue.listings.pins import build_pins
from catalogue.listings.suggestions import build_suggestions
from catalogue.search.missed import count_missed_search


class ListingView(View):
    """The list of one noun, as a page and, with the same selection, as files."""

    noun: Noun | None = None
    filterset_class = property(attrgetter("noun.filterset"))
    template_name = property(attrgetter("noun.list_template"))
    url_name = property(attrgetter("noun.list_url_name"))
    title = property(attrgetter("noun.list_title"))
    extra_context: dict = {}
    extension = None  # set for the addresses of files

    def get(self, request, facet=None):
        """Answer with the page, with a file, or with all values of a facet.

        One state of the catalogue is read, so that no count disagrees with a list.
        """
        with read_snapshot():
            index = facet_indexes.index(self.noun)
            filterset = self.filterset_class(request.GET, self.noun.public(), index)
            if self.extension:
                return self.render_file(filterset)
            if not filterset.is_valid():
                return self.render_page(filterset, status=400)
            return self.render_values(filterset, facet) if facet else self.render_list(filterset)

    def render_list(self, filterset) -> HttpResponse:
        """Answer with one page of the list; a page beyond the last one links to the last one."""
        records = filterset.selection.records
        paginator = Paginator(range(len(records)), filterset.form.cleaned_data["per_page"])
        try:
            page = paginator.page(self.request.GET.get("page") or 1)
        except (EmptyPage, PageNotAnInteger):
            return self.render_missing_page(filterset, last=paginator.num_pages)
        if filterset.is_missed_search:
            count_missed_search(self.request, filterset.data["q"])
        part = page.object_list
        keys = filterset.order().page_keys(records, part.start, part.stop)
        words = filterset.query.text
        matches = find_partial_matches(filterset) if words else []
        cards = render_cards(self.noun, filterset, [*keys, *(match.key for match in matches)])
        page.object_list = cards[: len(keys)]
        rows = list(zip(cards[len(keys) :], matches, strict=True))
        return self.render_page(
            filterset,
            page=page,
            pages=build_page_links(filterset, page, self.get_url()),
            files=self.list_downloads(filterset, paginator.count),
            feed=self.get_file_url(filterset, FORMATS["atom"]),
            newest=FORMATS["atom"].newest,
            partial=PartialMatchList(rows, bool(records)),
            pins=build_pins(words, [filterset], filterset.index.version) if words else None,
            **({} if records else build_suggestions(filterset)),
        )

    def render_values(self, filterset, name: str) -> HttpResponse:
        """Answer with every value of a facet, to choose from on a page of its own."""
        if name not in filterset.facets or not filterset.values_of(filterset.facets[name]).records:
            raise Http404
        group, rest = find_group(filterset, name), filterset.applied
        for each in (*group.names, "page"):
            rest.pop(each, None)
        context = {
            "title": self.title,
            "list": self.get_url(),
            "group": group,
            "rest": [(key, value) for key, values in rest.lists() for value in values],
            "back": self.get_url() + filterset.state("page"),
        }
        return render(self.request, "catalogue/values.html", context)

    def render_missing_page(self, filterset, last: int) -> HttpResponse:
        """Answer that the list is shorter, with a link to its last page."""
        address = self.get_url() + add_parameter(filterset.state("page"), "page", last)
        context = {"title": self.title, "last": last, "address": address}
        return render(self.request, "catalogue/no_such_page.html", context, status=404)

    def render_page(self, filterset, status=200, **results) -> HttpResponse:
        """Render the list with its results, or with what is wrong with its address."""
        # The first page of a list has one address, which names no number.
        canonical = filterset.state(*["page"] * (filterset.data.get("page") == "1"))
        context = {
            "title": self.title,
            "list": self.get_url(),
            "canonical": self.request.build_absolute_uri(self.get_url() + canonical),
            "state": filterset.state("page"),
            "filterset": filterset,
            "words": filterset.data.get("q", ""),
            "groups": build_groups(filterset),
            "year_fields": [filterset.form[name] for name in ("year_from", "year_to")],
            "per_page": filterset.data.get("per_page"),
            "not_applied": filterset.not_applied,
            "cleared": clear_filters(filterset),
            "errors": label_errors(filterset),
            "page": None,
            "feed": None,
            "chips": list_active_filters(filterset) if filterset.is_valid() else [],
            **self.extra_context,
        }
        return render(self.request, self.template_name, context | results, status=status)

    def render_file(self, filterset) -> HttpResponse:
        """Answer with the whole list as a file."""
        return list_response(self, filterset, FORMATS[self.extension])

    def list_downloads(self, filterset, count: int) -> list:
        """Return the files that the page offers, in groups: the name and address of each."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for each in FORMATS.values():
            if each.group and each.has_room_for(count):
                link = each.name, self.get_file_url(filterset, each)
                groups.setdefault(each.group, []).append(link)
        return list(groups.items())

    def get_file_url(self, filterset, chosen: Format) -> str:
        """Return the address of this list as a file."""
        return self.get_url(chosen.extension) + filterset.state(*chosen.ignored_parameters)

    def get_url(self, extension=None) -> str:
        """Return the path of this list, or of one of its files."""
        return reverse(f"{self.url_name}-{extension}" if extension else self.url_name)


def label_errors(filterset) -> list[tuple[str, list[str]]]:
    """Return what is wrong with the address: the label of each parameter and its messages."""
    fields = filterset.form.fields
    return [
        (fields[name].label or name if name in fields else name, messages)
        for name, messages in filterset.errors.items()
    ]


def build_page_links(filterset, page: Page, address: str) -> dict:
    """Return the numbers of a page, and links to the other pages of its list.

    Each of `numbers` is (text, address), without an address for an ellipsis; `sizes` has the same
    for each number of records on a page.
    """
    state, paginator = address + filterset.state("page"), page.paginator
    sized = address + filterset.state("page", "per_page")

    def link(number) -> str:
        return add_parameter(state, "page", number) if isinstance(number, int) else ""

    shown = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "total": paginator.count,
        "number": page.number,
        "size": paginator.per_page,
        "numbers": [(number, link(number)) for number in shown],
        "previous": link(page.number - 1) if page.has_previous() else "",
        "next": link(page.number + 1) if page.has_next() else "",
        "sizes": [(size, add_parameter(sized, "per_page", size)) for size in PAGE_SIZES],
    }


def add_parameter(address: str, name: str, value: int) -> str:
    """Return an address, or the end of one, with one parameter more."""
    return f"{address}{'&' if '?' in address else '?'}{name}={value}"


def build_list_urls(route: str, view=ListingView, extensions=FORMATS, **options) -> list:
    """Return the URL patterns of a list or a map: its page, the values of a facet, its files."""
    page, name = view.as_view(**options), view(**options).url_name
    files = [
        path(f"{route}.{each}", view.as_view(extension=each, **options), name=f"{name}-{each}")
        for each in extensions
    ]
    values = path(f"{route}/values/<slug:facet>/", page, name=f"{name}-values")
    return [path(f"{route}/", page, name=name), values, *files]


class RecordView(View):
    """The page of a record of one noun, which says how the record is cited."""

    noun: Noun

    def get(self, request, title=None, **key):
        """Answer with the page of a record, or where it was moved.

        The title in an address finds nothing: a wrong one leads to the right address.
        """
        with read_snapshot():
            record = self.find_record(**key)
            return redirect_or_gone(request, record) or self.render_page(request, record)

    def find_record(self, **key) -> Publishable:
        """Return the record at an address, public or not."""
        return get_object_or_404(self.noun.model, **key)

    def render_page(self, request, record, preview="") -> HttpResponse:
        """Answer with the page of a record as readers see it, or would."""
        record = self.noun.model.objects.for_page().get(pk=record.pk)
        context = {self.noun.name: record, "preview": preview}
        context |= self.get_context(record)
        context |= citation_context(request, record, **self.get_citation(record))
        return render(request, f"catalogue/{self.noun.plural}/detail.html", context)

    def get_context(self, record) -> dict:
        """Return what the page shows besides the record."""
        return {}

    def get_citation(self, record) -> dict:
        """Return how the record is cited, as `apa_citation` needs it."""
        return {"code": record.code, "title": record.title, "kind": record.get_kind_display()}
