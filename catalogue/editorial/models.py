"""Proposed changes of records that readers see."""

from uuid import uuid4

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.core import fields
from catalogue.core.constraints import UniqueRule
from catalogue.core.models import link_user


class ProposedChange(models.Model):
    """A change of a record that readers see; it takes effect when another person confirms it.

    Organizations, resolutions and sources are changed so; practices and events have revisions.
    `changes` has the parts of the record that would differ: its `columns`, the keys of related
    records in its `relations`, and the `rows` of its tables. With `merge_into`, the key of another
    record, nothing is changed but this record is merged into that one. `state` is the token of the
    record as it was displayed to who proposed the change, and `token` names this proposal.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    merge_into = models.BigIntegerField(null=True, blank=True)
    token = models.UUIDField(default=uuid4)
    reason = fields.CharField(_("reason"), max_length=300)
    proposed_by = link_user(_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at"), auto_now=True)
    state = models.JSONField(default=dict)

    class Meta:
        app_label = "catalogue"
        ordering = ["pk"]
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        constraints = [
            UniqueRule(
                fields=["content_type", "object_id"],
                name="a_record_has_one_proposed_change",
                says=_("A change of this record is proposed already."),
                at=NON_FIELD_ERRORS,
            )
        ]

    def __str__(self):
        return f"{self.record}: {self.reason}"


class SentForm(models.Model):
    """A form that has made a new record: sent a second time, it leads to that record.

    `token` is what the form carried, and `digest` that of what was typed.
    """

    token = models.UUIDField(primary_key=True)
    digest = models.CharField(max_length=64)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "catalogue"
        verbose_name = _("form that was sent")
        verbose_name_plural = _("forms that were sent")

    def __str__(self):
        return f"{self.record}: {self.token}"
