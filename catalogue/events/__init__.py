"""Workshops, conferences, exercises and other events at which practices were discussed."""
