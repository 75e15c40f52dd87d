"""The reference of a practice: its leading organizations are the authors."""

from catalogue.exports.citation import Reference, WorkType, reference_from_row
from catalogue.practices.models import PracticeKind

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
