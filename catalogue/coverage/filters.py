"""The parameters of the map: the filters of the list of practices, and two axes."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from catalogue.coverage.matrix import AXIS_CHOICES, DEFAULT_COLUMNS, DEFAULT_ROWS, FIRST_RESOLUTION
from catalogue.listings.filterset import ListForm
from catalogue.practices.filters import PracticeFilter


class CoverageForm(ListForm):
    """The form of the map; rows and columns must be different."""

    def clean(self):
        cleaned = super().clean()
        rows, columns = self.filterset.axes
        if rows == columns:
            self.add_error("columns", _("Choose two different things for rows and columns."))
        return cleaned


class CoverageFilter(PracticeFilter):
    """The filters of practices, the rows and the columns."""

    rows = filters.ChoiceFilter(label=_("Rows"), choices=AXIS_CHOICES, empty_label=None)
    columns = filters.ChoiceFilter(label=_("Columns"), choices=AXIS_CHOICES, empty_label=None)
    shape = filters.ChoiceFilter(label=_("Shape"), choices=[("wide", "wide"), ("long", "long")])
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
            known = self.index.values["resolution"].labels
            first = [FIRST_RESOLUTION] if FIRST_RESOLUTION in known else list(known)[:1]
            self.data = self.data.copy()
            self.data.setlist("resolution", first)
