"""Marks of editors for cells of the map that do not apply, with the reason."""

from itertools import combinations

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from catalogue.core import fields
from catalogue.core.constraints import CheckRule, UniqueRule
from catalogue.core.models import Dated
from catalogue.resolutions.models import OperativeParagraph
from catalogue.taxonomy.models import Measure, Sector, Threat


def exactly_two(*names: str) -> models.Q:
    """Return the condition that exactly two of the fields are set."""
    pairs = models.Q()
    for pair in combinations(names, 2):
        pairs |= models.Q(*((f"{name}__isnull", name not in pair) for name in names))
    return pairs


class NotApplicable(Dated):
    """Two values, such as a threat and a sector, that cannot share a practice, and the reason."""

    paragraph = models.ForeignKey(
        OperativeParagraph, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("operative paragraph"),
    )  # fmt: skip
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("measure"),
    )  # fmt: skip
    threat = models.ForeignKey(
        Threat, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("threat")
    )
    sector = models.ForeignKey(
        Sector, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("sector")
    )
    reason = fields.CharField(
        _("reason"),
        max_length=300,
        help_text=_("Shown to the public, for example: the paragraph speaks of States only."),
    )

    #: The axes that can be marked: each field, and the field of its code.
    AXES = {"paragraph": "code", "measure": "slug", "threat": "slug", "sector": "slug"}

    class Meta:
        verbose_name = _("not-applicable cell")
        verbose_name_plural = _("coverage: not applicable")
        constraints = [
            CheckRule(
                condition=exactly_two("paragraph", "measure", "threat", "sector"),
                name="an_empty_cell_has_a_row_and_a_column",
                says=_("Choose exactly two: the row and the column of the cell."),
                at=NON_FIELD_ERRORS,
            ),
            UniqueRule(
                *(Coalesce(name, 0) for name in ("paragraph", "measure", "threat", "sector")),
                name="an_empty_cell_is_marked_once",
                says=_("This cell is marked already."),
                at=NON_FIELD_ERRORS,
                names_twin=True,
            ),
        ]

    def __str__(self):
        return " x ".join(str(value) for value in self.values())

    def values(self) -> list:
        """Return the two marked records."""
        return [value for name in self.AXES if (value := getattr(self, name))]

    def clean(self):
        super().clean()
        if len(self.values()) != 2:
            raise ValidationError(_("Choose exactly two: the row and the column of the cell."))
