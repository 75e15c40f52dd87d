"""A list as a file: the parameters of its address, the records in it, and its headers."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from catalogue.exports import provenance
from catalogue.exports.formats import FORMATS
from catalogue.exports.formats.base import COLUMNS_PARAMETER, Format
from catalogue.exports.responses import file_response
from catalogue.exports.table import About, Export, ExportTable
from catalogue.listings.filterset import ListFilterSet, list_active_filters


def list_response(view, filterset: ListFilterSet, chosen: Format) -> HttpResponse:
    """Answer with a list as a file, or with 400 if anything in its address is wrong."""
    data, count = filterset.data, len(filterset.selection)
    options = {name: data[name] for name in chosen.parameters if name in data}
    named = data.get(COLUMNS_PARAMETER, "") if chosen.takes_columns else ""
    columns = named.split(",") if named else []
    errors = list_errors(filterset, chosen, options)
    errors += list_column_errors(columns, view.noun.export)
    errors += [f"{name}: {text}" for name, texts in filterset.errors.items() for text in texts]
    if not errors and not chosen.has_room_for(count):
        errors = [describe_limit(count, chosen)]
    if errors:
        return refuse_file(errors)
    keys = select_file_keys(filterset, chosen)
    about = build_about(view, filterset, chosen)
    table = ExportTable(view.noun.export, view.noun.public(), keys, about, columns)
    response = file_response(view.request, table, chosen, options)
    if extension := chosen.described_by:
        address = provenance.file_url(about.address, extension, options, columns)
        kind = FORMATS[extension].content_type
        response["Link"] = f'<{address}>; rel="describedby"; type="{kind}"'
    return response


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
        filters=[(each["filter"], each["label"]) for each in list_active_filters(filterset)],
    )


def list_errors(filterset: ListFilterSet, chosen: Format, options: dict[str, str]) -> list[str]:
    """Return a message for each parameter that is unknown, repeated, or no option of the format."""
    allowed, known = chosen.parameters, chosen.known_parameters
    return [
        *list_unknown_parameters([name for name in filterset.not_applied if name not in known]),
        *(
            _("%(name)s: give this only once.") % {"name": name}
            for name in sorted(known)
            if len(filterset.data.getlist(name)) > 1
        ),
        *(
            _("%(name)s: use one of %(values)s.") % {"name": n, "values": ", ".join(allowed[n])}
            for n, value in options.items()
            if value not in allowed[n]
        ),
    ]


def list_unknown_parameters(names: list[str]) -> list[str]:
    """Return a message for each unknown parameter."""
    return [_("%(name)s: unknown parameter.") % {"name": name} for name in names]


def list_column_errors(names: list[str], export: Export) -> list[str]:
    """Return a message for each chosen column that does not exist or is chosen twice."""
    existing = {column.name for column in export.columns}
    missing = _("columns: there is no column %(name)s.")
    repeated = _("columns: %(name)s appears twice.")
    return [
        *(missing % {"name": name or '""'} for name in names if name not in existing),
        *(repeated % {"name": name} for name in sorted(existing) if names.count(name) > 1),
    ]
