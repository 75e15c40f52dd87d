"""The queryset of all publishable nouns."""

from django.db import models


class PublishableQuerySet(models.QuerySet):
    """Records with a status. `published()` is the one meaning of public."""

    def published(self):
        """Return public records: pages, filters, search and files all use this method."""
        return self.filter(status="published")

    def related(self, name):
        """Return all records that a relation of this noun can refer to."""
        return self.model._meta.get_field(name).related_model.objects.all()


def fetch_in_order(records: models.QuerySet, keys: list[int]) -> list[models.Model]:
    """Return the records with these keys, in the order of the keys."""
    found = {record.pk: record for record in records.filter(pk__in=keys)}
    return [found[key] for key in keys]
