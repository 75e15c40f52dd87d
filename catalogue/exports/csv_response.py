"""A page of numbers as CSV: lines of texts that no list has, such as those of the coverage map."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.http import HttpResponse

from catalogue.core import deadlines
from catalogue.exports import cells
from catalogue.exports.formats import csv
from catalogue.exports.responses import send_file, temporary_file

BLOCK = 500  # lines written at a time


def csv_response(request, rows: Iterable[list[str]], name: str) -> HttpResponse:
    """Answer with lines as the file `name`.csv; text that a spreadsheet would evaluate is guarded.

    All lines have the same number of cells, and the first one names them.
    """
    file = temporary_file()
    file.write(csv.BOM)
    for block in blocks(rows):
        deadlines.check_deadline()
        columns = [
            [cells.escape_formula(text) for text in column] for column in zip(*block, strict=True)
        ]
        file.write(csv.lines(columns))
    answer = send_file(request, file, csv.CONTENT_TYPE, f"{name}.csv")
    answer["X-Robots-Tag"] = "noindex"
    return answer


def blocks(rows: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    """Return lines some hundred at a time."""
    lines = iter(rows)
    while block := list(islice(lines, BLOCK)):
        yield block
