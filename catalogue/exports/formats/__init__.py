"""One file per format. A new one is a module here and a line in the registry."""

from catalogue.exports.formats import atom, bibtex, csv, csvw, json, jsonl, ris, xlsx

FORMATS = {
    "xlsx": xlsx,
    "csv": csv,
    "csv-metadata.json": csvw,
    "json": json,
    "jsonl": jsonl,
    "ris": ris,
    "bib": bibtex,
    "atom": atom,
}
#: What a reader calls each format with the records of a list.
NAMES = {
    "xlsx": "Excel (XLSX)",
    "csv": "CSV",
    "json": "JSON",
    "jsonl": "JSON Lines",
    "ris": "RIS",
    "bib": "BibTeX",
}
#: How many records a format holds: only the newest, or no more than there is room for.
NEWEST = {"atom": atom.NEWEST}
MOST_RECORDS = {"xlsx": xlsx.MOST_RECORDS}
#: What a browser may show instead of saving it.
SHOWN = ("csv-metadata.json", "atom")
#: What takes from a record what it needs: a reader cannot choose its columns.
WHOLE = ("ris", "bib", "atom")
