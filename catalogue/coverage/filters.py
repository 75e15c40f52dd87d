"""What a reader can ask of the map: everything that the list of practices knows, and two axes."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from catalogue.coverage.axes import AXES, DEFAULT_COLUMNS, DEFAULT_ROWS, FIRST_RESOLUTION
from catalogue.coverage.exports import FILE_SHAPES
from catalogue.listings.filterset import ListForm
from catalogue.practices.filters import PracticeFilter


class AxisFilter(filters.ChoiceFilter):
    """What stands in the rows or in the columns; it keeps every record."""

    def __init__(self, label):
        super().__init__(label=label, choices=list(AXES.items()), empty_label=None)

    def filter(self, queryset, value):
        """Leave the selection as it is: it is only counted another way."""
        return queryset


class CoverageForm(ListForm):
    """The form of the map; it refuses a map of one thing against itself."""

    def clean(self):
        """Say where rows and columns are the same."""
        cleaned = super().clean()
        if (self.data.get("rows") or DEFAULT_ROWS) == (self.data.get("columns") or DEFAULT_COLUMNS):
            self.add_error("columns", _("Choose two different things for rows and columns."))
        return cleaned


class CoverageFilter(PracticeFilter):
    """The filters of practices, and what stands in rows and columns."""

    rows = AxisFilter(_("Rows"))
    columns = AxisFilter(_("Columns"))
    shape = filters.ChoiceFilter(
        label=_("Shape"), choices=[(each, each) for each in FILE_SHAPES], method="same"
    )
    unfiltered_parameters = (*PracticeFilter.unfiltered_parameters, "rows", "columns")

    class Meta:
        form = CoverageForm

    def __init__(self, data, records, index):
        super().__init__(data, records, index)
        self.axes = (
            self.data.get("rows") or DEFAULT_ROWS,
            self.data.get("columns") or DEFAULT_COLUMNS,
        )
        if "paragraph" in self.axes and not {"resolution", "paragraph"} & set(self.data):
            self.data = self.data.copy()
            self.data.setlist("resolution", self.first_resolution())

    def leave_selection(self, queryset, name, value):
        """Leave the selection as it is: only the file has another shape."""
        return queryset

    def first_resolution(self) -> list[str]:
        """Return the resolution whose paragraphs show, or the first that there is."""
        known = self.index.values["resolution"].labels
        return [FIRST_RESOLUTION] if FIRST_RESOLUTION in known else list(known)[:1]
