"""Checking links: whether the addresses of sources still have their texts."""
