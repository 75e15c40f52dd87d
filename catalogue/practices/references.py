"""How a practice is cited: its leading bodies stand where authors stand."""

from catalogue.exports.references import Reference, Work, sources
from catalogue.practices.models import PracticeKind

WORKS = {
    PracticeKind.GUIDANCE: Work.REPORT,
    PracticeKind.STANDARD: Work.STANDARD,
    PracticeKind.LEGISLATION: Work.LAW,
}


def reference(row: dict) -> Reference:
    """Return a row of the list of practices as a reference."""
    subjects = ("sectors_label", "measures_label", "threats_label", "countries_label", "regions")
    return Reference(
        work=WORKS.get(row["kind"], Work.OTHER),
        kind=row["kind"],
        kind_label=row["kind_label"],
        code=row["code"],
        title=row["title"],
        permalink=row["permalink"],
        published=row["published_at"],
        updated=row["updated_at"],
        bodies=tuple(row["lead_label"] or row["partners_label"] or row["implementers_label"]),
        year=row["started"],
        abstract=row["summary"],
        keywords=tuple(each for name in subjects for each in row[name]),
        notes=sources(row),
    )
