"""Fields that are written with a record, from its other fields."""

from collections.abc import Iterable
from operator import attrgetter

from django.db import models

from catalogue.core.folding import join_folded_names


class DerivedText(models.TextField):
    """A text that follows from attributes of the record, also of a related one (`parent.name`).

    Bulk creation writes it too; a statement that updates the attributes has to write it itself.
    Databases compare it character by character.
    """

    def __init__(self, *names: str, **options):
        self.names = names
        super().__init__(**{"default": "", "editable": False} | options)

    def deconstruct(self):
        """Return how a migration writes the field."""
        name, path, _arguments, options = super().deconstruct()
        return name, path, list(self.names), options

    def db_parameters(self, connection):
        """Let PostgreSQL compare it as SQLite does."""
        collation = "C" if connection.vendor == "postgresql" else None
        return super().db_parameters(connection) | {"collation": collation}

    def derive(self, values: Iterable[str | None]) -> str:
        """Return the text that follows from the attributes, which come in the order of `names`."""
        raise NotImplementedError

    def derive_from(self, record) -> str:
        """Return the text that follows from a record."""
        return self.derive(attrgetter(name)(record) for name in self.names)

    def pre_save(self, record, add):
        """Write the text as it is now."""
        setattr(record, self.attname, self.derive_from(record))
        return getattr(record, self.attname)


class FoldedNames(DerivedText):
    """The folded names of a record, by which it is found when one of them is typed."""

    def derive(self, values):
        """Return each name on a line."""
        return join_folded_names(values)


def derived_fields(model: type[models.Model]) -> list[DerivedText]:
    """Return the fields of a model that follow from others."""
    return [each for each in model._meta.concrete_fields if isinstance(each, DerivedText)]


def write_derived_fields(model: type[models.Model], batch_size: int = 500) -> None:
    """Write all derived fields of a model again, where they differ."""
    fields = derived_fields(model)
    related = [n.rpartition(".")[0] for each in fields for n in each.names if "." in n]
    changed = []
    for record in model._base_manager.select_related(*related).iterator(batch_size):
        derived = {each.attname: each.derive_from(record) for each in fields}
        if any(getattr(record, name) != text for name, text in derived.items()):
            vars(record).update(derived)
            changed.append(record)
    model._base_manager.bulk_update(changed, [each.name for each in fields], batch_size)
