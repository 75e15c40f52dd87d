"""Practices: what was done, on what basis, by whom, and where that is written."""

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from catalogue.core import fields
from catalogue.core.constraints import CheckRule, require_end_after_start
from catalogue.core.models import Curated, long_text_field, many_to_many_field, year_field
from catalogue.core.validators import validate_no_separator
from catalogue.db.derived_fields import FoldedNames
from catalogue.events.models import Event
from catalogue.organizations.models import Organization
from catalogue.practices.querysets import PracticeQuerySet
from catalogue.taxonomy.models import Country, Measure, Region, Sector, Threat

#: Text fields of a practice that are not parts of their own on the page.
NO_SECTIONS = {"title", "summary", "other_participants"}
SUMMARY_LIMIT = 600  # characters: one to three sentences


class PracticeKind(models.TextChoices):
    """What sort of practice it is."""

    GOOD_PRACTICE = "good_practice", _("Good practice")
    INITIATIVE = "initiative", _("Initiative")
    GUIDANCE = "guidance", _("Guidance")
    TOOL = "tool", _("Tool")
    STANDARD = "standard", _("Standard")
    LEGISLATION = "legislation", _("Legislation")
    TRAINING = "training", _("Training")


class Practice(Curated):
    """A good practice, initiative, guidance, tool, standard, law or training."""

    code_prefix = "GP"
    needed_for_publication = {
        "title": _("a title"),
        "summary": _("a summary"),
        "kind": _("a kind"),
        "sectors": _("a sector"),
        "measures": _("a measure"),
        "involvements": _("an organization"),
        "citations": _("a citation"),
    }
    #: The rows inside a practice: they are written, compared and restored with it.
    child_relations = ("citations", "involvements", "basis", "evidence", "relations")
    #: What lists, counts and search show together with a practice (`catalogue/changelog/`).
    index_dependencies = (
        "sectors",
        "measures",
        "threats",
        "countries__region",
        "regions",
        "events",
        "involvements__organization__other_names",
        "basis__paragraph__resolution",
        "evidence",
        "citations__source",
    )

    title = fields.CharField(
        _("title"),
        max_length=300,
        validators=[validate_no_separator],
        help_text=_(
            "The official name, or what it does in one line, for example: Crowded places "
            "self-assessment tool."
        ),
    )
    kind = fields.CharField(
        _("kind"),
        max_length=20,
        choices=PracticeKind,
        db_index=True,
        help_text=_(
            "For example: guidance for a handbook, tool for a checklist that is filled in."
        ),
    )
    summary = fields.CharField(
        _("summary"),
        max_length=SUMMARY_LIMIT,
        blank=True,
        help_text=_(
            "One to three sentences in our own words, at most 600 characters, for "
            "example: Operators of stadiums rate their own site against 33 points and "
            "get a list of what to improve first."
        ),
    )
    started = year_field(
        _("started"),
        db_index=True,
        help_text=_("The first year, for example: 2018. Leave empty if no source says it."),
    )
    ended = year_field(
        _("ended"),
        help_text=_("The last year, for example: 2022. Leave empty while it goes on."),
    )

    sectors = many_to_many_field(
        Sector,
        verbose_name=_("sectors"),
        help_text=_("What is protected, for example: aviation. At least one is required."),
    )
    measures = many_to_many_field(
        Measure,
        verbose_name=_("measures"),
        help_text=_("What is done, for example: risk assessment. At least one is required."),
    )
    threats = many_to_many_field(
        Threat,
        verbose_name=_("threats"),
        help_text=_(
            "What it is done against, for example: vehicle attack. Leave empty if it is "
            "against all threats."
        ),
    )
    countries = many_to_many_field(
        Country,
        verbose_name=_("countries"),
        help_text=_(
            "Where it is applied, for example: Singapore. Leave empty for a regional or "
            "global practice."
        ),
    )
    regions = many_to_many_field(
        Region,
        verbose_name=_("regions"),
        help_text=_(
            "Only if the scope is wider than the countries above, for example: Africa, or World."
        ),
    )
    events = many_to_many_field(
        Event,
        verbose_name=_("events"),
        help_text=_("Where it was presented, for example: the APEC workshop in Tokyo in 2018."),
    )
    organizations = models.ManyToManyField(Organization, through="Involvement")
    other_participants = long_text_field(
        _("other participants"),
        help_text=_(
            "Groups without a record of their own, for example: owners of shopping centres."
        ),
    )

    how_it_works = long_text_field(
        _("how it works"),
        help_text=_(
            "The steps, in enough detail to be repeated elsewhere, for example: each site "
            "names an officer, who inspects it twice a year with the police."
        ),
    )
    results = long_text_field(
        _("results reported"),
        help_text=_(
            "The results, and who reports them, for example: 120 sites assessed by 2021, "
            "according to the ministry."
        ),
    )
    success_factors = long_text_field(
        _("what made it work"),
        help_text=_("For example: one contact person for all operators; the checklist is free."),
    )
    resources = long_text_field(
        _("resources and cost"),
        help_text=_(
            "Staff, money and time if a source gives them, for example: two officers and a website."
        ),
    )
    limits = long_text_field(
        _("limits and risks"),
        help_text=_(
            "What it does not do, or what may go wrong, for example: small operators "
            "lack staff for it."
        ),
    )
    safeguards = long_text_field(
        _("human-rights and legal safeguards"),
        help_text=_(
            "For example: images are deleted after 30 days; an ombudsperson hears complaints."
        ),
    )
    adaptation = long_text_field(
        _("adapting it elsewhere"),
        help_text=_(
            "What others have to change, for example: national law has to allow the "
            "sharing of plans."
        ),
    )

    folded = FoldedNames("title", "code")

    objects = PracticeQuerySet.as_manager()

    class Meta(Curated.Meta):
        abstract = False
        ordering = ["code"]
        default_related_name = "practices"
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        permissions = [("publish_practice", _("Can publish practices"))]
        constraints = [
            *Curated.Meta.constraints,
            require_end_after_start("practice", "started", "ended"),
            CheckRule(
                condition=LessThanOrEqual(Length("summary"), SUMMARY_LIMIT),
                name="a_practice_summary_has_at_most_600_characters",
                says=_("A summary has at most 600 characters."),
                at="summary",
            ),
            CheckRule(
                condition=~models.Q(status="published")
                | (~models.Q(title="") & ~models.Q(summary="")),
                name="a_published_practice_has_a_title_and_a_summary",
                says=_("A published practice has a title and a summary."),
                at="summary",
            ),
        ]

    @property
    def sections(self):
        """Return its written-out parts as (name, heading, text), empty ones left out."""
        field = self._meta.get_field
        parts = ((name, field(name).verbose_name, getattr(self, name)) for name in SECTIONS)
        return [part for part in parts if part[-1]]

    def replacements(self):
        """Return the public practices that supersede this one."""
        return Practice.objects.published().filter(
            relations__other=self, relations__kind="supersedes"
        )


def list_sections() -> tuple[str, ...]:
    """Return the names of the written-out parts of a practice, in the order of the page.

    They are the text fields that only practices have: a new one is a new part.
    """
    shared = {field.name for field in Curated._meta.local_fields}
    texts = (
        field.name
        for field in Practice._meta.local_fields
        if isinstance(field, models.CharField | models.TextField)
        if field.editable and not field.choices
    )
    return tuple(name for name in texts if name not in shared | NO_SECTIONS)


SECTIONS = list_sections()
