"""Sources and citations: where a statement can be read, to the page."""

from functools import partial
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.core import fields
from catalogue.core.constraints import (
    CheckRule,
    UniqueRule,
    explain_twin,
    require_web_address,
)
from catalogue.core.languages import get_language_name, language_field
from catalogue.core.models import Dated, cell_field, position_field, year_field
from catalogue.core.validators import (
    MaxWordsValidator,
    validate_no_separator,
    validate_not_in_future,
    validate_web_address,
)
from catalogue.db.derived_fields import FoldedNames
from catalogue.sources.addresses import CanonicalAddress, canonical_address
from catalogue.sources.querysets import SourceQuerySet

#: An address that is the value of a cell in files.
cell_address = partial(
    fields.URLField,
    max_length=500,
    blank=True,
    validators=[validate_web_address, validate_no_separator],
)


class AddressState(models.TextChoices):
    """What is known of the addresses of a record's sources: each of them is in one of these."""

    OPENED = "opened", _("At least one link opened and read")
    UNCHECKED = "unchecked", _("At least one link not opened yet")
    BROKEN = "broken", _("At least one link could not be reached")
    MISSING = "no_address", _("At least one source without a link")


class Media(models.TextChoices):
    """The form of the text at an address."""

    WEB = "web", _("Web page")
    PDF = "pdf", _("PDF")
    VIDEO = "video", _("Video")


class Source(Dated):
    """A document or page that can be cited. Each address is one source, shared by its citations."""

    title = cell_field(
        _("title"),
        max_length=300,
        help_text=_("As on the document, for example: Compendium of good practices (2018)."),
    )
    publisher = cell_field(
        _("publisher"),
        max_length=160,
        help_text=_("Who published it, for example: CTED and UNOCT."),
    )
    year = year_field(
        _("year"),
        help_text=_("The year of publication, for example: 2018."),
    )
    url = cell_address(
        _("link"),
        help_text=_("Where the text can be read, for example: https://www.example.org/report.pdf"),
    )
    url_opened = models.BooleanField(
        _("link opened and read"),
        default=False,
        help_text=_(
            "Tick if you opened the link and read the text there, for example: not if "
            "the link was only copied from a list."
        ),
    )
    other_url = cell_address(
        _("alternative link"),
        help_text=_("Another link to the same text, for example: https://docs.example.org/report"),
    )
    archived_url = cell_address(
        _("archived copy"),
        help_text=_(
            "An archived copy, for example: "
            "https://web.archive.org/web/2020/https://www.example.org/report.pdf"
        ),
    )
    language = language_field(_("language"), help_text=_("ISO 639 code, for example: fr"))
    media = fields.CharField(
        _("form"),
        max_length=8,
        choices=Media,
        blank=True,
        help_text=_("What the link opens, for example: PDF. Leave empty if you did not look."),
    )
    read_in = cell_field(
        _("read at (if no link)"),
        max_length=200,
        help_text=_("Where it was read if there is no link, for example: a copy in the library."),
    )
    canonical_address = CanonicalAddress("url", db_index=True)
    folded = FoldedNames("title", "publisher", "url", "other_url", "archived_url", "read_in")

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        permissions = [("publish_source", _("Can confirm changes of sources"))]
        constraints = [
            CheckRule(
                condition=~models.Q(title="") | ~models.Q(url=""),
                name="a_source_has_a_title_or_an_address",
                says=_("Give the title or the address."),
                at="title",
            ),
            UniqueRule(
                fields=["url"],
                condition=~models.Q(url=""),
                name="an_address_is_one_source",
                says=_("Another source has this address."),
                at="url",
                names_twin=True,
            ),
            require_web_address("source", "url"),
            require_web_address("source", "other_url"),
            require_web_address("source", "archived_url"),
        ]

    def __str__(self):
        return self.title or self.url

    def clean(self):
        """Refuse a new address that another source has in another spelling."""
        super().clean()
        is_new = self.url and canonical_address(self.url) != self.canonical_address
        others = Source.objects.at_address(self.url).exclude(pk=self.pk).exclude(url=self.url)
        if is_new and (twin := others.first()):
            says = gettext("Another source has this address in another spelling.")
            raise ValidationError({"url": explain_twin(says, twin)})

    @property
    def name(self):
        """Return what a reader sees: the title, or the host where only an address is known."""
        return self.title or urlsplit(self.url).hostname or self.url

    @property
    def checked(self):
        """Return the check of this address; None if it was never requested."""
        check = getattr(self, "link_check", None)
        return check if check is not None and check.address == self.url != "" else None


class Citation(models.Model):
    """A place in a source that a record cites. Each noun has a table of its own."""

    source = models.ForeignKey(
        Source,
        models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("source"),
        help_text=_("Type its title or link, for example: Compendium of good practices."),
    )
    locator = cell_field(
        _("page, section or case study"),
        max_length=200,
        help_text=_("Where in the source it is, for example: p. 23, or case study 4."),
    )
    quotation = fields.TextField(
        _("quotation"),
        blank=True,
        validators=[MaxWordsValidator(40), validate_no_separator],
        help_text=_(
            "At most 40 words, as in the original, for example: “States should consider "
            "sharing lessons”."
        ),
    )
    accessed_on = fields.DateField(
        _("accessed on"),
        years_ahead=None,
        validators=[validate_not_in_future],
        null=True,
        blank=True,
        help_text=_("The day on which it was read, for example: 14 March 2026."),
    )
    position = position_field()

    is_the_practice = False  # PracticeCitation has a field for it

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")

    def __str__(self):
        return f"{self.source}, {self.locator}" if self.locator else str(self.source)

    @property
    def document_facts(self) -> list[str]:
        """Return what is known of the document at the address: nothing where there is none."""
        source = self.source
        facts = [
            gettext("The document itself") if self.is_the_practice else "",
            source.get_media_display(),
            get_language_name(source.language) if source.language else "",
        ]
        return [fact for fact in facts if fact] if source.url else []


def cite_place_once(noun: str) -> UniqueRule:
    """Return the rule that a record of a noun cites each place in a source once."""
    article = "an" if noun[0] in "aeiou" else "a"
    name = f"{article}_{noun}_cites_a_place_once"
    return UniqueRule(
        fields=[noun, "source", "locator"],
        name=name,
        says=_("This place in the source is cited already."),
        at="locator",
    )
