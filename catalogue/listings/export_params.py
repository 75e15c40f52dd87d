"""What the address of a file asks for besides the list: anything in doubt in it is named."""

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.exports.formats.base import COLUMNS_PARAMETER, Format
from catalogue.exports.table import Export
from catalogue.listings.filterset import ListFilterSet


@dataclass
class ExportParameters:
    """The options of the format and the columns that a reader chose; `wrong` is in words."""

    options: dict[str, str] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def parse_export_parameters(
    filterset: ListFilterSet, export: Export, chosen: Format
) -> ExportParameters:
    """Return what an address asks of a file, and all that is wrong with it."""
    allowed, known = chosen.parameters, chosen.known_parameters
    asked = ExportParameters(
        {name: filterset.data[name] for name in allowed if name in filterset.data}
    )
    if COLUMNS_PARAMETER in known and filterset.data.get(COLUMNS_PARAMETER):
        asked.columns = filterset.data[COLUMNS_PARAMETER].split(",")
    asked.wrong = [
        *list_unknown_parameters(filterset, known),
        *list_repeated_parameters(filterset.data, known),
        *(
            _("%(name)s: use one of %(values)s.") % {"name": n, "values": ", ".join(allowed[n])}
            for n, value in asked.options.items()
            if value not in allowed[n]
        ),
        *list_column_errors(asked.columns, export),
        *(f"{n}: {text}" for n, texts in filterset.errors.items() for text in texts),
    ]
    return asked


def list_unknown_parameters(filterset: ListFilterSet, known: set[str]) -> list[str]:
    """Name the parameters that neither the list nor the format knows."""
    text = _("%(name)s: unknown parameter.")
    return [text % {"name": name} for name in filterset.not_applied if name not in known]


def list_repeated_parameters(data: QueryDict, known: set[str]) -> list[str]:
    """Name the parameters of the format that are given more than once."""
    text = _("%(name)s: give this only once.")
    return [text % {"name": name} for name in sorted(known) if len(data.getlist(name)) > 1]


def list_column_errors(names: list[str], export: Export) -> list[str]:
    """Name the columns that are not there, or are asked for twice."""
    there = {column.name for column in export.columns}
    missing = _("columns: there is no column %(name)s.")
    twice = _("columns: %(name)s is there twice.")
    return [
        *(missing % {"name": name or '""'} for name in names if name not in there),
        *(twice % {"name": name} for name in sorted(there) if names.count(name) > 1),
    ]
