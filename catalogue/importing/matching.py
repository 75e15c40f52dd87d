"""From a word in a file to the record it names; an unknown word is refused."""

import difflib
from dataclasses import dataclass, field

from django.db import models

from catalogue.events.models import Event
from catalogue.importing.readers import Entry, Problems
from catalogue.organizations.models import Organization
from catalogue.practices.models import Practice
from catalogue.resolutions.models import OperativeParagraph, Resolution
from catalogue.sources.models import Source
from catalogue.taxonomy.models import Country, Measure, Region, Sector, Threat

#: The field by which files name a record of each model.
KEYS = {
    Country: "code", Event: "code", Measure: "slug", OperativeParagraph: "code",
    Organization: "slug", Practice: "code", Region: "code", Resolution: "symbol",
    Sector: "slug", Source: "url", Threat: "slug",
}  # fmt: skip


@dataclass
class Known:
    """The records that files can name, read once for each model."""

    problems: Problems
    index: dict[tuple, dict[str, models.Model]] = field(default_factory=dict)
    sources: dict[tuple, Source] = field(default_factory=dict)
    streams: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def all(self, model: type[models.Model], by: str | None = None) -> dict[str, models.Model]:
        """Return the records of a model by the word that names them."""
        key = by or KEYS[model]
        if (model, key) not in self.index:
            records = model.objects.all()
            self.index[model, key] = {getattr(each, key): each for each in records}
        return self.index[model, key]

    def forget(self, model: type[models.Model]) -> None:
        """Read a model anew when it is next asked for."""
        self.index = {each: index for each, index in self.index.items() if each[0] is not model}

    def one(self, entry: Entry, model, word, *, where: str, by: str | None = None):
        """Return the record that a word names; None for no word, and for an unknown one."""
        if not word:
            return None
        found = self.all(model, by).get(word)
        if found is None:
            near = nearest(word, self.all(model, by))
            self.problems.add(entry, f"{where}: {word!r} is unknown{near}")
        return found

    def many(self, entry: Entry, model, words, *, where: str, by: str | None = None) -> list:
        """Return the records that words name, in their order, unknown ones left out."""
        found = [self.one(entry, model, word, where=where, by=by) for word in words or []]
        return [each for each in found if each is not None]

    def choice(self, entry: Entry, choices, word, *, where: str) -> str:
        """Return a word of a fixed list as it is stored; it may be given as value or label."""
        by_word = {value: value for value in choices.values}
        by_word |= {str(label): value for value, label in choices.choices}
        if word not in by_word:
            use = ", ".join(choices.values)
            self.problems.add(entry, f"{where}: {word!r} is unknown; use {use}")
        return by_word.get(word, "")


def nearest(word: str, known) -> str:
    """Say which known words are nearest to an unknown one."""
    near = difflib.get_close_matches(word, [each for each in known if each], n=3)
    return f"; nearest: {', '.join(near)}" if near else ""
