"""Curation: how a record is written, checked by a second person, made public and kept true."""
