"""The columns of the export of organizations, and of the bodies behind other records."""

from catalogue.exports.columns import Column, chosen, own, permalink, single
from catalogue.exports.table import Export
from catalogue.organizations.querysets import OrganizationQuerySet
from catalogue.sources.exports import SOURCES


def bodies(relation: str, roles: dict[str, str]) -> list[Column]:
    """Return two parallel columns for each role: the codes and the names of the organizations.

    `relation` names the rows of a record that give organizations a role; `roles` has the role by
    the word that stands for it in the header.
    """

    def values(role, field):
        return lambda record: [
            getattr(row.organization, field)
            for row in getattr(record, relation).all()
            if row.role == role
        ]

    columns = []
    for word, role in roles.items():
        columns.append(Column(word, values(role, "slug")))
        columns.append(Column(f"{word}_label", values(role, "name"), derived=True))
    return columns


COLUMNS = [
    *own("slug"),
    permalink(),
    *own("acronym", "name"),
    Column("other_names", lambda organization: organization.other_name_list),
    *chosen("kind"),
    *single("parent", "slug", "name"),
    *single("successor", "slug", "name"),
    *single("country", "code", "name"),
    *own("founded", "ended", "website"),
    *own("published_at", "updated_at", derived=True),
    *SOURCES,
    *own("summary"),
]

EXPORT = Export("organizations", COLUMNS, OrganizationQuerySet.for_export)
