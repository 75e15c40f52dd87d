"""Versions: what a record was at each save, how two versions differ, restoring, and revisions."""
