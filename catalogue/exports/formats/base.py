"""The declaration of a format: each module of this package has one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from catalogue.exports.table import ExportTable

Options = Mapping[str, str]
Writer = Callable[[BinaryIO, ExportTable, Options], None]

#: The groups of formats on the page of a list, by what people do with them.
SPREADSHEETS = _("For spreadsheets")
PROGRAMS = _("For programs")
REFERENCES = _("For references")
#: The parameter that chooses among the columns of a file.
COLUMNS_PARAMETER = "columns"


@dataclass(frozen=True)
class Format:
    """A format: a module of this package that declares one as `FORMAT` makes it available.

    `write` writes a table to a file, with the options that the address gives. `parameters` has the
    values that each option can have. A format with `takes_columns` is given only the columns that a
    reader chooses; one without takes what it needs. `group` is where the page of a list offers it,
    None for one that is not offered there; formats stand in their `order`. `most_records` is what a
    file can hold; `newest` says that it holds only so many, the newest ones. Browsers show one that
    `is_inline` instead of saving it. A format that `is_reference` is offered for single records
    too. `described_by` is the extension of the format that describes the files of this one.
    `contents`, `several_values` and `good_for` are the lines of `docs/data.md`, in English.
    """

    name: str
    extension: str
    content_type: str
    write: Writer
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    takes_columns: bool = True
    group: str | None = PROGRAMS
    order: int = 100
    most_records: int | None = None
    newest: int | None = None
    is_inline: bool = False
    is_reference: bool = False
    described_by: str = ""
    contents: str = ""
    several_values: str = ""
    good_for: str = ""

    @property
    def known_parameters(self) -> set[str]:
        """Return the parameters that it understands besides those of the list."""
        return {*self.parameters, *([COLUMNS_PARAMETER] if self.takes_columns else [])}

    @cached_property
    def ignored_parameters(self) -> tuple[str, ...]:
        """Return the parameters of a list that change nothing in a file."""
        return ("page", "per_page", "sort") if self.newest else ("page", "per_page")

    def has_room_for(self, count: int) -> bool:
        """Return True if a file can hold so many records."""
        return self.most_records is None or count <= self.most_records
