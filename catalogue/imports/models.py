"""Imports: which file was uploaded, what it would change, and what it changed."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.core import fields
from catalogue.core.constraints import CheckRule
from catalogue.core.folding import fold_header
from catalogue.core.registry import get_noun


class ImportState(models.TextChoices):
    """How far an import is."""

    PREVIEWED = "previewed", _("Preview, nothing changed yet")
    APPLIED = "applied", _("Applied")
    UNDONE = "undone", _("Undone")


class RowAction(models.TextChoices):
    """What an import does with a row."""

    CREATE = "create", _("New drafts")
    UPDATE = "update", _("Changed records")
    UNCHANGED = "unchanged", _("Unchanged, with a note")
    ERROR = "error", _("Errors")


class Import(models.Model):
    """A table that a user uploaded, what it would do, and what it did.

    `seen` has the rows as the preview shows them, `remarks` how cells were read that are written in
    another way than ours, `plan` what applying writes (`imports/plan.py`), `marks` the state of the
    records in the preview, which has to be the same when it is applied. `done` has what it left
    behind, by which it can be undone.
    """

    noun = fields.CharField(_("noun"), max_length=20)
    name = fields.CharField(_("file"), max_length=200)
    digest = fields.CharField(_("digest"), max_length=64)
    file = models.BinaryField()
    state = fields.CharField(
        _("state"), max_length=10, choices=ImportState, default=ImportState.PREVIEWED
    )
    why = fields.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who")
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    previewed_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    seen = models.JSONField(default=list)
    passed_over = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    plan = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    done = models.JSONField(default=dict)

    class Meta:
        app_label = "catalogue"
        ordering = ["-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            CheckRule(
                condition=models.Q(state__in=ImportState.values),
                name="an_import_is_in_a_known_state",
                says=_("An import is previewed, applied or undone."),
                at="state",
            ),
            CheckRule(
                condition=models.Q(state="previewed") | models.Q(applied_at__isnull=False),
                name="an_import_knows_when_it_was_applied",
                says=_("An import that was applied has the time of that."),
                at="applied_at",
            ),
        ]

    def __str__(self):
        return f"{self.pk} {self.name}"

    @property
    def changing(self) -> int:
        """Return how many records it makes or changes."""
        return self.counts.get("create", 0) + self.counts.get("update", 0)

    @property
    def model(self) -> type[models.Model]:
        """Return the noun that it is about."""
        return apps.get_model("catalogue", self.noun)

    @property
    def unknown_columns(self) -> list[str]:
        """Return the columns of the file that its noun does not have."""
        known = get_noun(self.model).export.by_name
        return [name for name in self.passed_over if fold_header(name) not in known]

    @property
    def derived_columns(self) -> list[str]:
        """Return the columns that were not read since they follow from others."""
        unknown = self.unknown_columns
        return [name for name in self.passed_over if name not in unknown]

    @property
    def has_rows(self) -> bool:
        """Return True if there is a row under the names of columns."""
        return any(self.counts.values())

    @property
    def can_be_applied(self) -> bool:
        """Return True if it is a preview without errors and would change something."""
        changes = bool(self.changing) and not self.counts.get("error")
        return changes and self.state == ImportState.PREVIEWED
