"""The form behind the address of a list: it is made once, and holds nothing of a request."""

from functools import cache

from django import forms
from django.utils.translation import gettext_lazy as _

PAGE_SIZES = (20, 50, 100)
#: Values that can be chosen in all facets together: each has a chip, and each chip the address.
MAX_CHOSEN_VALUES = 100


class SharedFields(dict):
    """Fields that no request changes, so that a form need not copy them for each."""

    def __deepcopy__(self, memo):
        return self


class FacetField(forms.MultipleChoiceField):
    """Codes of a facet. A blank one, as a plain form sends it, is none."""

    def to_python(self, value):
        """Drop blanks and repetitions."""
        return [code for code in dict.fromkeys(super().to_python(value)) if code]

    def validate(self, value):
        """Leave it to the form, which knows the facet."""


class ListForm(forms.Form):
    """Single values are given once, page sizes are fixed, and codes of facets are known.

    `filterset` is the filter set that asks.
    """

    filterset = None
    page = forms.CharField(required=False)
    per_page = forms.TypedChoiceField(
        coerce=int,
        empty_value=PAGE_SIZES[0],
        required=False,
        choices=[(size, size) for size in PAGE_SIZES],
    )

    def clean(self):
        """Name what is given twice and must not be, and every unknown code at once."""
        for name, field in self.fields.items():
            if isinstance(field, FacetField):
                self.check_codes(name)
            elif len(self.data.getlist(name)) > 1:
                self.add_error(name, _("Give this only once."))
        self.check_number()
        return super().clean()

    def check_number(self) -> None:
        """Refuse more values than a list can be narrowed by, at the facet that has most of them."""
        chosen = {name: len(self.cleaned_data.get(name, ())) for name in self.filterset.facets}
        if sum(chosen.values()) > MAX_CHOSEN_VALUES:
            message = _("Choose %(most)d values in all at most.") % {"most": MAX_CHOSEN_VALUES}
            self.add_error(max(chosen, key=chosen.get), message)

    def check_codes(self, name: str) -> None:
        """Refuse codes that are no values of their facet."""
        facet = self.filterset.facets[name]
        message = _("“%(value)s” is not a known value here.")
        unknown = [code for code in self.cleaned_data[name] if not facet.knows(code)]
        if unknown:
            self.add_error(name, [message % {"value": code[:80]} for code in unknown])


@cache
def build_form_class(filterset: type) -> type[ListForm]:
    """Return the form of a list, with a field for each of its filters."""
    fields = {name: each.field for name, each in filterset.base_filters.items()}
    made = type(f"{filterset.__name__}Form", (filterset._meta.form,), fields)
    made.base_fields = SharedFields(made.base_fields)
    return made
