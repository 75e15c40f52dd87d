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


class Digested:
    """A file on its way to the reader, digested while it is written from front to back.

    Formats that jump about in it, as ZIP archives do, have it read again.
    """

    def __init__(self, file):
        self.file, self.digest = file, hashlib.sha256()
        self.tell, self.flush = file.tell, file.flush

    def write(self, data: bytes) -> int:
        """Write what comes next."""
        if self.digest:
            self.digest.update(data)
        return self.file.write(data)

    def seek(self, *place: int) -> int:
        """Go to a place: what is digested is no longer what the file holds."""
        self.digest = None
        return self.file.seek(*place)

    def hexdigest(self) -> str:
        """Return the SHA-256 of the whole file, and leave it at its end."""
        if self.digest is None:
            self.file.seek(0)
            self.digest = hashlib.sha256()
            while chunk := self.file.read(1 << 16):
                self.digest.update(chunk)
        return self.digest.hexdigest()


def file_response(request, table: Table, extension: str, options: dict[str, str]):
    """Answer with a list in the format of `extension`. Call this inside a read snapshot."""
    form = FORMATS[extension]
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the response closes it)
    digested = Digested(file)
    form.write(digested, table, options)
    etag = f'"{digested.hexdigest()}"'
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


def _filename(name: str, count: int, extension: str, now: datetime | None = None) -> str:
    day = (now or timezone.now()).date().isoformat()
    noun = "record" if count == 1 else "records"
    return f"{name}_{day}_{count}-{noun}.{extension}"
