"""Resolutions of the Security Council and the General Assembly, to the operative paragraph."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.core import fields
from catalogue.core.constraints import CheckRule, UniqueRule, require_web_address
from catalogue.core.models import Dated, Publishable, cell_field, long_cell_field
from catalogue.core.validators import (
    validate_no_separator,
    validate_not_in_future,
    validate_web_address,
)
from catalogue.db.derived_fields import FoldedNames
from catalogue.resolutions import symbols
from catalogue.resolutions.querysets import ParagraphQuerySet, ResolutionQuerySet
from catalogue.sources.models import Citation, cite_place_once
from catalogue.taxonomy.models import Measure

#: The year in which the United Nations began.
FIRST_YEAR = 1945


class Organ(models.TextChoices):
    """The principal organ that adopted a resolution."""

    SECURITY_COUNCIL = "security_council", _("Security Council")
    GENERAL_ASSEMBLY = "general_assembly", _("General Assembly")


def clean_symbol(value):
    """Refuse a symbol that cannot be read."""
    try:
        symbols.short_code(value)
    except ValueError as error:
        raise ValidationError(str(error), code="symbol") from error


class Resolution(Publishable):
    """A resolution, summarized in our own words, with a link to its text."""

    #: What lists, counts and search show together with a resolution (`catalogue/changelog/`).
    index_dependencies = ("paragraphs__measures", "citations__source")
    #: The rows inside a resolution: they are written, compared and restored with it.
    child_relations = ("paragraphs", "streams", "citations")

    symbol = fields.CharField(
        _("symbol"),
        max_length=40,
        unique=True,
        validators=[clean_symbol],
        help_text=_("For example: S/RES/2341 (2017)"),
    )
    slug = fields.SlugField(_("slug"), max_length=60, unique=True, editable=False)
    code = fields.CharField(
        _("code"),
        max_length=20,
        unique=True,
        editable=False,
        error_messages={"unique": _("A resolution with this number is there already.")},
    )
    organ = fields.CharField(
        _("organ"), max_length=20, choices=Organ, help_text=_("For example: Security Council.")
    )
    number = models.PositiveIntegerField(_("number"), help_text=_("For example: 2341"))
    year = fields.YearField(
        _("year"), earliest=FIRST_YEAR, help_text=_("As in its symbol, for example: 2017")
    )
    adopted_on = fields.DateField(
        _("adopted on"),
        earliest=FIRST_YEAR,
        years_ahead=None,
        validators=[validate_not_in_future],
        help_text=_("For example: 13 February 2017"),
    )
    meeting = fields.CharField(
        _("meeting"), max_length=40, blank=True, help_text=_("For example: 7882nd")
    )
    title = cell_field(
        _("title"),
        max_length=300,
        help_text=_("As on the document, for example: Protection of critical infrastructure."),
    )
    summary = fields.TextField(
        _("summary in our own words"), blank=True, help_text=_("For example: asks to share plans.")
    )
    url = fields.URLField(
        _("link to the text"),
        max_length=500,
        blank=True,
        validators=[validate_web_address],
        help_text=_("For example: https://undocs.org/S/RES/2341(2017)"),
    )

    folded = FoldedNames("symbol", "code", "title")

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        ordering = ["-adopted_on", "symbol"]
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        permissions = [("publish_resolution", _("Can publish resolutions"))]
        constraints = [
            *Publishable.Meta.constraints,
            require_web_address("resolution", "url"),
            CheckRule(
                condition=models.Q(adopted_on__year=models.F("year")),
                name="a_resolution_was_adopted_in_its_year",
                says=_("The day of adoption is not in the year of the resolution."),
                at="adopted_on",
            ),
        ]

    def __str__(self):
        return self.symbol

    def save(self, *args, **kwargs):
        self.set_codes()
        super().save(*args, **kwargs)
        for paragraph in self.paragraphs.all():
            paragraph.set_code()
            if paragraph.folded != paragraph._meta.get_field("folded").derive_from(paragraph):
                paragraph.save()

    def get_absolute_url(self):
        """Return the address of its public page."""
        return reverse("resolution-detail", args=[self.slug])

    def clean(self):
        super().clean()
        if symbols.SYMBOL.match(self.symbol):  # otherwise its validator has said so
            self.set_codes()

    def set_codes(self):
        """Derive from the symbol how the resolution is written in addresses."""
        self.slug = symbols.symbol_slug(self.symbol)
        self.code = symbols.short_code(self.symbol)


class OperativeParagraph(models.Model):
    """What a resolution asks for in one of its numbered paragraphs.

    A paragraph that was read, but whose number is not known, has neither code nor page.
    """

    resolution = models.ForeignKey(Resolution, models.CASCADE, verbose_name=_("resolution"))
    number = fields.CharField(
        _("number"), max_length=12, blank=True, help_text=_("For example: 3, 3(b) or III.13")
    )
    number_confirmed = models.BooleanField(
        _("number confirmed"),
        default=False,
        help_text=_("Tick if you saw the number in the text itself, for example: in its PDF."),
    )
    # Null where the number is not known: several paragraphs have no code, and none shares one.
    code = fields.CharField(
        _("code"),
        max_length=40,
        unique=True,
        null=True,
        editable=False,
        error_messages={"unique": _("A paragraph with this number is there already.")},
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("For example: 3"))
    verb = cell_field(
        _("operative verb"),
        max_length=40,
        help_text=_("For example: decides, calls upon, urges, encourages."),
    )
    heading = cell_field(
        _("heading by the editors"),
        max_length=120,
        help_text=_("A few words of ours, for example: Sharing of good practices."),
    )
    summary = fields.TextField(
        _("summary in our own words"),
        validators=[validate_no_separator],
        help_text=_("For example: States are to work out strategies that lower the risk."),
    )
    note = long_cell_field(
        _("note for readers"),
        help_text=_("What readers should know, for example: the number is that of the annex."),
    )
    measures = models.ManyToManyField(
        Measure,
        blank=True,
        verbose_name=_("measures"),
        help_text=_("What it asks for, for example: information sharing."),
    )

    folded = FoldedNames(
        "code", "resolution.code", "resolution.symbol", "heading", "verb", "summary"
    )

    objects = ParagraphQuerySet.as_manager()

    class Meta:
        ordering = ["resolution", "order", "pk"]
        default_related_name = "paragraphs"
        verbose_name = _("operative paragraph")
        verbose_name_plural = _("operative paragraphs")
        constraints = [
            UniqueRule(
                fields=["resolution", "number"],
                condition=~models.Q(number=""),
                name="a_paragraph_number_is_unique_in_its_resolution",
                says=_("A paragraph with this number is there already."),
                at="number",
            ),
            CheckRule(
                condition=models.Q(number="", code__isnull=True)
                | (~models.Q(number="") & models.Q(code__isnull=False)),
                name="a_paragraph_has_a_code_exactly_when_its_number_is_known",
                says=_("A paragraph has a code exactly when its number is known."),
                at="number",
            ),
            CheckRule(
                condition=~models.Q(number="") | models.Q(number_confirmed=False),
                name="only_a_known_paragraph_number_is_confirmed",
                says=_("Give the number before you confirm it."),
                at="number_confirmed",
            ),
        ]

    def __str__(self):
        parts = [self.short_name or gettext("number not confirmed"), self.heading]
        if not any([self.number, self.heading]):
            parts[1] = Truncator(self.summary).chars(60)
        return f"{self.resolution.symbol}, {' - '.join(filter(None, parts))}"

    def save(self, *args, **kwargs):
        self.set_code()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """Return the address of its own page; of its resolution where its number is not known."""
        if not self.number:
            return self.resolution.get_absolute_url()
        return reverse("paragraph-detail", args=[self.resolution.slug, self.number_code])

    @property
    def short_name(self):
        """Return what it is called beside its resolution; empty where its number is not known."""
        return gettext("para. %s") % self.number if self.number else ""

    @property
    def permalink(self):
        """Return the path under which this paragraph is always found."""
        return self.get_absolute_url()

    @property
    def root_record(self):
        """Return the record that it is changed, kept and compared with: its resolution."""
        return self.resolution

    @property
    def updated_at(self):
        """Return when its resolution was changed last: they are one record."""
        return self.resolution.updated_at

    def clean(self):
        super().clean()
        if self.number and not self.number_code:
            raise ValidationError({"number": _("A number has a digit or a letter.")})
        if hasattr(self, "resolution"):  # in a form it may not be saved yet, but has its code
            self.set_code()

    def set_code(self):
        """Derive from resolution and number how the paragraph is written in addresses."""
        self.code = f"{self.resolution.code}-{self.number_code}" if self.number else None

    @property
    def number_code(self):
        """Return its number as written in an address."""
        return symbols.paragraph_slug(self.number)


class StreamOfEffort(models.Model):
    """A stream of effort that the preamble of a resolution names, and the measure it stands for."""

    resolution = models.ForeignKey(Resolution, models.CASCADE, verbose_name=_("resolution"))
    measure = models.ForeignKey(
        Measure,
        models.PROTECT,
        verbose_name=_("measure"),
        help_text=_("For example: preparedness and response."),
    )
    name = fields.CharField(
        _("name"), max_length=120, help_text=_("As the preamble names it, for example: mitigation.")
    )

    class Meta:
        ordering = ["resolution", "measure", "name"]
        default_related_name = "streams"
        verbose_name = _("stream of effort in the preamble")
        verbose_name_plural = _("streams of effort in the preamble")
        constraints = [
            UniqueRule(
                fields=["resolution", "name"],
                name="a_preamble_names_a_stream_once",
                says=_("This stream is there already."),
                at="name",
            )
        ]

    def __str__(self):
        return self.name


class CrosswalkRelation(models.TextChoices):
    """What one paragraph is to a paragraph of another resolution."""

    SAME_DEMAND = "same_demand", _("asks for the same as")
    NARROWER = "narrower", _("is narrower than")
    WIDER = "wider", _("is wider than")
    OVERLAPS = "overlaps", _("overlaps with")
    FOLLOWS_UP = "follows_up", _("follows up")


class CrosswalkEntry(Dated):
    """Two paragraphs of different resolutions that ask for related things, and who judged so."""

    from_paragraph = models.ForeignKey(
        OperativeParagraph,
        models.CASCADE,
        related_name="crosswalk_from",
        verbose_name=_("paragraph"),
        help_text=_("Type its resolution and number, for example: 2396-28."),
    )
    relation = fields.CharField(
        _("relation"),
        max_length=12,
        choices=CrosswalkRelation,
        help_text=_("What the first is to the second, for example: is narrower than."),
    )
    to_paragraph = models.ForeignKey(
        OperativeParagraph,
        models.CASCADE,
        related_name="crosswalk_to",
        verbose_name=_("other paragraph"),
        help_text=_("A paragraph of another resolution, for example: 2341-4."),
    )
    reason = fields.TextField(
        _("reason"),
        validators=[validate_no_separator],
        help_text=_("What they share, for example: both ask for exchange of information."),
    )
    judged_by = fields.CharField(
        _("judged by"),
        max_length=120,
        validators=[validate_no_separator],
        help_text=_("Who says so, for example: editors."),
    )

    class Meta:
        ordering = ["from_paragraph__code", "to_paragraph__code", "pk"]
        verbose_name = _("crosswalk entry")
        verbose_name_plural = _("crosswalk")
        constraints = [
            UniqueRule(
                Least("from_paragraph", "to_paragraph"),
                Greatest("from_paragraph", "to_paragraph"),
                name="two_paragraphs_are_in_the_crosswalk_once",
                says=_("These two paragraphs are in the crosswalk already."),
                at="to_paragraph",
                names_twin=True,
            ),
            CheckRule(
                condition=~models.Q(from_paragraph=models.F("to_paragraph")),
                name="the_crosswalk_leads_to_another_paragraph",
                says=_("Choose another paragraph than the first."),
                at="to_paragraph",
            ),
        ]

    def __str__(self):
        return f"{self.from_paragraph.code} {self.get_relation_display()} {self.to_paragraph.code}"

    def clean(self):
        super().clean()
        ends = {each for each in (self.from_paragraph_id, self.to_paragraph_id) if each}
        resolutions = OperativeParagraph.objects.filter(pk__in=ends).values("resolution").distinct()
        if len(ends) == 2 and resolutions.count() == 1:
            text = _("Choose a paragraph of another resolution.")
            raise ValidationError({"to_paragraph": text})


class ResolutionCitation(Citation):
    """A place in a source that a resolution cites."""

    resolution = models.ForeignKey(Resolution, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        abstract = False
        constraints = [cite_place_once("resolution")]
