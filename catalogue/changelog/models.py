"""The log of changes."""

from django.db import models


class Change(models.Model):
    """One change, as far as lists and pages must know of it.

    `noun` is the name of a model that declares `index_dependencies`, `key` the record of it that a
    change touched; without a key, all its records may be. A row without a noun says that a table
    was written: `key` is the number of the table (`number_table`), or none if it may be any.
    Triggers write the log (`catalogue.db.triggers`), so that no way of writing is missed. `token`
    is random: no two states of the catalogue have a last row with the same id and token.
    """

    token = models.BigIntegerField()
    noun = models.CharField(max_length=20)
    # Null stands for every record; 0 would be a record.
    key = models.BigIntegerField(null=True)

    class Meta:
        app_label = "catalogue"

    def __str__(self):
        return f"{self.noun} {self.key or ''}".strip() or "a change"
