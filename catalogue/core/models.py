"""Abstract base models of the nouns, and the queryset of those that can be published."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catalogue.core import fields, sequences
from catalogue.core.constraints import CheckRule
from catalogue.core.sequences import CodeSequence  # noqa: F401  (a model of this room)
from catalogue.core.validators import validate_no_separator, validate_not_in_future

#: The prefix of the codes of revisions, which use no codes of records.
REVISION_PREFIX = "RV"
#: Texts and relations that may be empty.
long_text_field = partial(fields.TextField, blank=True)
many_to_many_field = partial(models.ManyToManyField, blank=True)
#: Optional texts that share a cell of a file: they do not contain the separator of values.
cell_field = partial(fields.CharField, blank=True, validators=[validate_no_separator])
long_cell_field = partial(long_text_field, validators=[validate_no_separator])
#: The place of a row among those of its record.
position_field = partial(
    models.PositiveSmallIntegerField,
    _("position"),
    default=0,
    help_text=_("The order on the page, for example: 1 for the first."),
)
#: A year that may not be known.
year_field = partial(fields.YearField, null=True, blank=True)


def link_user(label: str) -> models.ForeignKey:
    """Return a field for a user that code fills in, and that outlives the account."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
        editable=False,
    )


class Dated(models.Model):
    """A record with the times of its creation and last change.

    Every save changes the edit token, which detects a form that was opened before another save.
    It is random, so that a token never returns.
    """

    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    edit_token = models.UUIDField(default=uuid4, editable=False)
    changed_by = link_user(_("changed by"))

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        self.edit_token = uuid4()
        if update_fields is not None:
            update_fields = {*update_fields, "edit_token"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def _get_FIELD_display(self, field):
        """Return the label of a choice; Django's own method translates all labels for each one."""
        value = getattr(self, field.attname)
        return force_str(dict(field.flatchoices).get(value, value), strings_only=True)


class Status(models.TextChoices):
    """The status of a record in the workflow."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PublishableQuerySet(models.QuerySet):
    """Records with a status. `published()` is the one meaning of public."""

    def published(self):
        """Return public records: pages, filters, search and files all use this method."""
        return self.filter(status="published")

    def related(self, name):
        """Return all records that a relation of this noun can refer to."""
        return self.model._meta.get_field(name).related_model.objects.all()


def public_only(records: models.QuerySet) -> models.QuerySet:
    """Keep the public ones of records that have a status."""
    return records.published() if isinstance(records, PublishableQuerySet) else records


def fetch_in_order(records: models.QuerySet, keys: list[int]) -> list[models.Model]:
    """Return the records with these keys, in the order of the keys."""
    found = {record.pk: record for record in records.filter(pk__in=keys)}
    return [found[key] for key in keys]


class Publishable(Dated):
    """A record that is public only if it is published: one submits it, another publishes it."""

    #: The fields and relations that may not be empty then, and how editors call them.
    needed_for_publication: dict[str, str] = {}

    status = fields.CharField(
        _("status"), max_length=12, choices=Status, default=Status.DRAFT, db_index=True
    )
    author = link_user(_("author"))
    reviewer = link_user(_("reviewer"))
    # Submitting is a signature on the state that `editorial.decisions` reads: its digests by part.
    submitted_by = link_user(_("submitted by"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    submitted_state = models.JSONField(null=True, blank=True, editable=False)
    returned_because = long_text_field(_("what to correct"), editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    withdrawal_reason = long_text_field(
        _("reason for withdrawal"),
        help_text=_("Shown to the public, for example: replaced by the edition of 2022."),
    )
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("duplicate of"),
        editable=False,
    )

    class Meta:
        abstract = True
        constraints = [
            CheckRule(
                condition=models.Q(status__in=Status.values),
                name="%(class)s_status_is_a_known_one",
                says=_("Choose a status of the list."),
                at="status",
            ),
            CheckRule(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="published_%(class)s_knows_when_it_was_published",
                says=_("A published record has the time of its publication."),
                at="published_at",
            ),
            CheckRule(
                condition=~models.Q(status="withdrawn") | ~models.Q(withdrawal_reason=""),
                name="withdrawn_%(class)s_says_why",
                says=_("Say why the record is withdrawn."),
                at="withdrawal_reason",
            ),
            CheckRule(
                condition=models.Q(merged_into__isnull=True)
                | models.Q(status="withdrawn") & ~models.Q(merged_into=models.F("pk")),
                name="only_a_withdrawn_%(class)s_is_a_duplicate_of_another_one",
                says=_("Only a withdrawn record is a duplicate, and of another one."),
                at="merged_into",
            ),
        ]

    def save(self, *args, **kwargs):
        if self.status == Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()
        super().save(*args, **kwargs)

    @property
    def is_public(self):
        """Return True if the record is public."""
        return self.status == Status.PUBLISHED

    @property
    def permalink(self):
        """Return the path of the record that never changes."""
        return self.get_absolute_url()

    def replacements(self):
        """Return the public records that replace this one."""
        return []

    def find_original(self):
        """Return the record at the end of the chain of which this one is a duplicate, or None."""
        found, passed = self.merged_into, {self.pk}
        while found and found.merged_into_id and found.pk not in passed:
            passed.add(found.pk)
            found = found.merged_into
        return found

    def missing_for_publication(self, held: Mapping[str, Any] = MappingProxyType({})) -> list[str]:
        """Return the names of everything that is missing for publication.

        `held` has relations that are written later, by name.
        """
        names = self.needed_for_publication
        values = {name: held[name] if name in held else getattr(self, name) for name in names}
        return [
            self.needed_for_publication[name]
            for name, value in values.items()
            if not (value.exists() if isinstance(value, models.Manager) else value)
        ]

    @property
    def missing_fields(self) -> str:
        """Return what is missing for publication as one text, empty if nothing is."""
        return ", ".join(map(str, self.missing_for_publication()))

    def clean(self):
        super().clean()
        if self.status == Status.WITHDRAWN and not self.withdrawal_reason:
            raise ValidationError({"withdrawal_reason": _("Say why the record is withdrawn.")})


class Verdict(models.TextChoices):
    """The result of comparing a record with its sources."""

    CONFIRMED = "confirmed", _("Confirmed")
    PARTLY_CONFIRMED = "partly_confirmed", _("Partly confirmed")
    CORRECTED = "corrected", _("Corrected")


class Curated(Publishable):
    """A record with a code, a title, verifications and revisions.

    The code is assigned at the first save and never changed.
    """

    code_prefix = ""

    review_note = long_text_field(
        _("review note"),
        help_text=_(
            "What to settle before submitting, for example: is the figure of 40 airports "
            "from 2018 or 2019? Never public."
        ),
    )
    last_verified_on = fields.DateField(
        _("last verified on"),
        null=True,
        blank=True,
        years_ahead=None,
        validators=[validate_not_in_future],
        help_text=_(
            "The day of the last check against the sources, for example: 14 March 2026. The "
            "button Verify fills in today."
        ),
    )
    verdict = fields.CharField(
        _("result"),
        max_length=20,
        choices=Verdict,
        blank=True,
        help_text=_("What the check found, for example: corrected, if a date was wrong."),
    )
    verified_by = link_user(_("verified by"))
    review_due_on = fields.DateField(
        _("review due on"),
        years_ahead=10,
        null=True,
        blank=True,
        help_text=_(
            "When to verify it again, for example: 14 March 2028. If empty: 24 months after "
            "the verification."
        ),
    )
    change_note = fields.CharField(
        _("change note"),
        max_length=300,
        blank=True,
        help_text=_("What was changed and why, for example: dates corrected from the report."),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    revises = models.OneToOneField(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="revision",
        verbose_name=_("revision of"),
        editable=False,
    )
    # The edit token of that record when the revision was created: shows whether it changed since.
    revises_token = models.UUIDField(null=True, blank=True, editable=False)
    code = fields.CharField(
        _("code"),
        max_length=12,
        unique=True,
        editable=False,
        validators=[RegexValidator(r"\A[A-Z]{2}-\d{4,}\Z")],
    )

    class Meta(Publishable.Meta):
        abstract = True
        constraints = [
            *Publishable.Meta.constraints,
            CheckRule(
                condition=models.Q(verdict="") | models.Q(last_verified_on__isnull=False),
                name="a_verdict_on_%(class)s_has_its_date",
                says=_("Give the day of the verification, or leave its result empty."),
                at="last_verified_on",
            ),
            CheckRule(
                condition=models.Q(revises__isnull=True)
                | models.Q(status__in=[Status.DRAFT, Status.IN_REVIEW]),
                name="a_revision_of_%(class)s_is_never_public_itself",
                says=_("A revision is a draft or in review."),
                at="status",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    @transaction.atomic
    def save(self, *args, **kwargs):
        if not self.code:
            prefix = REVISION_PREFIX if self.revises_id else self.code_prefix
            (self.code,) = sequences.next_codes(prefix, 1)
        elif self._state.adding:
            sequences.mark_codes_used(self.code)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """Return the address of its public page."""
        return reverse(f"{self._meta.model_name}-detail", args=[self.code, self.slug])

    @property
    def permalink(self):
        """Return the path that stays right when the title changes."""
        return reverse(f"{self._meta.model_name}-permalink", args=[self.code])

    @property
    def slug(self):
        """Return the words of its title for the address."""
        return make_slug(self.title, self._meta.model_name)


def make_slug(text: str, fallback: str, limit: int = 80) -> str:
    """Return a slug of `text`, cut at a word, or `fallback` if it would be empty."""
    slug = slugify(text)
    if len(slug) > limit:
        slug = slug[: limit + 1].rpartition("-")[0] or slug[:limit]
    return slug or fallback
