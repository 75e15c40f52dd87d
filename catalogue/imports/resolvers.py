"""From the words of a file to what a record should hold: linked records, choices, dates, rows."""

from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from catalogue.core.models import Status
from catalogue.core.registry import get_noun
from catalogue.editorial.verification import next_review_date
from catalogue.imports.record_state import RecordState
from catalogue.imports.schemas import Day, Field, schema_of
from catalogue.imports.sources import citation_rows
from catalogue.imports.yaml_reader import FileEntry, Problems
from catalogue.organizations.models import Organization
from catalogue.practices.models import Practice
from catalogue.resolutions import symbols
from catalogue.resolutions.models import OperativeParagraph, Resolution
from catalogue.sources.models import Source
from catalogue.taxonomy.models import Measure, Region

#: How alike two words are at least, of 100, for one to be offered for the other.
MIN_LIKENESS = 60


@dataclass
class RecordIndex:
    """The records that files can name, read once for each model.

    `streams` has (name, measure) of the streams of effort by the symbol of their resolution.
    """

    problems: Problems
    index: dict[tuple, dict[str, models.Model]] = field(default_factory=dict)
    sources: dict[tuple, Source] = field(default_factory=dict)
    streams: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def all(self, model: type[models.Model], by: str | None = None) -> dict[str, models.Model]:
        """Return the records of a model by the word that names them."""
        key = by or get_noun(model).key
        if (model, key) not in self.index:
            records = model.objects.all()
            self.index[model, key] = {getattr(each, key): each for each in records}
        return self.index[model, key]

    def forget(self, model: type[models.Model]) -> None:
        """Read a model again when it is next asked for."""
        self.index = {each: index for each, index in self.index.items() if each[0] is not model}

    def find(self, entry: FileEntry, model, word, *, where: str, by: str | None = None):
        """Return the record that a word names; None, and a problem, for an unknown word."""
        if not word:
            return None
        known = self.all(model, by)
        if word not in known:
            near = suggest_key(word, known) or suggest_nearest(word, known)
            text = _("%(word)r is unknown%(near)s") % {"word": word, "near": near}
            self.problems.add(entry, text, where)
        return known.get(word)

    def find_each(
        self, entry: FileEntry, model, words, *, where: str, by: str | None = None
    ) -> list:
        """Return the records that words name, in their order, without those that are unknown."""
        found = [self.find(entry, model, word, where=where, by=by) for word in words or []]
        return [each for each in found if each is not None]

    def find_choice(self, entry: FileEntry, choices, word: str, *, where: str) -> str:
        """Return the stored value of a choice, which may be given as value or label."""
        values = [value for value, _label in choices]
        labels = {str(label): value for value, label in choices}
        value = word if word in values else labels.get(word, word.replace(" ", "_"))
        if value not in values:
            what = {"word": word, "words": ", ".join(values)}
            self.problems.add(entry, _("%(word)r is unknown; use %(words)s") % what, where)
            return ""
        return value


def suggest_nearest(word: str, known) -> str:
    """Return the known words that are most like an unknown one, as the end of a sentence."""
    words = [each for each in known if each]
    near = process.extract(word, words, scorer=fuzz.ratio, limit=3, score_cutoff=MIN_LIKENESS)
    return f"; nearest: {', '.join(each for each, *_ in near)}" if near else ""


def suggest_key(label: str, known: dict[str, models.Model]) -> str:
    """Return the word of the record with a label, as the end of a sentence."""
    wanted = label.casefold()
    named = (
        (key, getattr(each, "label", getattr(each, "name", ""))) for key, each in known.items()
    )
    found = next((key for key, name in named if name.casefold() == wanted), "")
    return f"; use {found}" if found else ""


def resolve_record(entry: FileEntry, model: type[models.Model], index: RecordIndex) -> RecordState:
    """Return what a record should hold; a word that names nothing is a problem."""
    return Resolver(entry, model, index).state


class Resolver:
    """Works out the state of one record from the words that a file has for it."""

    def __init__(self, entry: FileEntry, model: type[models.Model], index: RecordIndex):
        self.entry, self.model, self.index = entry, model, index
        self.state = RecordState()
        schema = schema_of(model)
        for word, each in schema.words.items():
            if each.target and each.path != schema.key and each.target != "citations":
                self.add(each, entry.data.get(word), word)
            elif each.kind is dict:
                self.add_values(each.words, entry.data.get(word) or {}, word)
        if "citations" in getattr(model, "child_relations", ()):
            self.state.rows["citations"] = citation_rows(entry, index.sources)
        if complete := COMPLETE.get(model):
            complete(self)

    def add(self, wanted: Field, value, word: str) -> None:
        """Add what one word fills."""
        if wanted.role:
            self.add_roles(wanted, value, word)
        elif wanted.relation:
            self.add_rows(wanted, value or [], word)
        elif (found := self.model._meta.get_field(wanted.target)).many_to_many:
            self.state.links[wanted.target] = self.find_links(self.model, wanted, value, word)
        else:
            self.state.values[found.name] = self.find_value(self.model, wanted, value, word)

    def add_values(self, words: dict[str, Field], data: dict, word: str) -> None:
        """Add the fields that a mapping fills."""
        for inner, each in words.items():
            value = self.find_value(self.model, each, data.get(inner), f"{word}.{inner}")
            self.state.values[each.target] = value

    def add_roles(self, wanted: Field, words: list[str] | None, word: str) -> None:
        """Add the organizations in one role."""
        name, role = wanted.role
        by = wanted.path.partition("__")[2]
        found = self.index.find_each(self.entry, Organization, words, where=word, by=by)
        rows = self.state.rows.setdefault(wanted.relation, [])
        start = len(rows) + 1
        rows += [
            {"organization": each, name: role, "position": place}
            for place, each in enumerate(found, start)
        ]

    def add_rows(self, wanted: Field, listed: list[dict], word: str) -> None:
        """Add the rows of a relation; one that names an unknown record is left out."""
        child = self.model._meta.get_field(wanted.relation).related_model
        if child is OperativeParagraph:
            listed = sorted(listed, key=symbols.paragraph_sort_key)
        rows = [self.make_row(child, wanted.words, data, word) for data in listed]
        rows = [row for row in rows if row]
        place = next((n for n in ("position", "order") if n in child._meta.ordering), None)
        if place:
            rows = [row | {place: number} for number, row in enumerate(rows, start=1)]
        for name in reversed([n for n in child._meta.ordering if n in wanted.words]):
            rows.sort(key=lambda row: row[name])
        self.state.rows[wanted.relation] = rows

    def make_row(self, child: type[models.Model], words: dict[str, Field], data, word: str) -> dict:
        """Return the values of one row; nothing if it names an unknown record."""
        row: dict = {}
        for inner, each in words.items():
            found, where = child._meta.get_field(each.target), f"{word}.{inner}"
            if found.name in row:  # two words name one record
                continue
            if found.many_to_many:
                row[found.name] = self.find_links(child, each, data.get(inner), where)
            elif found.related_model is OperativeParagraph:
                code = paragraph_code(data["resolution"], data["paragraph"])
                row[found.name] = self.index.find(self.entry, OperativeParagraph, code, where=word)
            else:
                where = word if found.is_relation else where
                row[found.name] = self.find_value(child, each, data.get(inner), where)
            if found.is_relation and row[found.name] is None:
                return {}
        return row

    def find_links(self, model: type[models.Model], wanted: Field, words, where: str) -> list:
        """Return the records that a list of words names."""
        related = model._meta.get_field(wanted.target).related_model
        by = wanted.path.partition("__")[2]
        return self.index.find_each(self.entry, related, words, where=where, by=by)

    def find_value(self, model: type[models.Model], wanted: Field, value, where: str):
        """Return a value as the field of a model holds it; an absent one is empty."""
        found = model._meta.get_field(wanted.target)
        if found.is_relation:
            by = wanted.path.partition("__")[2]
            return self.index.find(self.entry, found.related_model, value, where=where, by=by)
        if wanted.kind is list:
            return "\n".join(value or [])
        if found.choices and value:
            return self.index.find_choice(self.entry, found.choices, value, where=where)
        if wanted.kind is Day:
            return date.fromisoformat(value) if value else None
        if wanted.kind is str:
            return (value or "").strip()
        return found.get_default() if value is None else value


def paragraph_code(symbol: str, number: str) -> str:
    """Return the code of a paragraph; the words themselves if the symbol cannot be read."""
    try:
        return f"{symbols.short_code(symbol)}-{symbols.paragraph_slug(number)}"
    except ValueError:
        return f"{symbol} {number}"


def complete_region(resolver: Resolver) -> None:
    """Keep the regions in the order of their file."""
    resolver.state.values["order"] = resolver.entry.position


def complete_organization(resolver: Resolver) -> None:
    """Publish an organization of a file: it has no word for its status."""
    resolver.state.values["status"] = Status.PUBLISHED


def complete_resolution(resolver: Resolver) -> None:
    """Publish a resolution of a file, with the streams of effort that measures name."""
    state, index, entry = resolver.state, resolver.index, resolver.entry
    state.values["status"] = Status.PUBLISHED
    rows = [
        {"name": name, "measure": index.find(entry, Measure, measure, where="streams")}
        for name, measure in index.streams.get(entry.key, [])
    ]
    state.rows["streams"] = sorted(
        rows, key=lambda row: (row["measure"].order, row["measure"].slug, row["name"])
    )


def complete_practice(resolver: Resolver) -> None:
    """Add when a verified practice is due to be verified again."""
    values = resolver.state.values
    verified = values["last_verified_on"]
    values["review_due_on"] = next_review_date(verified) if verified else None


#: What follows from other words of a record, or has no word.
COMPLETE = {
    Region: complete_region, Organization: complete_organization,
    Resolution: complete_resolution, Practice: complete_practice,
}  # fmt: skip
