"""How an event is cited: its organizers stand where authors stand."""

from catalogue.exports.citation import Reference, Work, of_kind, said


def reference(row: dict) -> Reference:
    """Return a row of the list of events as a reference."""
    return of_kind(
        row,
        work=Work.MEETING,
        code=row["code"],
        title=row["title"],
        bodies=tuple(row["organizers_label"] or row["auspices_label"]),
        year=row["start"].year,
        date=row["start"],
        place=", ".join(said([row["city"], row["country_label"]])),
        keywords=(*row["sectors_label"], *row["measures_label"]),
    )
