"""Lists of the admin: they take only what their filters use; long filters are look-ups."""

from django import forms
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.editorial.dashboard import TaskFilter

#: A filter with more values than this is a look-up in the place of a list of links.
MAX_LINKS = 30


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


class LookupSelect(AutocompleteSelect):
    """A field for a related record that is chosen by typing; without JavaScript, from all."""

    optgroups = forms.Select.optgroups


class RelationFilter(RelatedOnlyFieldListFilter):
    """Filters a list by a related record; a look-up if there are many of them."""

    def __init__(self, field, request, params, model, model_admin, field_path):
        super().__init__(field, request, params, model, model_admin, field_path)
        self.is_lookup = len(self.lookup_choices) > MAX_LINKS
        if self.is_lookup:
            self.template = "admin/lookup_filter.html"
            labels = {str(key): label for key, label in self.lookup_choices}
            value = (self.lookup_val or [""])[-1]
            if value.isdecimal() and value not in labels:  # typed, but related to nothing listed
                found = field.remote_field.model._base_manager.filter(pk=value)
                labels |= {str(each.pk): str(each) for each in found}
            self.chosen = labels.get(value, "")
            widget = LookupSelect(
                field, model_admin.admin_site, choices=[("", ""), *labels.items()]
            )
            attrs = {"aria-label": self.title, "id": f"filter-{field_path}"}
            self.select = widget.render(self.lookup_kwarg, value, attrs)

    def choices(self, changelist):
        """Leave out the links to single records in a look-up: "All" and "None" stay."""
        found = list(super().choices(changelist))
        if not self.is_lookup:
            return found
        own = set(self.expected_parameters())
        self.other_parameters = [
            (name, value)
            for name, values in changelist.filter_params.items()
            if name not in own
            for value in values
        ]
        return [found[0], *found[1 + len(self.lookup_choices) :]]
