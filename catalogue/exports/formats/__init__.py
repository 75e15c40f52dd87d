"""One file per format. A new one is a module here and a line in the registry."""

from catalogue.exports.formats import csv, json, jsonl

FORMATS = {"csv": csv, "json": json, "jsonl": jsonl}
#: What a reader calls each format.
NAMES = {"csv": "CSV", "json": "JSON", "jsonl": "JSON Lines"}
