"""The log of changes."""

from django.db import models


class Change(models.Model):
    """One change, as far as lists and pages must know of it.

    `noun` is the name of a model that declares what it leans on, `key` the record of it that a
    change touched; without a key all its records are. A row without a noun says only that
    something was changed. Triggers write it (`triggers.py`), so that no way of writing can forget
    it. `token` is random: no two states of the catalogue share the id and token of their last row.
    """

    token = models.BigIntegerField()
    noun = models.CharField(max_length=20)
    # Null stands for every record; 0 would be a record.
    key = models.BigIntegerField(null=True)

    class Meta:
        app_label = "catalogue"

    def __str__(self):
        return f"{self.noun} {self.key or ''}".strip() or "a change"
