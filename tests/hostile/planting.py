"""Texts of our choice in every text field of a record, past everything that checks them."""

from collections.abc import Callable, Iterator

from django.db.models import CharField, Field, Model, TextField, URLField

from catalogue.versions.cloning import child_managers

#: What stands in addresses and codes, and has to be read again from there.
KEYS = {"slug", "code", "number", "symbol", "alpha3", "numeric", "language", "prefix", "noun"}
#: What editors say among themselves of a record, whether it is public or not.
PRIVATE = ("review_note", "change_note", "returned_because", "withdrawal_reason")


def text_fields(model: type[Model]) -> list[Field]:
    """Return the fields of a model in which somebody can write."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField) and not field.choices and field.name not in KEYS
    ]


def plant(record: Model, text: Callable[[Field], str], *names: str) -> None:
    """Write into every text field of a record, or into those named; nothing of it is checked."""
    fields = [each for each in text_fields(type(record)) if not names or each.name in names]
    written = {
        each.name: address(text(each)) if is_address(each) else text(each) for each in fields
    }
    if written:
        type(record)._base_manager.filter(pk=record.pk).update(**written)


def is_address(field: Field) -> bool:
    """Say whether a field holds the address of a page."""
    return isinstance(field, URLField)


def address(text: str) -> str:
    """Return an address with a text in it: the database takes no other scheme."""
    return f"https://example.org/{text}"


def parts(record: Model) -> Iterator[Model]:
    """Return a record with what stands inside it: its rows, and their sources; its paragraphs."""
    yield record
    for manager in child_managers(record) if hasattr(record, "child_relations") else []:
        for row in manager.all():
            yield row
            if hasattr(row, "source"):
                yield row.source
    if hasattr(record, "paragraphs"):
        yield from record.paragraphs.all()
