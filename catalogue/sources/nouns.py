"""Sources as a noun: they are cited by records, and have no pages of their own."""

from catalogue.core.registry import Noun
from catalogue.sources.models import Source

SOURCE = Noun(
    model=Source,
    key="url",
    title="title",
    plural="sources",
    public=Source.objects.all,
    has_pages=False,
)
