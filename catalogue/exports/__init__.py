"""Exports of a list as a file: columns, cells, formats, responses."""
