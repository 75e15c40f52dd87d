"""How an organization is cited, and which bodies stand where the authors of a record stand."""

from collections.abc import Iterable, Sequence

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


def authors(rows: Iterable, roles: Sequence[str]) -> list[str]:
    """Return the names of the bodies in the first of some roles that a body has.

    `rows` give organizations a role in a record.
    """
    rows = list(rows)
    by_role = ([row.organization.name for row in rows if row.role == role] for role in roles)
    return next(filter(None, by_role), [])
