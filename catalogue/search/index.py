"""What is searched in a noun, and the SQL that makes the document of a record from it."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from catalogue.changelog.dependencies import JoinStep, join_steps, tracked_name
from catalogue.core.models import Publishable

#: Columns of a document, from the weightiest down, and what a word in each of them weighs.
COLUMN_WEIGHTS = {"title": 10, "summary": 4, "names": 2, "text": 1}
#: Between the parts of a column, and between the fields of a linked record: control characters
#: that no text from a form holds. Linked records stand in a line each.
PART_SEPARATOR, FIELD_SEPARATOR = "\x1f", "\x1e"
MAX_COLUMN_CHARACTERS = 100_000  # characters of a column that are searched


@dataclass(frozen=True)
class RelatedText:
    """Texts of records with which a noun is linked, and what readers call them.

    `path` leads there as in filters. `fields` may lead on; what lies on their way is read along.
    Every record on the way must be public where it has a status.
    """

    label: str
    path: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class SearchIndex:
    """What a search looks at in a noun: own fields by name, and `Linked` ones.

    Cards of lists show `title` and `summary`; what is found elsewhere is quoted on them.
    """

    model: type[Model]
    title: tuple
    summary: tuple
    names: tuple = ()
    text: tuple = ()

    def __post_init__(self):
        SEARCH_INDEXES[self.name] = self

    @property
    def name(self) -> str:
        """Return the name of the noun in the log of changes."""
        return tracked_name(self.model)

    @property
    def table(self) -> str:
        """Return the table of the noun's documents."""
        return f"catalogue_search_{self.name}"

    def labels(self, column: str) -> list[str]:
        """Return what readers call the parts of a column, in their order."""
        return [
            part.label if isinstance(part, RelatedText) else self._field(part).verbose_name
            for part in getattr(self, column)
        ]

    def select(self, aggregate: str, condition: str = "") -> str:
        """Return a SELECT of the documents of public records, each called `record` in it.

        `aggregate` is the function of the database that joins texts of several rows.
        """
        columns = ", ".join(
            f"substr({self._expression(column, aggregate)}, 1, {MAX_COLUMN_CHARACTERS}) AS {column}"
            for column in COLUMN_WEIGHTS
        )
        return (
            f"SELECT record.id AS key, {columns} FROM {self.model._meta.db_table} record "
            f"WHERE record.status = 'published' {condition}"
        )

    def _expression(self, column, aggregate):
        parts = (
            RelatedTextJoins(self.model, part).expression(aggregate)
            if isinstance(part, RelatedText)
            else f"record.{self._field(part).column}"
            for part in getattr(self, column)
        )
        return f" || '{PART_SEPARATOR}' || ".join(f"coalesce({part}, '')" for part in parts) or "''"

    def _field(self, name):
        return self.model._meta.get_field(name)


#: The declarations of all nouns, by the name of the noun.
SEARCH_INDEXES: dict[str, SearchIndex] = {}


class RelatedTextJoins:
    """The joins from a record to what it is linked with; each table is joined once for a way."""

    def __init__(self, model: type[Model], part: RelatedText):
        self.model, self.part = model, part
        self.aliases: dict[tuple[JoinStep, ...], str] = {(): "record"}

    def expression(self, aggregate: str) -> str:
        """Return the expression for the texts: each once, always in the same order."""
        texts = f" || '{FIELD_SEPARATOR}' || ".join(
            f"coalesce({self.column(f'{self.part.path}__{each}')}, '')" for each in self.part.fields
        )
        first, *others = list(self.aliases)[1:]
        joins = "".join(f" JOIN {way[-1].to_table} {self.join(way)}" for way in others)
        public = "".join(
            f" AND {alias}.status = 'published'"
            for way, alias in self.aliases.items()
            if way and way[-1].to_table in publishable_tables()
        )
        return (
            f"(SELECT {aggregate}(texts, '\n') FROM (SELECT DISTINCT {texts} AS texts "
            f"FROM {first[-1].to_table} {self.aliases[first]}{joins} "
            f"WHERE {self.condition(first)}{public} ORDER BY texts) every)"
        )

    def column(self, path: str) -> str:
        """Return the column at the end of a path, whose tables are joined from now on."""
        relations, _, name = path.rpartition("__")
        way = tuple(join_steps(self.model, relations))
        for length in range(1, len(way) + 1):
            self.aliases.setdefault(way[:length], f"t{len(self.aliases)}")
        return f"{self.aliases[way]}.{name}"

    def join(self, way: tuple[JoinStep, ...]) -> str:
        """Return the alias and the condition with which the last table of a way is joined."""
        return f"{self.aliases[way]} ON {self.condition(way)}"

    def condition(self, way: tuple[JoinStep, ...]) -> str:
        """Return the condition that ties the last table of a way to the one before."""
        here, there = self.aliases[way[:-1]], self.aliases[way]
        return f"{there}.{way[-1].to_column} = {here}.{way[-1].column}"


def publishable_tables() -> set[str]:
    """Return the tables of records that the public sees only when they are published."""
    models = apps.get_app_config("catalogue").get_models()
    return {model._meta.db_table for model in models if issubclass(model, Publishable)}
