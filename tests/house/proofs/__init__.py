"""Proofs of small changes: test_changes.py runs them in a changed copy of the code."""
