"""Resolutions and their operative paragraphs."""
