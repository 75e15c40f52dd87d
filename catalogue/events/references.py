"""How an event is cited: its organizers stand where authors stand."""

from catalogue.exports.references import Reference, Work, said, sources


def reference(row: dict) -> Reference:
    """Return a row of the list of events as a reference."""
    return Reference(
        work=Work.MEETING,
        kind=row["kind"],
        kind_label=row["kind_label"],
        code=row["code"],
        title=row["title"],
        permalink=row["permalink"],
        published=row["published_at"],
        updated=row["updated_at"],
        bodies=tuple(row["organizers_label"] or row["auspices_label"]),
        year=row["start"].year,
        date=row["start"],
        place=", ".join(said([row["city"], row["country_label"]])),
        abstract=row["summary"],
        keywords=(*row["sectors_label"], *row["measures_label"]),
        notes=sources(row),
    )
