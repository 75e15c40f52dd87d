"""The axes of the map: the facets by which its rows and columns count practices."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from catalogue.listings.facets import FacetGroup, find_group

#: The axes that a reader can choose: the parameter of the facet and its name.
AXES = {
    "paragraph": _("Operative paragraph"),
    "measure": _("Measure"),
    "threat": _("Threat"),
    "sector": _("Sector"),
    "region": _("Region"),
    "organization_kind": _("Kind of organization"),
    "kind": _("Kind"),
    "decade": _("Decade"),
}
#: The plural names of the axes.
AXIS_PLURALS = {
    "paragraph": _("operative paragraphs"),
    "measure": _("measures"),
    "threat": _("threats"),
    "sector": _("sectors"),
    "region": _("regions"),
    "organization_kind": _("kinds of organizations"),
    "kind": _("kinds"),
    "decade": _("decades"),
}
#: The default axes of the map.
DEFAULT_ROWS, DEFAULT_COLUMNS = "paragraph", "sector"
#: The resolution whose paragraphs come first.
FIRST_RESOLUTION = "2341"


NONE = BitMap()


@dataclass(frozen=True)
class AxisLine:
    """A row or a column: a value of an axis, and the public practices that have it."""

    axis: str
    code: str
    label: str
    records: BitMap

    @property
    def value(self) -> tuple[str, str]:
        """Return the parameter and code that select it in a list."""
        return self.axis, self.code


def axis_lines(filterset, axis: str) -> list[AxisLine]:
    """Return the lines of an axis: the chosen values and their children, or the top level.

    For paragraphs these are those of the chosen resolutions; for regions the parts of the World.
    """
    offered = find_group(filterset, "resolution" if axis == "paragraph" else axis)
    records = filterset.values_of(filterset.facets[axis]).records
    shown = axis_values(offered, axis)
    parents = {offered.tree.above.get(value) for value in shown}
    alone = offered.label_of(parents.pop()) if len(parents) == 1 and None not in parents else ""
    return [
        AxisLine(
            *value, offered.label_of(value).removeprefix(f"{alone}, "), records.get(value[1], NONE)
        )
        for value in shown
    ]


def axis_values(offered: FacetGroup, axis: str) -> list[tuple[str, str]]:
    """Return the values of an axis in their fixed order."""
    tree, chosen = offered.tree, offered.chosen
    mine = [value for value in tree.place if value[0] == axis]
    if chosen:
        return [value for value in mine if value in chosen or tree.above.get(value) in chosen]
    return [value for value in mine if tree.depth[value] == first_depth(tree)]


def first_depth(tree) -> int:
    """Return the depth of the top level: below a single root, or that of the roots."""
    roots = tree.children.get(None, [])
    return int(len(roots) == 1 and roots[0] in tree.children)
