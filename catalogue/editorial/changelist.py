"""Lists of the admin: their addresses take only what their filters and links use."""

from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList


class StrictChangeList(ChangeList):
    """A list that refuses every lookup that none of its filters uses.

    Django takes all lookups of a model's own fields, also regular expressions, with which a single
    address can keep a process busy for as long as its author likes.
    """

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
