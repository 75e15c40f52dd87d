"""The columns of the export of organizations, and of the bodies behind other records."""

from catalogue.exports.columns import Column, RelatedRows, chosen, own, permalink, single
from catalogue.exports.table import Export
from catalogue.organizations.citation import organization_reference
from catalogue.organizations.meanings import MEANINGS
from catalogue.organizations.models import nonempty_lines
from catalogue.organizations.querysets import RoleQuerySet
from catalogue.sources.columns import SOURCES


def role_columns(relation: str, roles: dict[str, str]) -> list[Column]:
    """Return two parallel columns for each role: the codes and the names of the organizations.

    `relation` names the rows of a record that give organizations a role; `roles` has the role by
    the word that stands for it in the header.
    """
    columns = []
    for word, role in roles.items():
        rows = RelatedRows(relation, RoleQuerySet.public, ("role", role))
        columns.append(Column(word, "organization__slug", rows=rows))
        columns.append(Column(f"{word}_label", "organization__name", derived=True, rows=rows))
    return columns


COLUMNS = [
    *own("slug"),
    permalink("organization-list", "slug"),
    *own("acronym", "name"),
    Column("other_names", "other_names", finish=nonempty_lines),
    *chosen("kind"),
    *single("parent", "slug", "name"),
    *single("successor", "slug", "name"),
    *single("country", "code", "name"),
    *own("founded", "ended", "website"),
    *own("published_at", "updated_at", derived=True),
    *SOURCES,
    *own("summary"),
]

EXPORT = Export("organizations", COLUMNS, MEANINGS, organization_reference)
