"""The controlled words of the catalogue, each an editable table."""

from collections import defaultdict
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.core import fields
from catalogue.core.constraints import UniqueRule, refuse_self_reference
from catalogue.core.languages import language_field
from catalogue.core.models import Dated, position_field
from catalogue.core.validators import validate_no_cycle, validate_no_separator, validate_stable_code
from catalogue.db.derived_fields import FoldedNames


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
    #: The rows inside a term: they are written, compared and restored with it.
    child_relations = ("other_names",)

    slug = fields.CharField(
        _("code"), max_length=60, unique=True, validators=[validate_stable_code]
    )
    label = fields.CharField(_("label"), max_length=120, validators=[validate_no_separator])
    definition = fields.TextField(_("definition"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    parent = make_parent_field()
    retired = models.BooleanField(
        _("retired"), default=False, help_text=_("Kept on old records, not offered for new ones.")
    )

    folded = FoldedNames("label", "slug")

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


class OtherNameQuerySet(models.QuerySet):
    """Other names of terms, countries and organizations."""

    def shown(self):
        """Keep the English ones: pages show them, and others are only searched."""
        return self.filter(language="")


class OtherName(models.Model):
    """A name that people type for a term, a country or an organization, beside its own.

    Each of these has a table of its own.
    """

    name = fields.CharField(
        _("name"),
        max_length=200,
        validators=[validate_no_separator],
        help_text=_("As people write it, for example: shopping mall."),
    )
    language = language_field(
        _("language"),
        help_text=_(
            "ISO 639 code, for example: fr. Empty for English. Names in other languages are "
            "searched and not shown."
        ),
    )
    needs_review = models.BooleanField(
        _("needs review"),
        default=False,
        help_text=_("Tick until it was checked, for example: if it came from a general list."),
    )
    position = position_field()
    folded = FoldedNames("name")

    objects = OtherNameQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        default_related_name = "other_names"
        verbose_name = _("other name")
        verbose_name_plural = _("other names")

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.language == "en":  # English has no code here
            self.language = ""


def get_other_name_model(model: type[models.Model]) -> type[OtherName]:
    """Return the model of the other names of a noun."""
    return model._meta.get_field("other_names").related_model


def name_once(noun: str, field: str) -> UniqueRule:
    """Return the rule that a record, linked by a field, has a name once in a language."""
    article = "an" if noun[0] in "aeiou" else "a"
    name = f"{article}_{noun}_has_another_name_once"
    return UniqueRule(
        fields=[field, "name", "language"],
        name=name,
        says=_("This name is there already."),
        at="name",
    )


class TermOtherName(OtherName):
    """Another name of a term; it leads to this term alone, unless it is meant for several."""

    meant_for_several = models.BooleanField(
        _("meant for several terms"),
        default=False,
        help_text=_(
            "Tick if it leads to other terms too, for example: car bomb, to explosives and to "
            "vehicle attack."
        ),
    )

    class Meta(OtherName.Meta):
        abstract = True

    def validate_constraints(self, exclude=None):
        """Check what no constraint of the database can: other terms are in other tables.

        Loading does so once for all names: see `find_ambiguous_names`.
        """
        super().validate_constraints(exclude)
        if not self.meant_for_several and (others := list_other_terms(self)):
            raise ValidationError({"name": describe_ambiguity(self.name, others)})


class SectorOtherName(TermOtherName):
    """Another name of a sector."""

    term = models.ForeignKey(Sector, models.CASCADE)

    class Meta(TermOtherName.Meta):
        abstract = False
        constraints = [name_once("sector", "term")]


class MeasureOtherName(TermOtherName):
    """Another name of a measure."""

    term = models.ForeignKey(Measure, models.CASCADE)

    class Meta(TermOtherName.Meta):
        abstract = False
        constraints = [name_once("measure", "term")]


class ThreatOtherName(TermOtherName):
    """Another name of a threat."""

    term = models.ForeignKey(Threat, models.CASCADE)

    class Meta(TermOtherName.Meta):
        abstract = False
        constraints = [name_once("threat", "term")]


def list_other_terms(other_name: TermOtherName) -> list[str]:
    """Return the labels of the other terms that a name leads to, as label or as other name."""
    named = models.Q(label__iexact=other_name.name)
    named |= models.Q(other_names__name__iexact=other_name.name)
    found = []
    for model in (Sector, Measure, Threat):
        is_own = isinstance(other_name, get_other_name_model(model))
        own = {"pk": other_name.term_id} if is_own else {"pk__in": []}
        found.append(model.objects.filter(named).exclude(**own).order_by().values_list("label"))
    return sorted(label for (label,) in found[0].union(*found[1:]))


def describe_ambiguity(name: str, terms: list[str]) -> str:
    """Return what is wrong with a name that leads to other terms, which are given by label."""
    text = _(
        "“%(name)s” leads to %(terms)s too: tick “meant for several terms” at each, or change it."
    )
    return text % {"name": name, "terms": ", ".join(terms)}


def find_ambiguous_names() -> Iterator[tuple[Term, str]]:
    """Yield (term, what is wrong) for each name that leads to other terms and may not."""
    terms = [
        term
        for model in (Sector, Measure, Threat)
        for term in model.objects.prefetch_related("other_names")
    ]
    named: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        names = {each.name.casefold() for each in term.other_names.all()}
        for name in names | {term.label.casefold()}:
            named[name].append(term)
    for term in terms:
        for each in term.other_names.all():
            others = [other.label for other in named[each.name.casefold()] if other is not term]
            if others and not each.meant_for_several:
                yield term, describe_ambiguity(each.name, others)


class Region(models.Model):
    """A region of the United Nations M49 standard, in the tree below the World."""

    child_relations = ()  # nothing stands inside it; its history is kept as that of a record

    tree = "parent"

    code = fields.CharField(_("M49 code"), max_length=3, unique=True)
    name = fields.CharField(
        _("name"), max_length=80, unique=True, validators=[validate_no_separator]
    )
    parent = make_parent_field()
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    folded = FoldedNames("name", "code")

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

    #: The rows inside a country: they are written, compared and restored with it.
    child_relations = ("other_names",)

    code = fields.CharField(_("ISO 3166-1 alpha-2"), max_length=2, unique=True)
    alpha3 = fields.CharField(_("ISO 3166-1 alpha-3"), max_length=3, unique=True)
    numeric = fields.CharField(_("M49 / ISO numeric"), max_length=3, unique=True)
    name = fields.CharField(
        _("name"), max_length=120, unique=True, validators=[validate_no_separator]
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="countries", verbose_name=_("region")
    )
    un_member = models.BooleanField(_("Member State of the United Nations"), default=False)
    folded = FoldedNames("name", "code", "alpha3")

    class Meta:
        ordering = ["name"]
        verbose_name = _("country or area")
        verbose_name_plural = _("countries and areas")

    def __str__(self):
        return self.name


class CountryOtherName(OtherName):
    """Another name of a country or area: it is searched, and never shown as its name."""

    country = models.ForeignKey(Country, models.CASCADE)

    class Meta(OtherName.Meta):
        abstract = False
        constraints = [name_once("country", "country")]
