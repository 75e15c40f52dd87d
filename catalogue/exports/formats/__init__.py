"""The formats in which a list can be taken away: one module each, found by itself.

To add a format, add a module here that declares a `FORMAT`: its addresses, its place on the page of
every list and its line in `docs/data.md` follow.
"""

from importlib import import_module
from pkgutil import iter_modules

from catalogue.exports.formats.base import Format


def find_formats() -> dict[str, Format]:
    """Return the formats of this package by their extensions, in their order."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    formats = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    formats.sort(key=lambda each: (each.order, each.extension))
    return {each.extension: each for each in formats}


FORMATS = find_formats()
