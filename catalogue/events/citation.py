"""How an event is cited: its organizers stand where authors stand."""

from catalogue.exports.citation import Reference, WorkType, nonempty_texts, reference_from_row


def event_reference(row: dict) -> Reference:
    """Return a row of the list of events as a reference."""
    return reference_from_row(
        row,
        work=WorkType.MEETING,
        code=row["code"],
        title=row["title"],
        bodies=tuple(row["organizers_label"] or row["auspices_label"]),
        year=row["start"].year,
        date=row["start"],
        place=", ".join(nonempty_texts([row["city"], row["country_label"]])),
        keywords=(*row["sectors_label"], *row["measures_label"]),
    )
