"""Organizations: UN entities, international and regional bodies, States, companies and others."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.core import fields
from catalogue.core.constraints import (
    refuse_self_reference,
    require_end_after_start,
    require_web_address,
)
from catalogue.core.models import Publishable, Status, cell_field, year_field
from catalogue.core.validators import (
    validate_no_cycle,
    validate_no_separator,
    validate_web_address,
)
from catalogue.db.derived_fields import FoldedNames
from catalogue.organizations.querysets import OrganizationQuerySet
from catalogue.sources.models import Citation, cite_place_once
from catalogue.taxonomy.models import Country, OtherName, name_once
from catalogue.versions.cloning import move_references


class OrganizationKind(models.TextChoices):
    """What sort of body it is. A State, a ministry or a city is a national government."""

    UN_ENTITY = "un_entity", _("UN entity")
    INTERNATIONAL = "international", _("International organization")
    REGIONAL = "regional", _("Regional organization")
    SUBREGIONAL = "subregional", _("Subregional organization")
    NATIONAL_GOVERNMENT = "national_government", _("National government")
    PRIVATE_SECTOR = "private_sector", _("Private sector")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    ACADEMIA = "academia", _("Academia")


class Organization(Publishable):
    """A body named in a practice or an event."""

    #: What lists, counts and search show together with an organization (`catalogue/changelog/`).
    index_dependencies = ("parent", "country__region", "citations__source", "other_names")
    #: The rows inside an organization: they are written, compared and restored with it.
    child_relations = ("other_names", "citations", "former_slugs")

    name = fields.CharField(
        _("name"),
        max_length=200,
        validators=[validate_no_separator],
        help_text=_("The full name, for example: International Civil Aviation Organization."),
    )
    acronym = cell_field(
        _("acronym"),
        max_length=40,
        help_text=_("For example: ICAO. Leave empty if it has none."),
    )
    slug = fields.SlugField(
        _("slug"),
        max_length=140,
        unique=True,
        help_text=_(
            "The last part of its web address, for example: icao. It cannot change once it "
            "is public."
        ),
    )
    kind = fields.CharField(
        _("kind"),
        max_length=20,
        choices=OrganizationKind,
        db_index=True,
        help_text=_("For example: national government for a ministry or a city."),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
        help_text=_(
            "The larger organization that it belongs to, for example: Counter-Terrorism "
            "Committee for CTED."
        ),
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("succeeded by"),
        help_text=_(
            "The organization that took over its work, for example: UNOCT for the CTITF Office."
        ),
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        verbose_name=_("country"),
        help_text=_(
            "For a national organization, for example: Kenya. Leave empty for an international one."
        ),
    )
    founded = year_field(
        _("founded"),
        help_text=_("For example: 1944. Leave empty if no source says it."),
    )
    ended = year_field(
        _("ended"),
        help_text=_("The last year, for example: 2017. Leave empty while it exists."),
    )
    website = fields.URLField(
        _("website"),
        max_length=500,
        blank=True,
        validators=[validate_web_address],
        help_text=_("For example: https://www.icao.int"),
    )
    summary = fields.TextField(
        _("summary"),
        blank=True,
        help_text=_(
            "What it does, in a sentence or two, for example: sets the standards of "
            "security for civil aviation."
        ),
    )

    folded = FoldedNames("name", "acronym")

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["folded", "slug"]
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        permissions = [("publish_organization", _("Can publish organizations"))]
        constraints = [
            *Publishable.Meta.constraints,
            require_end_after_start("organization", "founded", "ended"),
            refuse_self_reference("organization", "parent"),
            refuse_self_reference("organization", "successor"),
            require_web_address("organization", "website"),
        ]

    def __str__(self):
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def validate_unique(self, exclude=None):
        """Refuse an address at which another organization was found formerly (`db.triggers`)."""
        super().validate_unique(exclude)
        taken = FormerSlug.objects.filter(slug=self.slug).exclude(organization=self.pk)
        if found := taken.first():
            text = gettext("This is a former address of %s.") % found.organization
            raise ValidationError({"slug": text})

    def clean(self):
        super().clean()
        validate_no_cycle(self, "parent")
        validate_no_cycle(self, "successor")

    def get_absolute_url(self):
        """Return the address of its public page."""
        return reverse("organization-detail", args=[self.slug])

    def merge_into(self, target, *, by):
        """Let everything that names this organization name another one, of which it is a duplicate.

        It is withdrawn; its names become other names of the one that stays. Raise ValidationError
        if a row would get lost, or an organization be part of itself.
        """
        known = {target.name, target.acronym, *target.other_names.values_list("name", flat=True)}
        for changed in [target, *move_references(self, target)]:
            changed.refresh_from_db()
            if isinstance(changed, Organization):
                validate_no_cycle(changed, "parent")
                validate_no_cycle(changed, "successor")
        for name in {self.name, self.acronym} - known - {""}:
            target.other_names.get_or_create(name=name, language="")
        self.status, self.merged_into, self.changed_by = Status.WITHDRAWN, target, by
        self.withdrawal_reason = gettext("Duplicate of %s.") % target
        self.save()
        target.changed_by = by
        target.save()

    @property
    def short_name(self):
        """Return the acronym, or the name where there is none."""
        return self.acronym or self.name


class OrganizationOtherName(OtherName):
    """Another name of an organization: a former or short one, or that in its own language."""

    organization = models.ForeignKey(Organization, models.CASCADE)

    class Meta(OtherName.Meta):
        abstract = False
        constraints = [name_once("organization", "organization")]


class OrganizationCitation(Citation):
    """A place in a source that an organization cites."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        abstract = False
        constraints = [cite_place_once("organization")]


class FormerSlug(models.Model):
    """An address under which an organization was known; its readers are sent on."""

    slug = fields.SlugField(
        _("former slug"),
        max_length=140,
        unique=True,
        help_text=_("An earlier address of its page, for example: ctitf-office."),
    )
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="former_slugs")

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self):
        return self.slug

    def validate_unique(self, exclude=None):
        """Refuse an address at which another organization is found (`db.triggers`)."""
        super().validate_unique(exclude)
        taken = Organization.objects.filter(slug=self.slug).exclude(pk=self.organization_id)
        if found := taken.first():
            text = gettext("This is the address of %s.") % found
            raise ValidationError({"slug": text})
