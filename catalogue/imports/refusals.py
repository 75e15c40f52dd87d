"""What is raised where an import is refused, with the reasons in words; and the limits of files."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

MAX_FILE_BYTES = 20 * 1024 * 1024  # 5,000 long records are some 10 MB
MAX_IMPORT_ROWS = 5_000
MAX_IMPORT_COLUMNS = 200


class ImportRefused(Exception):
    """Raised for what cannot be imported, applied or undone; nothing was changed.

    `reasons` has one sentence for each reason.
    """

    def __init__(self, *reasons: str):
        super().__init__("\n".join(reasons))
        self.reasons = list(reasons)


class UnreadableFile(ImportRefused):
    """Raised for a file that is no table of records.

    `header` has the names of its columns, as far as they could be read.
    """

    def __init__(self, *reasons: str, header: Sequence[str] = ()):
        super().__init__(*reasons)
        self.header = header


def check_file_size(size: int) -> None:
    """Raise UnreadableFile for a file that is empty or larger than the limit."""
    if not size:
        raise UnreadableFile(_("The file is empty."))
    if size > MAX_FILE_BYTES:
        raise UnreadableFile(
            _("The file has %(size).1f MB; at most %(most)d MB are read. Split it.")
            % {"size": size / 1024**2, "most": MAX_FILE_BYTES // 1024**2}
        )


def check_row_count(rows: int, max_rows: float) -> None:
    """Raise UnreadableFile for more rows than the limit."""
    if rows > max_rows:
        raise UnreadableFile(
            _("The file has more than %(most)d rows of records. Split it.") % {"most": max_rows}
        )
