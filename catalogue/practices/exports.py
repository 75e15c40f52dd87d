"""The columns of the export of practices, in the order of the page, long texts last.

The names are those of the records in fixtures/, so that an export can be read back.
"""

from catalogue.exports.columns import Column, chosen, linked, own, parallel, permalink
from catalogue.exports.table import Export
from catalogue.organizations.exports import bodies
from catalogue.practices.querysets import PracticeQuerySet
from catalogue.practices.relations import InvolvementRole
from catalogue.sources.exports import SOURCES

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
    permalink(),
    *own("title"),
    *chosen("kind"),
    *linked("sectors", "slug", "sectors_label", "label"),
    *linked("measures", "slug", "measures_label", "label"),
    *linked("threats", "slug", "threats_label", "label"),
    *linked("countries", "code", "countries_label", "name"),
    *linked("regions", "name", "regions_code", "code"),
    *bodies("involvements", ROLES),
    *own("other_participants"),
    *parallel(
        "basis",
        lambda practice: practice.basis.all(),
        derived=("code",),
        resolution=lambda basis: basis.paragraph.resolution.symbol,
        paragraph=lambda basis: basis.paragraph.number,
        code=lambda basis: basis.paragraph.code,
        relation=lambda basis: basis.relation,
        reason=lambda basis: basis.reason,
    ),
    *linked("events", "code", "events_label", "title"),
    *own("started", "ended"),
    *parallel(
        "evidence",
        lambda practice: practice.evidence.all(),
        kind=lambda evidence: evidence.kind,
        by_whom=lambda evidence: evidence.by_whom,
        finding=lambda evidence: evidence.finding,
    ),
    *parallel(
        "relations",
        lambda practice: practice.relations.all(),
        practice=lambda relation: relation.other.code,
        kind=lambda relation: relation.kind,
        reason=lambda relation: relation.reason,
    ),
    Column("verification_on", lambda practice: practice.last_verified_on),
    Column("verification_verdict", lambda practice: practice.verdict),
    *own("review_due_on", "version", "published_at", "updated_at", derived=True),
    *SOURCES,
    *own(
        "summary", "how_it_works", "results", "success_factors", "resources", "limits",
        "safeguards", "adaptation",
    ),
]  # fmt: skip

EXPORT = Export("good-practices", COLUMNS, PracticeQuerySet.for_export)
