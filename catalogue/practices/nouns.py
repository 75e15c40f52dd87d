"""Practices as a noun."""

from catalogue.core.registry import Noun
from catalogue.editorial.duplicates import DuplicateRule
from catalogue.listings.cards import CardList
from catalogue.practices.columns import EXPORT
from catalogue.practices.filters import PracticeFilter
from catalogue.practices.models import Practice
from catalogue.search.codes import number_form

PRACTICE = Noun(
    model=Practice,
    key="code",
    title="title",
    plural="practices",
    public=Practice.objects.published,
    fixture=("practices.yaml", None),
    code_form=number_form(Practice.code_prefix),
    filterset=PracticeFilter,
    card_lists={
        "sectors": CardList("sectors", "label"),
        "measures": CardList("measures", "label"),
        "countries": CardList("countries", "name"),
        "regions": CardList("regions", "name"),
        "organizations": CardList("involvements__organization", "acronym", "name"),
    },
    export=EXPORT,
    search_note=lambda practice: f"{practice.code} · {practice.get_kind_display()}",
    search_order=1,
    breakdowns=(
        ("kind",), ("region",), ("decade", "year"), ("evidence",), ("verified",),
        ("source_health",),
    ),
    duplicate_rule=DuplicateRule(
        title="title", countries="countries", organizations="organizations"
    ),
)  # fmt: skip
