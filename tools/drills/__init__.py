"""Drills: what is done on a bad day, done on a good one. `./run drill` does them all, or some."""
