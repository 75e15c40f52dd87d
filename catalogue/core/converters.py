"""A path converter for the codes of records."""

from django.urls import register_converter


class CodeConverter:
    """A code such as GP-0001; other texts give 404 without a query."""

    regex = "[A-Z]{2}-[0-9]{4,9}"

    def to_python(self, value):
        """Return the code unchanged."""
        return value

    def to_url(self, value):
        """Return the code unchanged."""
        return value


register_converter(CodeConverter, "code")
