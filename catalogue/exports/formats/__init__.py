"""One file per format. A new one is a module here and a line in the registry."""

from catalogue.exports.formats import csv

FORMATS = {"csv": csv}
