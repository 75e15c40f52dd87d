"""The declaration of what is searched in a noun; migrations create it, triggers fill it."""

from dataclasses import dataclass
from functools import cached_property

from django.db import connection, transaction
from django.db.models import Model

from catalogue.core.registry import listed_nouns
from catalogue.db.search import search_backend
from catalogue.db.search.documents import COLUMN_WEIGHTS, DocumentSchema, Part


@dataclass(frozen=True)
class RelatedText:
    """Texts of related records, with a label for readers.

    `path` is a path of relations as in filters; `fields` may continue it. Every record on the path
    must be public, if it has a status.
    """

    label: str
    path: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class SearchIndex:
    """The searched fields of a noun: names of fields, and `RelatedText`.

    Cards of lists show `title` and `summary`; matches in other columns are quoted on the card.
    """

    model: type[Model]
    title: tuple
    summary: tuple
    names: tuple = ()
    text: tuple = ()

    @property
    def name(self) -> str:
        """Return the name of the noun in the log of changes."""
        return self.model._meta.model_name

    @cached_property
    def schema(self) -> DocumentSchema:
        """Return the documents of the noun."""
        return DocumentSchema(self.model, self.columns)

    @property
    def columns(self) -> dict[str, tuple[Part, ...]]:
        """Return the parts of each column that has any, without their labels."""
        return {
            column: tuple(
                (part.path, part.fields) if isinstance(part, RelatedText) else part
                for part in getattr(self, column)
            )
            for column in COLUMN_WEIGHTS
            if getattr(self, column)
        }

    def labels(self, column: str) -> list[str]:
        """Return the labels of the parts of a column, in their order."""
        return [
            part.label
            if isinstance(part, RelatedText)
            else self.model._meta.get_field(part).verbose_name
            for part in getattr(self, column)
        ]


def search_indexes() -> dict[str, SearchIndex]:
    """Return the search indexes of all nouns, by the names of the nouns."""
    return {noun.name: noun.filterset.searched for noun in listed_nouns()}


def rebuild_documents(**kwargs) -> None:
    """Write every document again, in one transaction: readers see the old ones until it ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        for index in search_indexes().values():
            for statement in search_backend().fill_documents(index.schema):
                cursor.execute(statement)


def is_complete() -> bool:
    """Return True if search has as many documents of each noun as there are public records."""
    with connection.cursor() as cursor:
        for index in search_indexes().values():
            schema = index.schema
            cursor.execute(
                f"SELECT (SELECT count(*) FROM {schema.table}) = "
                f"(SELECT count(*) FROM {schema.record_table} WHERE status = 'published')"
            )
            if not cursor.fetchone()[0]:
                return False
    return True


def repair_documents(**kwargs) -> None:
    """Write every document again after a migration, if any are missing."""
    tables = {index.schema.table for index in search_indexes().values()}
    if tables <= set(connection.introspection.table_names()) and not is_complete():
        rebuild_documents()
