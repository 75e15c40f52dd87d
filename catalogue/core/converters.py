"""A path converter for the codes of records."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class CodeConverter(StringConverter):
    """A code such as GP-0001; other texts give 404 without a query."""

    regex = "[A-Z]{2}-[0-9]{4,9}"


register_converter(CodeConverter, "code")
