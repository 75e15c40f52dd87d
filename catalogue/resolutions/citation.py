"""How a resolution is cited: its organ is the author, its symbol the number."""

from django.utils.translation import gettext as _

from catalogue.exports.citation import Reference, WorkType, source_notes


def resolution_reference(row: dict) -> Reference:
    """Return a row of the list of resolutions as a reference."""
    return Reference(
        work=WorkType.LAW,
        kind="resolution",
        kind_label=_("Resolution"),
        code=row["symbol"],
        title=row["title"] or row["symbol"],
        permalink=row["permalink"],
        published=row["published_at"],
        updated=row["updated_at"],
        bodies=(_("United Nations %(organ)s") % {"organ": row["organ_label"]},),
        year=row["year"],
        date=row["adopted"],
        publisher=_("United Nations"),
        number=row["symbol"],
        abstract=row["summary"],
        notes=((f"{_('Text')}: {row['url']}",) if row["url"] else ()) + source_notes(row),
    )
