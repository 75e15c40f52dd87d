"""Taking a list away as a file: columns, cells, formats, responses."""
