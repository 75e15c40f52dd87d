"""A list as a file: the parameters of its address, the records in it, and its headers."""

from dataclasses import dataclass, field

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from catalogue.exports import provenance
from catalogue.exports.formats import FORMATS
from catalogue.exports.formats.base import COLUMNS_PARAMETER, Format
from catalogue.exports.responses import file_response
from catalogue.exports.table import About, Export, ExportTable
from catalogue.listings.filterset import ListFilterSet, list_active_filters


def list_response(view, filterset: ListFilterSet, chosen: Format) -> HttpResponse:
    """Answer with a list as a file, or with 400 if anything in its address is wrong."""
    parameters = parse_export_parameters(filterset, view.export, chosen)
    count = len(filterset.selection)
    if not parameters.errors and not chosen.has_room_for(count):
        parameters.errors = [describe_limit(count, chosen)]
    if parameters.errors:
        return refuse_file(parameters.errors)
    keys = select_file_keys(filterset, chosen)
    about = build_about(view, filterset, chosen)
    table = ExportTable(view.export, view.noun.public(), keys, about, parameters.columns)
    response = file_response(view.request, table, chosen, parameters.options)
    return add_file_headers(response, table, chosen, parameters.options)


def refuse_file(errors: list[str]) -> HttpResponse:
    """Answer with 400 and what is wrong with the address of a file."""
    lines = [_("Nothing was exported. What is wrong with the address:"), *errors]
    text = "\n".join(map(str, lines))
    return HttpResponse(f"{text}\n", status=400, content_type="text/plain; charset=utf-8")


def describe_limit(count: int, chosen: Format) -> str:
    """Return a message that a list is larger than a format can hold."""
    text = _("%(format)s holds %(most)s records at most, and this list has %(count)s.")
    most, total = f"{chosen.most_records:,}", f"{count:,}"
    return text % {"format": chosen.name, "most": most, "count": total}


def select_file_keys(filterset: ListFilterSet, chosen: Format):
    """Return the keys of the records in a file: all in their order, or the newest of them."""
    records = filterset.selection.records
    if chosen.newest:
        return filterset.index.orders["newest"].page_keys(records, 0, chosen.newest)
    return filterset.order().all_keys(records)


def build_about(view, filterset: ListFilterSet, chosen: Format) -> About:
    """Return the title, address and filters of a list, for its file."""
    request, query = view.request, filterset.state(*chosen.ignored_parameters)
    return About(
        title=str(view.title),
        address=request.build_absolute_uri(view.get_url() + query),
        site=f"{request.scheme}://{request.get_host()}",
        filters=[(active.filter, active.label) for active in list_active_filters(filterset)],
    )


def add_file_headers(
    response: HttpResponse, table: ExportTable, chosen: Format, options: dict
) -> HttpResponse:
    """Add headers for programs: search engines leave files out, and CSV links its description.

    What browsers can show is not saved.
    """
    response["X-Robots-Tag"] = "noindex"
    if chosen.is_inline and "Content-Disposition" in response:
        shown = response["Content-Disposition"].replace("attachment", "inline", 1)
        response["Content-Disposition"] = shown
    if extension := chosen.described_by:
        address = provenance.file_url(table.about.address, extension, options, table.chosen)
        kind = FORMATS[extension].content_type
        response["Link"] = f'<{address}>; rel="describedby"; type="{kind}"'
    return response


@dataclass
class ExportParameters:
    """The options of the format, the chosen columns, and messages on what is wrong."""

    options: dict[str, str] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def parse_export_parameters(
    filterset: ListFilterSet, export: Export, chosen: Format
) -> ExportParameters:
    """Return the parameters of a file, with everything that is wrong in its address."""
    allowed, known = chosen.parameters, chosen.known_parameters
    found = ExportParameters(
        {name: filterset.data[name] for name in allowed if name in filterset.data}
    )
    if COLUMNS_PARAMETER in known and filterset.data.get(COLUMNS_PARAMETER):
        found.columns = filterset.data[COLUMNS_PARAMETER].split(",")
    found.errors = [
        *list_unknown_parameters([n for n in filterset.not_applied if n not in known]),
        *list_repeated_parameters(filterset.data, known),
        *(
            _("%(name)s: use one of %(values)s.") % {"name": n, "values": ", ".join(allowed[n])}
            for n, value in found.options.items()
            if value not in allowed[n]
        ),
        *list_column_errors(found.columns, export),
        *(f"{n}: {text}" for n, texts in filterset.errors.items() for text in texts),
    ]
    return found


def list_unknown_parameters(names: list[str]) -> list[str]:
    """Return a message for each unknown parameter."""
    return [_("%(name)s: unknown parameter.") % {"name": name} for name in names]


def list_repeated_parameters(data: QueryDict, known: set[str]) -> list[str]:
    """Return a message for each parameter of the format that is given more than once."""
    text = _("%(name)s: give this only once.")
    return [text % {"name": name} for name in sorted(known) if len(data.getlist(name)) > 1]


def list_column_errors(names: list[str], export: Export) -> list[str]:
    """Return a message for each chosen column that does not exist or is chosen twice."""
    existing = {column.name for column in export.columns}
    missing = _("columns: there is no column %(name)s.")
    repeated = _("columns: %(name)s is there twice.")
    return [
        *(missing % {"name": name or '""'} for name in names if name not in existing),
        *(repeated % {"name": name} for name in sorted(existing) if names.count(name) > 1),
    ]
