"""Events at which practices and resolutions were discussed, and who took part in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.core import fields
from catalogue.core.constraints import UniqueRule, require_end_after_start
from catalogue.core.models import (
    Curated,
    cell_field,
    long_text_field,
    many_to_many_field,
    position_field,
)
from catalogue.core.validators import validate_no_separator
from catalogue.db.derived_fields import FoldedNames
from catalogue.events.querysets import EventQuerySet
from catalogue.organizations.models import Organization
from catalogue.organizations.querysets import RoleQuerySet
from catalogue.resolutions.models import Resolution
from catalogue.sources.models import Citation, cite_place_once
from catalogue.taxonomy.models import Country, Measure, Sector


class EventKind(models.TextChoices):
    """What sort of event it was."""

    WORKSHOP = "workshop", _("Workshop")
    CONFERENCE = "conference", _("Conference")
    BRIEFING = "briefing", _("Briefing")
    LAUNCH = "launch", _("Launch")
    DEBATE = "debate", _("Debate")
    EXERCISE = "exercise", _("Exercise")
    TRAINING = "training", _("Training")
    EXPERT_MEETING = "expert_meeting", _("Expert meeting")


class Event(Curated):
    """A workshop, conference, exercise or other event, with its date and place."""

    code_prefix = "EV"
    needed_for_publication = {
        "title": _("a title"),
        "summary": _("a summary"),
        "citations": _("a source"),
    }
    #: The rows inside an event: they are written, compared and restored with it.
    child_relations = ("participations", "citations")
    #: What lists, counts and search show together with an event (`catalogue/changelog/`).
    index_dependencies = (
        "sectors",
        "measures",
        "resolutions",
        "country__region",
        "participations__organization__other_names",
        "citations__source",
    )

    title = fields.CharField(
        _("title"),
        max_length=300,
        validators=[validate_no_separator],
        help_text=_("The official name, for example: Workshop on the protection of soft targets."),
    )
    kind = fields.CharField(
        _("kind"),
        max_length=20,
        choices=EventKind,
        db_index=True,
        help_text=_("For example: briefing for a meeting that informs Member States."),
    )
    start = fields.DateField(
        _("start"), db_index=True, help_text=_("The first day, for example: 24 April 2018.")
    )
    end = fields.DateField(
        _("end"),
        null=True,
        blank=True,
        help_text=_("The last day, for example: 25 April 2018. Leave empty if it took one day."),
    )
    city = cell_field(
        _("city"),
        max_length=80,
        help_text=_("For example: Tokyo. Leave empty for an online event."),
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("country"),
        help_text=_("For example: Japan. Leave empty for an online event."),
    )
    summary = long_text_field(
        _("summary"),
        help_text=_(
            "What it was about and its outcome, for example: 60 officials compared "
            "how stadiums are protected and noted the need for a map of guidance."
        ),
    )
    other_participants = long_text_field(
        _("other participants"),
        help_text=_(
            "Groups without a record of their own, for example: hotel owners of the host city."
        ),
    )
    sectors = many_to_many_field(
        Sector,
        verbose_name=_("sectors"),
        help_text=_("What it dealt with, for example: aviation."),
    )
    measures = many_to_many_field(
        Measure,
        verbose_name=_("measures"),
        help_text=_("What it dealt with, for example: public-private partnership."),
    )
    resolutions = many_to_many_field(
        Resolution,
        verbose_name=_("resolutions discussed"),
        help_text=_("Resolutions that were on its agenda, for example: S/RES/2341 (2017)."),
    )
    organizations = models.ManyToManyField(Organization, through="Participation")

    folded = FoldedNames("title", "code", "city")

    objects = EventQuerySet.as_manager()

    class Meta(Curated.Meta):
        abstract = False
        ordering = ["-start", "code"]
        default_related_name = "events"
        verbose_name = _("event")
        verbose_name_plural = _("events")
        permissions = [("publish_event", _("Can publish events"))]
        constraints = [*Curated.Meta.constraints, require_end_after_start("event", "start", "end")]


class ParticipationRole(models.TextChoices):
    """In what role a body took part in an event."""

    ORGANIZER = "organizer", _("Organizer")
    AUSPICES = "auspices", _("Under the auspices of")
    PARTICIPANT = "participant", _("Participant")


class Participation(models.Model):
    """A body's part in an event."""

    event = models.ForeignKey(Event, models.CASCADE)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("organization"),
        help_text=_("Type its name or acronym, for example: APEC."),
    )
    role = fields.CharField(
        _("role"),
        max_length=12,
        choices=ParticipationRole,
        help_text=_("Its part, for example: organizer."),
    )
    position = position_field()

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        default_related_name = "participations"
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            UniqueRule(
                fields=["event", "organization", "role"],
                name="an_organization_has_a_role_in_an_event_once",
                says=_("This organization has this role in the event already."),
                at="organization",
            )
        ]

    def __str__(self):
        return f"{self.organization}: {self.get_role_display()}"


class EventCitation(Citation):
    """A place in a source that an event cites."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        abstract = False
        constraints = [cite_place_once("event")]
