"""The columns of the export of practices, in the order of the page, long texts last.

The names are those of the records in fixtures/, so that an export can be read back.
"""

from functools import partial

from catalogue.exports.citation import Reference, WorkType, reference_from_row
from catalogue.exports.columns import (
    RelatedRows,
    choice,
    dates,
    derived,
    field,
    in_rows,
    key,
    links,
    permalink,
)
from catalogue.exports.table import Export
from catalogue.organizations.columns import role_columns
from catalogue.practices.models import Practice, PracticeKind
from catalogue.practices.querysets import BasisQuerySet, RelationQuerySet
from catalogue.practices.relations import InvolvementRole
from catalogue.sources.columns import source_columns

BASIS = in_rows(
    "basis",
    RelatedRows("basis", BasisQuerySet.public),
    [
        field(
            "resolution",
            "Symbol of the resolution of each operative paragraph that it answers, the strongest "
            "first",
            "paragraph__resolution__symbol",
        ),
        field("paragraph", "Number of the paragraph", "paragraph__number"),
        derived(
            "code",
            "Code of the paragraph, as in addresses: `2341-3`. A spreadsheet may make a date of it",
            "paragraph__code",
        ),
        derived("heading", "Heading of the paragraph, by the editors", "paragraph__heading"),
        field(
            "relation",
            "`cites`: named in the practice's own text. `subject`: editors' judgement",
        ),
        field("reason", "Reason"),
    ],
)
EVIDENCE = in_rows(
    "evidence",
    RelatedRows("evidence"),
    [
        field("kind", "Kind of evidence: `described`, `monitored` or `independently_evaluated`"),
        field("by_whom", "By whom"),
        field("finding", "Finding"),
    ],
)
RELATIONS = in_rows(
    "relations",
    RelatedRows("relations", partial(RelationQuerySet.public, end="other")),
    [
        field("practice", "Codes of related practices", "other__code"),
        field("kind", "`supersedes`, `adapted_from` or `related`"),
        field("reason", "Reason"),
    ],
)
VERIFICATION = [  # a verification says when the next one is due
    field(
        "verification_on",
        "Day of the last verification; empty: not yet verified",
        "last_verified_on",
        along=("verdict", "review_due_on"),
        group="verification",
    ),
    field(
        "verification_verdict",
        "`confirmed`, `partly_confirmed` or `corrected`",
        "verdict",
        along=("last_verified_on", "review_due_on"),
        group="verification",
    ),
    derived("review_due_on", "Day on which the next review is due"),
]

COLUMNS = [
    key("code", "Stable code of the record, for example `GP-0001`; never reused"),
    permalink("practice-list", "code"),
    field("title", "Title"),
    *choice("kind", "Kind: a fixed word"),
    *links("sectors", "slug", "Sectors: codes", label="label"),
    *links("measures", "slug", "Measures: codes", label="label"),
    *links("threats", "slug", "Threats: codes", label="label"),
    *links("countries", "code", "Countries where it is applied: ISO 3166-1 alpha-2", label="name"),
    *links(
        "regions",
        "name",
        "Regions, where the scope is wider than the countries: names of M49",
        code=("code", "Their M49 codes. A spreadsheet may drop their leading zeros"),
    ),
    *role_columns(
        "involvements",
        lead=(InvolvementRole.LEAD, "Leading organizations: codes"),
        partners=(InvolvementRole.PARTNER, "Partners: codes"),
        funders=(InvolvementRole.FUNDER, "Funders: codes"),
        implementers=(InvolvementRole.IMPLEMENTER, "Implementers: codes"),
        evaluators=(InvolvementRole.EVALUATOR, "Evaluators: codes"),
    ),
    field("other_participants", "Groups without a record of their own"),
    *BASIS,
    *links("events", "code", "Events at which it was presented: codes", label="title"),
    field("started", "Year in which it started"),
    field("ended", "Year in which it ended"),
    *EVIDENCE,
    *RELATIONS,
    *VERIFICATION,
    derived("version", "Version of the record"),
    *dates(),
    *source_columns(
        [field("is_the_practice", "`true`: the document is the practice itself, such as the guide")]
    ),
    field("summary", "Summary"),
    field("how_it_works", "How it works"),
    field("results", "Results reported, and by whom"),
    field("success_factors", "What made it work"),
    field("resources", "Resources and cost"),
    field("limits", "Limits and risks"),
    field("safeguards", "Human-rights and legal safeguards"),
    field("adaptation", "Adapting it elsewhere"),
]


WORKS = {
    PracticeKind.GUIDANCE: WorkType.REPORT,
    PracticeKind.STANDARD: WorkType.STANDARD,
    PracticeKind.LEGISLATION: WorkType.LAW,
}


def practice_reference(row: dict) -> Reference:
    """Return a row of the list of practices as a reference."""
    subjects = ("sectors_label", "measures_label", "threats_label", "countries_label", "regions")
    return reference_from_row(
        row,
        work=WORKS.get(row["kind"], WorkType.OTHER),
        code=row["code"],
        title=row["title"],
        bodies=tuple(row["lead_label"] or row["partners_label"] or row["implementers_label"]),
        year=row["started"],
        keywords=tuple(each for name in subjects for each in row[name]),
    )


EXPORT = Export("good-practices", Practice, COLUMNS, practice_reference)
