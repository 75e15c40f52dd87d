"""What a backend has to give."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import NamedTuple

from catalogue.search.index import SearchIndex
from catalogue.search.query_parser import SearchQuery


class Statement(NamedTuple):
    """A statement of SQL and its parameters."""

    text: str
    parameters: list


class Backend(ABC):
    """Keeps the documents of a noun in a table, and finds those that answer a query.

    The table has the columns `key`, the key of the record, and those of `WEIGHTS`. What a query
    finds must be the same for every backend, whole words before beginnings of words, heavy columns
    before light ones.
    """

    @abstractmethod
    def shared(self) -> Iterator[str]:
        """Return the statements that make, where it is missing, what all nouns use."""

    @abstractmethod
    def make(self, searched: SearchIndex) -> Iterator[str]:
        """Return the statements that make the empty tables of a noun."""

    @abstractmethod
    def drop(self, searched: SearchIndex) -> Iterator[str]:
        """Return the statements that take away all that belongs to a noun."""

    @abstractmethod
    def listen(self, searched: SearchIndex) -> Iterator[str]:
        """Return the statements that make, where they are missing, the triggers on the log."""

    @abstractmethod
    def silence(self, searched: SearchIndex) -> Iterator[str]:
        """Return the statements that take away what must not be there while tables are changed."""

    @abstractmethod
    def fill(self, searched: SearchIndex) -> Iterator[str]:
        """Return the statements that write all documents of a noun anew."""

    @abstractmethod
    def matching(self, searched: SearchIndex, query: SearchQuery) -> Statement:
        """Return a SELECT of the keys of the records that answer a query with words in it.

        It may give a key twice.
        """

    @abstractmethod
    def ranking(self, searched: SearchIndex, query: SearchQuery, last_key: str) -> Statement:
        """Return a SELECT of the keys that answer a query with terms, the best first.

        Of equally good ones, the lower `last_key`, a column of the noun, comes first.
        """
