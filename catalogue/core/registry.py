"""The nouns of the catalogue: each is declared once, and everything over all nouns reads it here.

A room declares its nouns in `nouns.py`; `catalogue/nouns.py` registers them when Django starts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.text import capfirst


@dataclass(frozen=True, kw_only=True, eq=False)
class Noun:
    """A kind of record: its model, how it is named, and what lists, files and search need of it.

    `key` is the field by which files name a record; where it is empty, the records linked by
    `key_links` name it together. `title` is the field that readers know it by, `plural` the word
    for many of them in addresses.
    `public` returns the public records; with `has_pages` each has a page of its own. `fixture` is
    the file with its records in `fixtures/`, and the name above them in that file. With `load_once`
    a record that an editor changed or deleted is not loaded again.

    `facet` is the parameter by which the lists of other nouns are filtered by its records. `names`
    are the fields besides the title by which people call them, `abbreviations` those that they
    write in capitals only. With `has_proper_names`, the words of a name belong together.
    `code_form` says how people write its codes (a `CodeForm`), which are in its field `code`.

    A noun with a list has a `filterset` (a `ListFilterSet`), `card_lists` (what its cards show of
    related records: a `CardList` by the name that the template has for it), an `export`, a
    `search_note` (what stands beside a record in a search over all nouns, where the nouns come in
    their `search_order`) and `breakdowns` (the facets of its statistics; values of a second facet
    stand under those of the first). One whose duplicates are found has a `duplicate_rule` (a
    `DuplicateRule`).
    """

    model: type[Model]
    key: str
    title: str
    plural: str
    public: Callable[[], QuerySet]
    has_pages: bool = True
    fixture: tuple[str, str | None] = ("", None)
    key_links: tuple[str, ...] = ()
    load_once: bool = False
    facet: str = ""
    names: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    has_proper_names: bool = False
    code_form: Any = None
    filterset: Any = None
    card_lists: Mapping[str, Any] = field(default_factory=dict)
    export: Any = None
    search_note: Callable[[Any], str] | None = None
    search_order: int = 0
    breakdowns: tuple[tuple[str, ...], ...] = ()
    duplicate_rule: Any = None

    @property
    def name(self) -> str:
        """Return the name of its model, as the log of changes has it."""
        return self.model._meta.model_name

    @property
    def list_url_name(self) -> str:
        """Return the name of the address of its list."""
        return f"{self.name}-list"

    @property
    def list_title(self) -> str:
        """Return the title of its list."""
        return capfirst(self.model._meta.verbose_name_plural)

    @property
    def list_template(self) -> str:
        """Return the template of its list."""
        return f"catalogue/{self.plural}/list.html"


_nouns: dict[type[Model], Noun] = {}


def register_noun(noun: Noun) -> None:
    """Make a noun known; ValueError if another one has the same model."""
    if _nouns.setdefault(noun.model, noun) is not noun:
        raise ValueError(f"{noun.model} is declared twice")


def get_noun(model: type[Model]) -> Noun:
    """Return the noun of a model; KeyError if it is none."""
    return _nouns[model]


def find_noun(model: type[Model]) -> Noun | None:
    """Return the noun of a model; None if it is none."""
    return _nouns.get(model)


def all_nouns() -> list[Noun]:
    """Return every noun, in the order in which they were registered."""
    return list(_nouns.values())


def listed_nouns() -> list[Noun]:
    """Return the nouns that have a list."""
    return [noun for noun in _nouns.values() if noun.filterset]


def searched_nouns() -> list[Noun]:
    """Return the nouns that have a list, in the order of a search over all of them."""
    return sorted(listed_nouns(), key=lambda noun: noun.search_order)
