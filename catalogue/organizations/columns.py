"""The columns of the export of organizations, and of the organizations of other records."""

from catalogue.exports.citation import Reference, WorkType, nonempty_texts, reference_from_row
from catalogue.exports.columns import (
    Column,
    Reads,
    RelatedRows,
    choice,
    dates,
    derived,
    field,
    in_rows,
    key,
    link,
    permalink,
)
from catalogue.exports.table import Export
from catalogue.organizations.models import Organization
from catalogue.organizations.querysets import RoleQuerySet
from catalogue.sources.columns import SOURCES


def role_columns(relation: str, **roles: tuple[str, str]) -> list[Column]:
    """Return two parallel columns for each role: the codes and the names of the organizations.

    `relation` names the rows of a record that give organizations a role; `roles` has the role and
    its meaning by the word that stands for it in the header.
    """
    columns = []
    for word, (role, meaning) in roles.items():
        rows = RelatedRows(relation, RoleQuerySet.public, ("role", role))
        reads = Reads(relation, row_field="organization__slug", role=role, by="slug")
        text = f"Label in the place of each code of `{word}`"
        columns += [
            Column(word, "organization__slug", meaning, reads, rows=rows, several=True),
            derived(f"{word}_label", text, "organization__name", rows=rows, several=True),
        ]
    return columns


OTHER_NAMES = in_rows(
    "other_names",
    RelatedRows("other_names"),
    [
        field("name", "Other names"),
        field("language", "Language of each: ISO 639; empty: English"),
        field("needs_review", "`true`: the name was not checked yet"),
    ],
)

COLUMNS = [
    key("slug", "Stable code of the organization, as in its address"),
    permalink("organization-list", "slug"),
    field("acronym", "Acronym"),
    field("name", "Name"),
    *OTHER_NAMES,
    *choice("kind", "Kind of body: a fixed word"),
    *link("parent", "slug", "name", "Organization of which it is part: code"),
    *link("successor", "slug", "name", "Organization that succeeded it: code"),
    *link("country", "code", "name", "Country: ISO 3166-1 alpha-2"),
    field("founded", "Year of foundation"),
    field("ended", "Year in which it ended"),
    field("website", "Website"),
    *dates(),
    *SOURCES,
    field("summary", "Summary"),
]


def organization_reference(row: dict) -> Reference:
    """Return a row of the list of organizations as a reference, with its English names."""
    names = zip(row["other_names_name"], row["other_names_language"], strict=True)
    english = [name for name, language in names if not language]
    return reference_from_row(
        row,
        work=WorkType.OTHER,
        code=row["slug"],
        title=row["name"],
        keywords=tuple(nonempty_texts([row["acronym"], *english, row["country_label"]])),
    )


EXPORT = Export("organizations", Organization, COLUMNS, organization_reference)
