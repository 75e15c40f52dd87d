"""No class has a long line of ancestors of ours: what can be a function or a plain view is one."""

import importlib
import inspect
import pkgutil

import catalogue

MAX_ANCESTORS = 3


def list_classes() -> set[type]:
    """Return every class of the product: admin, views, forms, filters, middleware, models."""
    names = [module.name for module in pkgutil.walk_packages(catalogue.__path__, "catalogue.")]
    modules = [
        importlib.import_module(name)
        for name in names
        if not name.startswith("catalogue.migrations")
    ]
    found = {
        each for module in modules for _name, each in inspect.getmembers(module, inspect.isclass)
    }
    return {each for each in found if each.__module__.startswith("catalogue.")}


def test_every_class_has_at_most_three_ancestors_of_ours():
    classes = list_classes()
    assert len(classes) > 250  # the walk sees them
    ancestors = {
        each: [c.__name__ for c in each.__mro__[1:] if c.__module__.startswith("catalogue.")]
        for each in classes
    }
    assert {each: names for each, names in ancestors.items() if len(names) > MAX_ANCESTORS} == {}
