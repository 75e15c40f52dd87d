"""Drills: failures, attacks and load, practised on temporary catalogues. See `./run drill`."""
