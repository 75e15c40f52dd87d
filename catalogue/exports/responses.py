"""A list as a file, all or nothing: written aside from one snapshot, then sent with its length."""

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from catalogue.core.querysets import in_order
from catalogue.exports.columns import Column
from catalogue.exports.formats import FORMATS

IN_MEMORY = 1 << 20  # bytes of a file held in memory before it goes to disk
CHUNK = 500  # records read at a time


@dataclass(frozen=True)
class Export:
    """What a noun gives away: its columns, and what its records must bring along to fill them."""

    name: str
    columns: list[Column]
    prepare: Callable[[QuerySet], QuerySet]


def file_response(request, export: Export, records: QuerySet, keys, extension, options):
    """Answer with the records of `keys`, in that order, in the format of `extension`.

    `records` bring along what the export's columns show. Call this inside a read snapshot.
    """
    form, site = FORMATS[extension], f"{request.scheme}://{request.get_host()}"
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the response closes it)
    rows = Rows(records, keys)
    form.write(file, export.columns, rows, site, options)
    etag = f'"{_digest(file)}"'
    # The newest change among the records says nothing of one that left the list: only the digest
    # decides whether a copy is still good.
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or _sent(request, file, form, _filename(export.name, len(keys), extension))
    response["ETag"] = etag
    response["X-Total-Count"] = len(keys)
    if rows.changed:
        response["Last-Modified"] = http_date(rows.changed.timestamp())
    return response


class Rows:
    """The records of an export, read a few at a time, and when the newest of them was changed."""

    def __init__(self, records: QuerySet, keys: list[int]):
        self.records, self.keys, self.changed = records, keys, None

    def __iter__(self):
        for start in range(0, len(self.keys), CHUNK):
            chunk = in_order(self.records, self.keys[start : start + CHUNK])
            self.changed = max(filter(None, [self.changed, *(each.updated_at for each in chunk)]))
            yield from chunk


def _sent(request, file, form, filename):
    length = file.tell()
    file.seek(0)
    headers = {
        "Content-Length": length,
        "Content-Disposition": f'attachment; filename="{filename}"',
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers, content_type=form.CONTENT_TYPE)
    return FileResponse(file, headers=headers, content_type=form.CONTENT_TYPE)


def _digest(file):
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(1 << 16):
        digest.update(chunk)
    return digest.hexdigest()


def _filename(name: str, count: int, extension: str, now: datetime | None = None) -> str:
    day = (now or timezone.now()).date().isoformat()
    noun = "record" if count == 1 else "records"
    return f"{name}_{day}_{count}-{noun}.{extension}"
