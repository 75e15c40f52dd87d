"""A list as a file: written completely from one snapshot of the database, then sent."""

from collections.abc import Iterable
from contextlib import nullcontext
from hashlib import file_digest
from itertools import islice
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore
from typing import BinaryIO

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

from catalogue.db import transactions
from catalogue.exports import cells
from catalogue.exports.formats import csv
from catalogue.exports.formats.base import Format, Options
from catalogue.exports.table import ExportTable

LINES_PER_WRITE = 500
IN_MEMORY = 1 << 20  # bytes of a file held in memory before it goes to disk
#: Records of a file that takes long to make. Of these each process makes only so many at once: of
#: its four threads, two stay for pages.
LARGE = 5_000
_places = BoundedSemaphore(2)


def file_response(
    request, table: ExportTable, chosen: Format, options: Options, filename: str = ""
) -> HttpResponse:
    """Answer with a list in a format. Call this inside a read snapshot.

    What browsers can show is not saved.
    """
    noun = "record" if table.total == 1 else "records"
    name = f"{table.export.name}_{timezone.now().date()}_{table.total}-{noun}.{chosen.extension}"
    file = temporary_file()
    with limit_large_files(table.total):
        chosen.write(file, table, options)
    response = send_file(
        request, file, chosen.content_type, filename or name, is_saved=not chosen.is_inline
    )
    response["X-Total-Count"] = table.total
    if changed := table.changed_at():
        response["Last-Modified"] = http_date(changed.timestamp())
    return response


def limit_large_files(records: int):
    """Hold one of the places for large files while one is written; ServerBusy without one."""
    return transactions.take_slot(_places) if records > LARGE else nullcontext()


def temporary_file() -> SpooledTemporaryFile:
    """Return an empty file for a response."""
    return SpooledTemporaryFile(max_size=IN_MEMORY)


def send_file(
    request, file: BinaryIO, content_type: str, filename: str, *, is_saved: bool = True
) -> HttpResponse:
    """Answer with a file, or with 304 if the reader has it already; search engines leave it out.

    The digest decides: the newest change of the records would not show that one left the list.
    """
    file.seek(0)
    etag = f'"{file_digest(file, "sha256").hexdigest()}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or _whole(request, file, content_type, filename, is_saved)
    response["ETag"] = etag
    response["X-Robots-Tag"] = "noindex"
    return response


def _whole(request, file, content_type, filename, is_saved):
    length = file.tell()
    file.seek(0)
    headers = {
        "Content-Length": length,
        "Content-Disposition": content_disposition_header(is_saved, filename),
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers, content_type=content_type)
    if length <= IN_MEMORY:
        # As a file, the server would first put it on the disk, only to send it from there; and on a
        # full disk it would announce the length and send nothing.
        return HttpResponse(file.read(), headers=headers, content_type=content_type)
    return FileResponse(file, headers=headers, content_type=content_type)


def csv_response(request, rows: Iterable[list[str]], name: str) -> HttpResponse:
    """Answer with lines of texts as the file `name`.csv, such as those of the coverage map.

    All lines have the same number of cells, and the first one names them. Text that a spreadsheet
    would evaluate is escaped.
    """
    file = temporary_file()
    file.write(csv.BOM)
    lines = iter(rows)
    while block := list(islice(lines, LINES_PER_WRITE)):
        transactions.check_deadline()
        columns = [map(cells.escape_formula, column) for column in zip(*block, strict=True)]
        file.write(csv.csv_lines([list(column) for column in columns]))
    return send_file(request, file, csv.CONTENT_TYPE, f"{name}.csv")
