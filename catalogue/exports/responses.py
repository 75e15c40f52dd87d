"""A list as a file, all or nothing: written aside from one snapshot, then sent with its length."""

import hashlib
import tempfile
from datetime import datetime

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from catalogue.exports.formats import FORMATS
from catalogue.exports.table import Table

IN_MEMORY = 1 << 20  # bytes of a file held in memory before it goes to disk


def file_response(request, table: Table, extension: str, options: dict[str, str]):
    """Answer with a list in the format of `extension`. Call this inside a read snapshot."""
    form = FORMATS[extension]
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the response closes it)
    form.write(file, table, options)
    etag = f'"{_digest(file)}"'
    # The newest change among the records says nothing of one that left the list: only the digest
    # decides whether a copy is still good.
    unchanged = get_conditional_response(request, etag=etag)
    name = _filename(table.export.name, table.total, extension)
    response = unchanged or _sent(request, file, form, name)
    response["ETag"] = etag
    response["X-Total-Count"] = table.total
    if changed := table.changed_at():
        response["Last-Modified"] = http_date(changed.timestamp())
    return response


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
