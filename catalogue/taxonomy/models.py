"""The controlled words of the catalogue, each an editable table."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.core.constraints import refuse_self_reference
from catalogue.core.models import Dated
from catalogue.core.validators import validate_no_cycle, validate_no_separator, validate_stable_code


def make_parent_field() -> models.ForeignKey:
    """Return the field by which records are a tree."""
    return models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )


class Term(Dated):
    """One word of a vocabulary: a stable code, a label, and what it means here."""

    tree = "parent"  # records under a term count for the terms above it

    slug = models.CharField(
        _("code"), max_length=60, unique=True, validators=[validate_stable_code]
    )
    label = models.CharField(_("label"), max_length=120, validators=[validate_no_separator])
    definition = models.TextField(_("definition"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    parent = make_parent_field()
    retired = models.BooleanField(
        _("retired"), default=False, help_text=_("Kept on old records, not offered for new ones.")
    )

    class Meta:
        abstract = True
        ordering = ["order", "slug"]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        """Return the address of its page in the vocabulary."""
        return reverse(f"{self._meta.model_name}-detail", args=[self.slug])

    def clean(self):
        super().clean()
        validate_no_cycle(self, "parent")


class Sector(Term):
    """What is protected: a sector of infrastructure or a kind of place."""

    class Meta(Term.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        constraints = [refuse_self_reference("sector", "parent")]


class Measure(Term):
    """What is done: a kind of protective work."""

    class Meta(Term.Meta):
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints = [refuse_self_reference("measure", "parent")]


class Threat(Term):
    """What it is done against: a kind of attack."""

    class Meta(Term.Meta):
        verbose_name = _("threat")
        verbose_name_plural = _("threats")
        constraints = [refuse_self_reference("threat", "parent")]


class Region(models.Model):
    """A region of the United Nations M49 standard, in the tree below the World."""

    child_relations = ()  # nothing stands inside it; its history is kept as that of a record

    tree = "parent"

    code = models.CharField(_("M49 code"), max_length=3, unique=True)
    name = models.CharField(
        _("name"), max_length=80, unique=True, validators=[validate_no_separator]
    )
    parent = make_parent_field()
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [refuse_self_reference("region", "parent")]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        validate_no_cycle(self, "parent")


class Country(models.Model):
    """A country or area of ISO 3166-1, in its M49 subregion; named as the United Nations does."""

    child_relations = ()  # nothing stands inside it; its history is kept as that of a record

    code = models.CharField(_("ISO 3166-1 alpha-2"), max_length=2, unique=True)
    alpha3 = models.CharField(_("ISO 3166-1 alpha-3"), max_length=3, unique=True)
    numeric = models.CharField(_("M49 / ISO numeric"), max_length=3, unique=True)
    name = models.CharField(
        _("name"), max_length=120, unique=True, validators=[validate_no_separator]
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="countries", verbose_name=_("region")
    )
    un_member = models.BooleanField(_("Member State of the United Nations"), default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("country or area")
        verbose_name_plural = _("countries and areas")

    def __str__(self):
        return self.name
