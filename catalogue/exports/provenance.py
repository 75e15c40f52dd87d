"""The source and licence of every file, and the note that it is not official."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit, urlunsplit

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

CATALOGUE = _("Catalogue of Counter-Terrorism Good Practices")
LICENCE = _("Creative Commons Attribution 4.0")
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
NOT_OFFICIAL = _(
    "This catalogue is no official publication of any organization named in it. It reports what "
    "others do and who says so."
)


def file_url(
    page: str,
    extension: str,
    options: Mapping[str, str] | None = None,
    columns: Sequence[str] = (),
) -> str:
    """Return the address of a file from that of the page of its list.

    `options` are parameters of the format, `columns` the names of those that a reader chose.
    """
    parts = urlsplit(page)
    query = QueryDict(parts.query, mutable=True)
    query.update(options or {})
    if columns:
        query["columns"] = ",".join(columns)
    path = f"{parts.path.rstrip('/')}.{extension}"
    return urlunsplit(parts._replace(path=path, query=query.urlencode(safe=",")))


def describe_filters(filters: list[tuple[str, str]]) -> str:
    """Return the filters of a list as one line; nothing where it is the whole list."""
    return "; ".join(f"{name}: {value}" for name, value in filters)
