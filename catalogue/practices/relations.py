"""The rows of a practice: paragraphs, organizations, evidence, sources and other practices."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.core import fields
from catalogue.core.constraints import CheckRule, UniqueRule
from catalogue.core.models import cell_field, position_field
from catalogue.core.validators import validate_no_separator
from catalogue.organizations.models import Organization
from catalogue.organizations.querysets import RoleQuerySet
from catalogue.practices.models import Practice
from catalogue.practices.querysets import BasisQuerySet, RelationQuerySet
from catalogue.resolutions.models import OperativeParagraph
from catalogue.sources.models import Citation, cite_place_once


class BasisRelation(models.TextChoices):
    """Who says that a practice answers a paragraph."""

    CITES = "cites", _("Named in the practice's own text")
    SUBJECT = "subject", _("Editors' judgement")


class Basis(models.Model):
    """An operative paragraph that a practice answers; the first is the strongest."""

    practice = models.ForeignKey(Practice, models.CASCADE)
    paragraph = models.ForeignKey(
        OperativeParagraph,
        models.PROTECT,
        verbose_name=_("operative paragraph"),
        help_text=_(
            "The paragraph that it answers: type its resolution and number, for example: 2341-3."
        ),
    )
    relation = fields.CharField(
        _("relation"),
        max_length=8,
        choices=BasisRelation,
        help_text=_(
            "Who says so, for example: named in its own text, if the document of the "
            "practice names the paragraph."
        ),
    )
    reason = cell_field(
        _("reason"),
        max_length=300,
        help_text=_(
            "In half a sentence, for example: shares plans with operators, as the paragraph asks."
        ),
    )
    position = position_field(help_text=_("For example: 1 for the strongest."))

    objects = BasisQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        default_related_name = "basis"
        verbose_name = _("operative paragraph")
        verbose_name_plural = _("operative paragraphs")
        constraints = [
            UniqueRule(
                fields=["practice", "paragraph"],
                name="a_practice_answers_a_paragraph_once",
                says=_("This paragraph is there already."),
                at="paragraph",
            )
        ]

    def __str__(self):
        return str(self.paragraph)


class InvolvementRole(models.TextChoices):
    """In what role an organization takes part in a practice."""

    LEAD = "lead", _("Lead")
    PARTNER = "partner", _("Partner")
    FUNDER = "funder", _("Funder")
    IMPLEMENTER = "implementer", _("Implementer")
    EVALUATOR = "evaluator", _("Evaluator")


class Involvement(models.Model):
    """A body's part in a practice."""

    practice = models.ForeignKey(Practice, models.CASCADE)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("organization"),
        help_text=_("Type its name or acronym, for example: ICAO."),
    )
    role = fields.CharField(
        _("role"),
        max_length=12,
        choices=InvolvementRole,
        help_text=_(
            "Its part, for example: lead for the organization that runs it, funder for one "
            "that pays."
        ),
    )
    position = position_field()

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        default_related_name = "involvements"
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            UniqueRule(
                fields=["practice", "organization", "role"],
                name="an_organization_has_a_role_in_a_practice_once",
                says=_("This organization has this role in the practice already."),
                at="organization",
            )
        ]

    def __str__(self):
        return f"{self.organization}: {self.get_role_display()}"


class EvidenceKind(models.TextChoices):
    """How far the effect of a practice was looked at. It is no score."""

    DESCRIBED = "described", _("Described")
    MONITORED = "monitored", _("Monitored")
    EVALUATED = "independently_evaluated", _("Independently evaluated")


class Evidence(models.Model):
    """What was found about a practice, and by whom."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="evidence")
    kind = fields.CharField(
        _("kind"),
        max_length=24,
        choices=EvidenceKind,
        help_text=_(
            "How well its effect is known, for example: independently evaluated, that is, by "
            "an organization that does not run it."
        ),
    )
    by_whom = fields.CharField(
        _("by whom"),
        max_length=200,
        validators=[validate_no_separator],
        help_text=_("Who looked, for example: the national audit office."),
    )
    finding = fields.TextField(
        _("finding"),
        validators=[validate_no_separator],
        help_text=_(
            "What they found, for example: response times fell from 12 to 8 minutes "
            "between 2017 and 2019."
        ),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self):
        return f"{self.get_kind_display()}: {self.by_whom}"


class RelatedAs(models.TextChoices):
    """Why one practice points to another."""

    SUPERSEDES = "supersedes", _("Supersedes")
    ADAPTED_FROM = "adapted_from", _("Adapted from")
    RELATED = "related", _("Related to")


#: What a relation is called when it is read from the other practice.
FROM_OTHER_END = {
    RelatedAs.SUPERSEDES: _("Superseded by"),
    RelatedAs.ADAPTED_FROM: _("Adapted in"),
    RelatedAs.RELATED: _("Related to"),
}


class PracticeRelation(models.Model):
    """A practice's link to another one, read from either end."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="relations")
    other = models.ForeignKey(
        Practice,
        models.CASCADE,
        related_name="relations_from",
        verbose_name=_("other practice"),
        help_text=_("Type its code or title, for example: GP-0132."),
    )
    kind = fields.CharField(
        _("kind"),
        max_length=14,
        choices=RelatedAs,
        help_text=_("For example: supersedes, if this one replaces the other."),
    )
    reason = cell_field(
        _("reason"),
        max_length=300,
        help_text=_("For example: second edition of the same guide."),
    )

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = _("related practice")
        verbose_name_plural = _("related practices")
        constraints = [
            UniqueRule(
                fields=["practice", "other", "kind"],
                name="a_practice_is_related_once_in_a_way",
                says=_("This practice is related in this way already."),
                at="other",
            ),
            CheckRule(
                condition=~models.Q(practice=models.F("other")),
                name="a_practice_is_related_to_another_one",
                says=_("Choose another practice than this one."),
                at="other",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.other}"


class PracticeCitation(Citation):
    """A place in a source that a practice cites."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="citations")
    is_the_practice = models.BooleanField(
        _("is the practice itself"),
        default=False,
        help_text=_(
            "Tick if the document is the practice, for example the guide, and not a text about it."
        ),
    )

    class Meta(Citation.Meta):
        abstract = False
        constraints = [cite_place_once("practice")]
