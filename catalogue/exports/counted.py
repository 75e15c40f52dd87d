"""A page of numbers as CSV: lines of texts that no list has, such as those of the coverage map."""

from collections.abc import Iterable
from hashlib import sha256

from django.http import HttpResponse
from django.utils.cache import get_conditional_response

from catalogue.exports import cells
from catalogue.exports.formats import csv


def counted(request, rows: Iterable[list[str]], name: str) -> HttpResponse:
    """Answer with lines as the file `name`.csv; text that a spreadsheet would evaluate is guarded.

    All lines have the same number of cells, and the first one names them.
    """
    guarded = [[cells.guard(text) for text in row] for row in rows]
    columns = [list(column) for column in zip(*guarded, strict=True)]
    answer = HttpResponse(csv.BOM + csv.lines(columns), content_type=csv.CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["X-Robots-Tag"] = "noindex"
    answer["ETag"] = etag = f'"{sha256(answer.content).hexdigest()}"'
    return get_conditional_response(request, etag=etag, response=answer)
