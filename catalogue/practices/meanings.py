"""What each column of the export of practices holds."""

from catalogue.exports.data_dictionary import RECORD, Meanings, key, many, one
from catalogue.sources.meanings import SOURCES

MEANINGS: Meanings = {
    **RECORD,
    **SOURCES,
    "code": key("Stable code of the record, for example `GP-0001`; never reused"),
    "title": one("Title"),
    "kind": one("Kind: a fixed word"),
    "sectors": many("Sectors: codes"),
    "measures": many("Measures: codes"),
    "threats": many("Threats: codes"),
    "countries": many("Countries where it is applied: ISO 3166-1 alpha-2"),
    "regions": many("Regions, where the scope is wider than the countries: names of M49"),
    "regions_code": many("Their M49 codes. A spreadsheet may drop their leading zeros"),
    "lead": many("Leading organizations: codes"),
    "partners": many("Partners: codes"),
    "funders": many("Funders: codes"),
    "implementers": many("Implementers: codes"),
    "evaluators": many("Evaluators: codes"),
    "other_participants": one("Groups without a record of their own"),
    "basis_resolution": many(
        "Symbol of the resolution of each operative paragraph that it answers, the strongest first"
    ),
    "basis_paragraph": many("Number of the paragraph"),
    "basis_code": many("Code of the paragraph, as in addresses: `2341-3`"),
    "basis_relation": many(
        "`cites`: the practice rests on the paragraph. `subject`: the judgement of the editors"
    ),
    "basis_reason": many("Reason"),
    "events": many("Events at which it was presented: codes"),
    "started": one("Year in which it started", "gYear"),
    "ended": one("Year in which it ended", "gYear"),
    "evidence_kind": many(
        "Kind of evidence: `described`, `monitored` or `independently_evaluated`"
    ),
    "evidence_by_whom": many("By whom"),
    "evidence_finding": many("Finding"),
    "relations_practice": many("Codes of related practices"),
    "relations_kind": many("`supersedes`, `adapted_from` or `related`"),
    "relations_reason": many("Reason"),
    "verification_on": one("Day of the last verification; empty: not yet verified", "date"),
    "verification_verdict": one("`confirmed`, `partly_confirmed` or `corrected`"),
    "review_due_on": one("Day on which the next review is due", "date"),
    "version": one("Version of the record", "integer"),
    "how_it_works": one("How it works"),
    "results": one("Results reported, and by whom"),
    "success_factors": one("What made it work"),
    "resources": one("Resources and cost"),
    "limits": one("Limits and risks"),
    "safeguards": one("Human-rights and legal safeguards"),
    "adaptation": one("Adapting it elsewhere"),
}
