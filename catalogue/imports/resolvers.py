"""From a word in a file to the record it names; an unknown word is refused."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from catalogue.events.models import Event
from catalogue.imports.yaml_reader import Entry, Problems
from catalogue.organizations.models import Organization
from catalogue.practices.models import Practice
from catalogue.resolutions.models import OperativeParagraph, Resolution
from catalogue.sources.models import Source
from catalogue.taxonomy.models import Country, Measure, Region, Sector, Threat

#: The field by which files name a record of each model.
KEY_FIELDS = {
    Country: "code", Event: "code", Measure: "slug", OperativeParagraph: "code",
    Organization: "slug", Practice: "code", Region: "code", Resolution: "symbol",
    Sector: "slug", Source: "url", Threat: "slug",
}  # fmt: skip


@dataclass
class RecordIndex:
    """The records that files can name, read once for each model."""

    problems: Problems
    index: dict[tuple, dict[str, models.Model]] = field(default_factory=dict)
    sources: dict[tuple, Source] = field(default_factory=dict)
    streams: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def all(self, model: type[models.Model], by: str | None = None) -> dict[str, models.Model]:
        """Return the records of a model by the word that names them."""
        key = by or KEY_FIELDS[model]
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
            known = self.all(model, by)
            near = called(word, known) or nearest(word, known)
            text = _("%(word)r is unknown%(near)s") % {"word": word, "near": near}
            self.problems.add(entry, f"{where}: {text}")
        return found

    def many(self, entry: Entry, model, words, *, where: str, by: str | None = None) -> list:
        """Return the records that words name, in their order, unknown ones left out."""
        found = [self.one(entry, model, word, where=where, by=by) for word in words or []]
        return [each for each in found if each is not None]

    def choice(self, entry: Entry, choices, word, *, where: str) -> str:
        """Return a word of a fixed list as it is stored; it may be given as value or label."""
        if word in choices.values:
            return word
        by_word = {str(label): value for value, label in choices.choices}
        if word not in by_word:
            what = {"word": word, "words": ", ".join(choices.values)}
            text = _("%(word)r is unknown; use %(words)s") % what
            self.problems.add(entry, f"{where}: {text}")
        return by_word.get(word, "")


#: How alike two words are at least, of 100, for one to be offered for the other.
ALIKE = 60


def nearest(word: str, known) -> str:
    """Say which known words are nearest to an unknown one."""
    words = [each for each in known if each]
    near = process.extract(word, words, scorer=fuzz.ratio, limit=3, score_cutoff=ALIKE)
    return f"; nearest: {', '.join(each for each, *_ in near)}" if near else ""


def called(label: str, known: dict[str, models.Model]) -> str:
    """Say which word names the record that goes by a label, where somebody wrote the label."""
    wanted = label.casefold()
    named = (
        (key, getattr(each, "label", getattr(each, "name", ""))) for key, each in known.items()
    )
    found = next((key for key, name in named if name.casefold() == wanted), "")
    return f"; use {found}" if found else ""
