"""Cells of the map that can hold nothing, as a noun: they have no pages of their own."""

from catalogue.core.registry import Noun
from catalogue.coverage.models import NotApplicable

NOT_APPLICABLE = Noun(
    model=NotApplicable,
    key="",
    key_links=tuple(NotApplicable.AXES),
    title="reason",
    plural="not-applicable",
    public=NotApplicable.objects.all,
    has_pages=False,
    fixture=("not_applicable.yaml", None),
    load_once=True,
)
