"""Whole journeys in a real browser. A package: what they share is gone after the last one."""
