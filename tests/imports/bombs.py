"""Workbooks that unpack to far more than they say, by every method that the format allows."""

import copy
import io
import struct
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache

from tests.imports.tables import workbook

SHEET = "xl/worksheets/sheet1.xml"
#: Where a bomb is put: parts that openpyxl reads by name or through others, and some it does not.
PARTS = (
    SHEET.replace(".xml", ".bin"),
    "xl/media/image1.png",
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/core.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    SHEET,
)
ENCODINGS = ("utf-8", "utf-16")
OTHER_METHODS = {"bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA}
PIECE = 1 << 20
START, END = '<?xml version="1.0"?>', "</x>"


def tags(encoding: str, size: int) -> Iterator[bytes]:
    """Return a text in XML with very many elements, in pieces."""
    yield f"{START}<x>".encode(encoding)
    yield from repeat("<a/>", encoding, size)


def text(encoding: str, size: int) -> Iterator[bytes]:
    """Return a text in XML with a single long cell, in pieces."""
    yield f"{START}<x>".encode(encoding)
    yield from repeat("text", encoding, size)


def blanks(encoding: str, size: int) -> Iterator[bytes]:
    """Return a text in XML of blanks, in pieces: the other methods pack it in little time."""
    yield f"{START}<x>".encode(encoding)
    yield from repeat(" ", encoding, size)


def cells(encoding: str, size: int) -> Iterator[bytes]:
    """Return a text in XML with texts as long as those of a cell, in pieces."""
    yield f"{START}<x>".encode(encoding)
    yield from repeat(f"<t>{1000 * 'text '}</t>", encoding, size)


def entities(encoding: str, size: int) -> Iterator[bytes]:
    """Return a text in XML that grows a hundredfold when its entities are read, in pieces."""
    yield f'{START}<!DOCTYPE x [<!ENTITY a "'.encode(encoding)
    yield from repeat("text", encoding, size // 90)
    yield from repeat(f'">]><x>{90 * "&a;"}', encoding, 1)


def repeat(words: str, encoding: str, size: int) -> Iterator[bytes]:
    """Return words again and again, in pieces, until they and an end have a size."""
    unmarked = encoding.replace("utf-16", "utf-16-le")  # the mark is at the beginning
    piece = (words * max(1, min(size, PIECE) // len(words))).encode(unmarked)
    for _number in range(-(-size // len(piece))):
        yield piece


@cache
def packed(make, encoding: str, size: int, method: int) -> tuple[bytes, int]:
    """Return a text as an archive packs it, and its checksum."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method, compresslevel=1) as archive:
        unmarked = encoding.replace("utf-16", "utf-16-le")
        with archive.open("x", "w", force_zip64=True) as part:
            for piece in make(encoding, size):
                part.write(piece)
            part.write(END.encode(unmarked))
        (entry,) = archive.infolist()
    names, extra = struct.unpack("<26x2H", file.getvalue()[:30])
    start = 30 + names + extra
    return file.getvalue()[start : start + entry.compress_size], entry.CRC


def with_part(name: str, data: bytes, **said) -> bytes:
    """Return a workbook with a part whose bytes and description are given."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["code", "title"], ["", "A practice"]))) as old,
        zipfile.ZipFile(file, "w") as new,
    ):
        for each in old.namelist():
            is_replaced = each == name.replace(".bin", ".xml")
            if not is_replaced:
                sheet = (
                    name.rpartition("/")[2] if name.startswith("xl/worksheets") else "sheet1.xml"
                )
                new.writestr(each, old.read(each).replace(b"sheet1.xml", sheet.encode()))
        new.writestr(name, data)
        for word, value in said.items():
            setattr(new.getinfo(name), word, value)
    return file.getvalue()


def overlapping(size: int) -> bytes:
    """Return a workbook in which very many parts are the same bytes, which are not packed."""
    file, copies = io.BytesIO(), 400
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("x", b"x" * (size // copies))
        (entry,) = archive.infolist()
        archive.filelist += [copy.copy(entry) for _number in range(copies)]
    return file.getvalue()


def all_bombs(size: int, parts: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Return workbooks that unpack to so many bytes in one of some parts, with a description."""
    deflated = zipfile.ZIP_DEFLATED
    for make in (tags, text, cells, entities):
        for encoding in ENCODINGS:
            data, checksum = packed(make, encoding, size, deflated)
            for name in parts:
                said = {"compress_type": deflated, "CRC": checksum, "file_size": 100}
                yield f"{make.__name__}, {encoding}, {name}", with_part(name, data, **said)
    for word, method in OTHER_METHODS.items():
        data, checksum = packed(blanks, "utf-8", size, method)
        said = {"compress_type": method, "CRC": checksum, "file_size": 100}
        yield word, with_part(SHEET, data, **said)
    yield "encrypted", with_part(SHEET, b"x" * 20, flag_bits=1)
    yield "another method", with_part(SHEET, b"x" * 20, compress_type=9)
    yield "overlapping", overlapping(size)
    yield "very many parts", b"PK\x03\x04" + zipfile.stringCentralDir * (size // 1000)
