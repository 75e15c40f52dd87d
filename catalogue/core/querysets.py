"""Adjectives that every public noun understands."""

from django.db import models


class PublishableQuerySet(models.QuerySet):
    """Records with a status. `published()` is the one meaning of public."""

    def published(self):
        """Keep what the public may see: feeds pages, filters, search and files alike."""
        return self.filter(status="published")

    def withdrawn(self):
        """Keep what was public once and has a tombstone now."""
        return self.filter(status="withdrawn")
