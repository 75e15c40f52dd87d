"""From the words of a file to what a record should hold: linked records, choices, dates, rows."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from catalogue.core.folding import fold_words
from catalogue.core.models import Status
from catalogue.core.registry import get_noun
from catalogue.editorial.verification import next_review_date
from catalogue.imports.record_state import RecordState
from catalogue.imports.schemas import Field, schema_of
from catalogue.imports.sources import source_key
from catalogue.organizations.models import Organization
from catalogue.practices.models import Practice
from catalogue.resolutions import symbols
from catalogue.resolutions.models import OperativeParagraph, Resolution
from catalogue.search.codes import has_fields
from catalogue.sources.addresses import canonical_address
from catalogue.sources.models import Source
from catalogue.taxonomy.models import Region

#: How alike two words are at least, of 100, for one to be offered for the other.
MIN_LIKENESS = 60
MOST_OFFERED = 3
#: The fields by which people name records, besides the key, the title and other names.
NAMING_FIELDS = ("code", "alpha3", "acronym")


@dataclass
class RecordIndex:
    """The records that files can name, read once for each model."""

    index: dict[tuple, dict[str, models.Model]] = field(default_factory=dict)
    names: dict[tuple, dict[str, list[str]]] = field(default_factory=dict)
    sources: dict[tuple, Source] = field(default_factory=dict)

    def all(self, model: type[models.Model], by: str = "") -> dict[str, models.Model]:
        """Return the records of a model by the word that names them."""
        key = by or get_noun(model).key
        if (model, key) not in self.index:
            records = model.objects.all()
            self.index[model, key] = {getattr(each, key): each for each in records}
        return self.index[model, key]

    def forget(self, model: type[models.Model]) -> None:
        """Read a model again when it is next asked for."""
        self.index = {each: index for each, index in self.index.items() if each[0] is not model}
        self.names = {each: names for each, names in self.names.items() if each[0] is not model}

    def find_keys(self, model: type[models.Model], word: str, by: str = "") -> list[str]:
        """Return the keys of the records that a word names: several if it is a name of several."""
        if word in self.all(model, by):
            return [word]
        coded = self.find_by_code(model, word)
        if coded is not None:
            return [getattr(coded, by or get_noun(model).key)]
        return self.all_names(model, by).get(fold_words(word), [])

    def find_by_code(self, model: type[models.Model], word: str) -> models.Model | None:
        """Return the record whose code a word is, in any writing."""
        form = get_noun(model).code_form
        if not form or not (fields := form.read_all(word)):
            return None
        found = self.all(model, "code").get(fields["code"])
        return found if found and has_fields(found, fields) else None

    def all_names(self, model: type[models.Model], by: str = "") -> dict[str, list[str]]:
        """Return the keys of the records of a model by their folded names."""
        if (model, by) not in self.names:
            names: dict[str, dict[str, None]] = defaultdict(dict)
            known = self.all(model, by)
            keys = {record.pk: key for key, record in known.items()}
            for pk, name in list_names(model, known):
                if pk in keys and (folded := fold_words(name)):
                    names[folded][keys[pk]] = None
            self.names[model, by] = {name: list(found) for name, found in names.items()}
        return self.names[model, by]

    @cached_property
    def addresses(self) -> dict[str, list[str]]:
        """Return the addresses of the sources of the catalogue by their canonical form."""
        found: dict[str, list[str]] = defaultdict(list)
        sources = Source.objects.exclude(url="")
        for canonical, address in sources.values_list("canonical_address", "url"):
            found[canonical].append(address)
        return found

    def find_address(self, text: str) -> str:
        """Return the address of the one source that has it in another spelling; the text without.

        Such as `http` for `https`, or with parameters that say where a reader came from. A new
        address is known from then on, as it is spelled first.
        """
        canonical = canonical_address(text)
        found = self.addresses.setdefault(canonical, [text]) if canonical else []
        return found[0] if len(found) == 1 else text

    def describe(self, model: type[models.Model], key: str, by: str = "") -> str:
        """Return a key with the name of its record, unless it is its name: `NA (Namibia)`."""
        record = self.all(model, by).get(key)
        title = str(getattr(record, get_noun(model).title, "") or "") if record else ""
        return key if fold_words(title) in ("", fold_words(key)) else f"{key} ({title})"

    def explain_unknown(self, model: type[models.Model], word: str, by: str = "") -> str:
        """Return why a word names no record, with the records that may be meant."""
        meant = self.find_keys(model, word, by)
        if len(meant) > 1:
            offered = ", ".join(self.describe(model, key, by) for key in sorted(meant))
            what = {"word": word, "offered": offered}
            return _("%(word)r is the name of several: %(offered)s. Write the code") % what
        parts = re.split(r"[,;\n]", word)
        if len(parts) > 1 and all(self.find_keys(model, each, by) for each in parts):
            return _("%(word)r is unknown; put | between several values") % {"word": word}
        sign, keys = (
            (_("use"), meant) if meant else (_("nearest:"), self.find_near(model, word, by))
        )
        offered = ", ".join(self.describe(model, key, by) for key in keys)
        near = f"; {sign} {offered}" if offered else ""
        return _("%(word)r is unknown%(near)s") % {"word": word, "near": near}

    def find_near(self, model: type[models.Model], word: str, by: str) -> list[str]:
        """Return the keys of the records with the names that are most like a word."""
        names = self.all_names(model, by)
        found = process.extract(
            fold_words(word), names.keys(), scorer=fuzz.ratio, limit=MOST_OFFERED,
            score_cutoff=MIN_LIKENESS,
        )  # fmt: skip
        keys = dict.fromkeys(key for name, *_score in found for key in names[name])
        return list(keys)[:MOST_OFFERED]


def list_names(
    model: type[models.Model], known: dict[str, models.Model]
) -> Iterator[tuple[int, str]]:
    """Return (key in the database, name) for every name of the records of a model."""
    fields = {each.name for each in model._meta.fields}
    naming = [each for each in (get_noun(model).title, *NAMING_FIELDS) if each in fields]
    for key, record in known.items():
        if getattr(record, "revises_id", None):
            continue
        for name in (key, *(getattr(record, each) for each in naming)):
            yield record.pk, name or ""
    if hasattr(model, "other_names"):
        relation = model._meta.get_field("other_names")
        owner = relation.field.attname
        yield from relation.related_model.objects.values_list(owner, "name")


def suggest_nearest(word: str, known: Iterable[str], least: int = MIN_LIKENESS) -> str:
    """Return the known words that are most like an unknown one, as the end of a sentence."""
    words = [each for each in known if each]
    near = process.extract(word, words, scorer=fuzz.ratio, limit=MOST_OFFERED, score_cutoff=least)
    return f"; nearest: {', '.join(each for each, *_ in near)}" if near else ""


class Resolver:
    """Works out what one record should hold from the words that a file has for it.

    `entry` has the words and takes the problems: a word that names nothing is one.
    """

    def __init__(self, entry, model: type[models.Model], index: RecordIndex):
        self.entry, self.model, self.index = entry, model, index
        self.state = RecordState()

    def resolve(self) -> RecordState:
        """Return what the record should hold."""
        schema, data, state = schema_of(self.model), self.entry.data, self.state
        for word, each in schema.words.items():
            if each.role:
                self.add_roles(each, data.get(word), word)
            elif each.relation:
                state.rows[each.relation] = self.find_rows(each, data.get(word) or [], word)
            elif each.target and each.path != schema.key:
                self.add_value(each, data.get(word), word)
            elif each.kind is dict:
                values = data.get(word) or {}
                for inner, field_inside in each.words.items():
                    self.add_value(field_inside, values.get(inner), f"{word}.{inner}")
        if complete := COMPLETE.get(self.model):
            complete(self)
        return state

    def add_value(self, wanted: Field, value, word: str) -> None:
        """Add the field, or the links to other records, that one word fills."""
        found = self.find_value(self.model, wanted, value, word)
        part = self.state.links if isinstance(found, list) else self.state.values
        part[wanted.target] = found

    def add_roles(self, wanted: Field, words: list[str] | None, word: str) -> None:
        """Add the organizations in one role."""
        name, role = wanted.role
        found = self.find_each(Organization, words, word, wanted.by)
        rows = self.state.rows.setdefault(wanted.relation, [])
        start = len(rows) + 1
        rows += [
            {"organization": each, name: role, "position": place}
            for place, each in enumerate(found, start)
        ]

    def find_rows(self, wanted: Field, listed: list[dict], word: str) -> list[dict]:
        """Return the rows of a relation; one that names an unknown record is left out."""
        child = self.model._meta.get_field(wanted.relation).related_model
        if child is OperativeParagraph:
            listed = sorted(listed, key=symbols.paragraph_sort_key)
        rows = [self.make_row(child, wanted.words, data, word) for data in listed]
        rows = [row for row in rows if row]
        place = next((n for n in ("position", "order") if n in child._meta.ordering), None)
        if place:
            rows = [row | {place: number} for number, row in enumerate(rows, start=1)]
        for name in reversed([n for n in child._meta.ordering if n in wanted.words]):
            rows.sort(key=lambda row: sort_key(row[name]))
        return rows

    def make_row(self, child: type[models.Model], words: dict[str, Field], data, word: str) -> dict:
        """Return the values of one row; nothing if it names an unknown record."""
        row: dict = {}
        for inner, each in words.items():
            found = child._meta.get_field(each.target)
            if found.name in row:  # two words name one record
                continue
            if found.related_model is Source:
                row[found.name] = self.index.sources[source_key(data)]
            elif found.related_model is OperativeParagraph:
                row[found.name] = self.find_paragraph(data, word)
            else:
                where = word if found.many_to_one else f"{word}.{inner}"
                row[found.name] = self.find_value(child, each, data.get(inner), where)
            if found.is_relation and row[found.name] is None:
                return {}
        return row

    def find_value(self, model: type[models.Model], wanted: Field, value, where: str):
        """Return a value as the field of a model holds it; an absent one is empty."""
        found = model._meta.get_field(wanted.target)
        if found.many_to_many:
            return self.find_each(found.related_model, value, where, wanted.by)
        if found.is_relation:
            return self.find(found.related_model, value, where, wanted.by)
        if wanted.kind is list:
            return found.to_python("\n".join(value or []))
        if found.choices and value:
            return self.find_choice(found.choices, value, where)
        if wanted.kind is date:
            return date.fromisoformat(value) if value else None
        if wanted.kind is str:
            return found.to_python(value or "")
        return found.get_default() if value is None else value

    def find(self, model: type[models.Model], word, where: str, by: str = ""):
        """Return the record that a word names; None, and a problem, for an unknown word."""
        if not word:
            return None
        known = self.index.all(model, by)
        if word not in known:
            self.entry.add_problem(self.index.explain_unknown(model, word, by), where)
        return known.get(word)

    def find_paragraph(self, data: dict, word: str) -> OperativeParagraph | None:
        """Return the paragraph that a row names by symbol and number; None, and a problem."""
        resolution = self.find(Resolution, data["resolution"], f"{word}.resolution")
        if resolution is None:
            return None
        code = f"{resolution.code}-{symbols.paragraph_slug(data['paragraph'])}"
        known = self.index.all(OperativeParagraph)
        if code not in known:
            here = [each.number for each in known.values() if each.resolution_id == resolution.pk]
            what = {
                "number": data["paragraph"],
                "symbol": resolution.symbol,
                "numbers": ", ".join(filter(None, here)) or _("none"),
            }
            text = _("%(number)r is not a known paragraph of %(symbol)s; known: %(numbers)s")
            self.entry.add_problem(text % what, f"{word}.paragraph")
        return known.get(code)

    def find_each(self, model: type[models.Model], words, where: str, by: str) -> list:
        """Return the records that words name, in their order, without those that are unknown."""
        found = [self.find(model, word, where, by) for word in words or []]
        return [each for each in found if each is not None]

    def find_choice(self, choices, word: str, where: str) -> str:
        """Return the stored value of a choice, which may be given as value or label."""
        values = [value for value, _label in choices]
        if word in values:
            return word
        labels = {str(label): value for value, label in choices}
        value = labels.get(word, word.replace(" ", "_"))
        if value in values:
            return value
        what = {"word": word, "words": ", ".join(values)}
        self.entry.add_problem(_("%(word)r is unknown; use %(words)s") % what, where)
        return ""


def sort_key(value):
    """Return what rows with a value are sorted by: a record comes where its model orders it."""
    if isinstance(value, models.Model):
        return [getattr(value, each) for each in value._meta.ordering]
    return value


def complete_practice(resolver: Resolver) -> None:
    """Add when a verified practice is due again; a day after today is refused as it is."""
    values = resolver.state.values
    verified = values["last_verified_on"]
    values["review_due_on"] = None
    if verified and verified <= timezone.localdate():
        values["review_due_on"] = next_review_date(verified)


def publish(resolver: Resolver) -> None:
    """Publish a record of a file that has no word for its status."""
    resolver.state.values["status"] = Status.PUBLISHED


#: What follows from other words of a record, or has no word; regions keep the order of their file.
COMPLETE = {
    Region: lambda resolver: resolver.state.values.update(order=resolver.entry.position),
    Organization: publish,
    Resolution: publish,
    Practice: complete_practice,
}
