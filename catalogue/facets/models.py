"""The version of the catalogue: one row that changes with everything the public may see."""

from django.db import models


class CatalogueVersion(models.Model):
    """A number that grows with each change, and a token that no two states of the catalogue share.

    Triggers of the database write it in the transaction of the change (`triggers.py`), so that no
    way of writing can forget it.
    """

    number = models.BigIntegerField(default=0)
    token = models.BigIntegerField(default=0)

    class Meta:
        app_label = "catalogue"

    def __str__(self):
        return str(self.number)
