"""What an address may hold in the place of a code."""

from django.urls import register_converter


class CodeConverter:
    """A code such as GP-0001; anything else finds no page and never reaches the database."""

    regex = "[A-Z]{2}-[0-9]{4,9}"

    def to_python(self, value):
        """Return the code as it stands."""
        return value

    def to_url(self, value):
        """Return the code as it stands."""
        return value


register_converter(CodeConverter, "code")
