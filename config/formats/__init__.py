"""How days and moments are written and read, by language."""
