"""The columns of the export of practices, in the order of the page, long texts last.

The names are those of the records in fixtures/, so that an export can be read back.
"""

from functools import partial

from catalogue.exports.columns import Column, RelatedRows, chosen, linked, own, parallel, permalink
from catalogue.exports.table import Export
from catalogue.organizations.columns import role_columns
from catalogue.practices.citation import practice_reference
from catalogue.practices.meanings import MEANINGS
from catalogue.practices.querysets import BasisQuerySet, RelationQuerySet
from catalogue.practices.relations import InvolvementRole
from catalogue.sources.columns import SOURCES

#: The word of the records for each role.
ROLES = {
    "lead": InvolvementRole.LEAD,
    "partners": InvolvementRole.PARTNER,
    "funders": InvolvementRole.FUNDER,
    "implementers": InvolvementRole.IMPLEMENTER,
    "evaluators": InvolvementRole.EVALUATOR,
}


COLUMNS = [
    *own("code"),
    permalink("practice-list", "code"),
    *own("title"),
    *chosen("kind"),
    *linked("sectors", "slug", "sectors_label", "label"),
    *linked("measures", "slug", "measures_label", "label"),
    *linked("threats", "slug", "threats_label", "label"),
    *linked("countries", "code", "countries_label", "name"),
    *linked("regions", "name", "regions_code", "code"),
    *role_columns("involvements", ROLES),
    *own("other_participants"),
    *parallel(
        "basis",
        RelatedRows("basis", BasisQuerySet.public),
        derived=["code"],
        resolution="paragraph__resolution__symbol",
        paragraph="paragraph__number",
        code="paragraph__code",
        relation="relation",
        reason="reason",
    ),
    *linked("events", "code", "events_label", "title"),
    *own("started", "ended"),
    *parallel(
        "evidence",
        RelatedRows("evidence"),
        kind="kind",
        by_whom="by_whom",
        finding="finding",
    ),
    *parallel(
        "relations",
        RelatedRows("relations", partial(RelationQuerySet.public, end="other")),
        practice="other__code",
        kind="kind",
        reason="reason",
    ),
    Column("verification_on", "last_verified_on"),
    Column("verification_verdict", "verdict"),
    *own("review_due_on", "version", "published_at", "updated_at", derived=True),
    *SOURCES,
    *own(
        "summary", "how_it_works", "results", "success_factors", "resources", "limits",
        "safeguards", "adaptation",
    ),
]  # fmt: skip

EXPORT = Export("good-practices", COLUMNS, MEANINGS, practice_reference)
