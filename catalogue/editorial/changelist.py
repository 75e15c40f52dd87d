"""Lists of the admin: their addresses take only what their filters and links use."""

from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.editorial.dashboard import TaskFilter


class StrictChangeList(ChangeList):
    """A list that refuses every lookup that none of its filters uses.

    Django takes all lookups of a model's own fields, also regular expressions, with which a single
    address can keep a process busy for as long as its author likes.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_popup:
            self.title = self.describe_records()

    def describe_records(self) -> str:
        """Return what is listed: the records of the model, or those under the chosen task."""
        records = capfirst(self.opts.verbose_name_plural)
        filters = [each for each in self.filter_specs if isinstance(each, TaskFilter)]
        label = filters[0].chosen_label if filters else ""
        return (
            _("%(records)s: %(task)s") % {"records": records, "task": label} if label else records
        )

    def get_filters(self, request):
        try:
            found = super().get_filters(request)
        except (ValueError, OverflowError) as error:  # a year after the last one that a date has
            raise IncorrectLookupParameters(error) from error
        unused = found[2].keys() - {f"{self.date_hierarchy}__{end}" for end in ("gte", "lt")}
        if unused:
            raise DisallowedModelAdminLookup(f"No filter of this list uses {sorted(unused)}.")
        return found


def get_strict_changelist(model_admin, request, **kwargs) -> type[ChangeList]:
    """Return the class of a list: the method `get_changelist` of every ModelAdmin."""
    return StrictChangeList
