"""The reference of an organization, and the organizations that are the authors of a record."""

from collections.abc import Iterable, Sequence

from catalogue.exports.citation import Reference, WorkType, nonempty_texts, reference_from_row


def organization_reference(row: dict) -> Reference:
    """Return a row of the list of organizations as a reference."""
    return reference_from_row(
        row,
        work=WorkType.OTHER,
        code=row["slug"],
        title=row["name"],
        keywords=tuple(nonempty_texts([row["acronym"], *row["other_names"], row["country_label"]])),
    )


def first_role_names(rows: Iterable, roles: Sequence[str]) -> list[str]:
    """Return the names of the organizations in the first of some roles that any of them has.

    `rows` give organizations a role in a record.
    """
    rows = list(rows)
    by_role = ([row.organization.name for row in rows if row.role == role] for role in roles)
    return next(filter(None, by_role), [])
