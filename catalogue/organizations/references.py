"""How an organization is cited: its name is the title."""

from catalogue.exports.references import Reference, Work, said, sources


def reference(row: dict) -> Reference:
    """Return a row of the list of organizations as a reference."""
    return Reference(
        work=Work.OTHER,
        kind=row["kind"],
        kind_label=row["kind_label"],
        code=row["slug"],
        title=row["name"],
        permalink=row["permalink"],
        published=row["published_at"],
        updated=row["updated_at"],
        abstract=row["summary"],
        keywords=tuple(said([row["acronym"], *row["other_names"], row["country_label"]])),
        notes=sources(row),
    )
