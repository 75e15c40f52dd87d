"""From what a visitor typed to the words that are looked for."""

import unicodedata

LIMIT = 512  # characters of a search that are used


def words(typed: str) -> list[str]:
    """Return the distinct words of a search; controls part them, nothing is an operator."""
    plain = "".join(
        " " if unicodedata.category(character).startswith("C") else character
        for character in typed[:LIMIT]
    )
    return list(dict.fromkeys(plain.casefold().split()))
