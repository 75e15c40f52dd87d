"""The records that files can name: by their key, and by every name that people have for them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.db import models
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from catalogue.core.registry import get_noun
from catalogue.imports.texts import fold_words
from catalogue.resolutions import symbols
from catalogue.resolutions.models import Resolution
from catalogue.sources.addresses import canonical_address
from catalogue.sources.models import Source

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
        known = self.all(model, by)
        return [word] if word in known else self.all_names(model, by).get(fold(model, word), [])

    def all_names(self, model: type[models.Model], by: str = "") -> dict[str, list[str]]:
        """Return the keys of the records of a model by their names, in the form of `fold`."""
        if (model, by) not in self.names:
            names: dict[str, dict[str, None]] = defaultdict(dict)
            known = self.all(model, by)
            keys = {record.pk: key for key, record in known.items()}
            for pk, name in list_names(model, known):
                if pk in keys and (folded := fold(model, name)):
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
            fold(model, word), names.keys(), scorer=fuzz.ratio, limit=MOST_OFFERED,
            score_cutoff=MIN_LIKENESS,
        )  # fmt: skip
        keys = dict.fromkeys(key for name, *_score in found for key in names[name])
        return list(keys)[:MOST_OFFERED]


def fold(model: type[models.Model], text: str) -> str:
    """Return a name of a record in the form in which names of its model are compared."""
    words = fold_words(text)
    return symbols.fold_symbol(words) if model is Resolution else words


def list_names(
    model: type[models.Model], known: dict[str, models.Model]
) -> Iterator[tuple[int, str]]:
    """Return (key in the database, name) for every name of the records of a model."""
    fields = {each.name for each in model._meta.fields}
    naming = [each for each in (get_noun(model).title, *NAMING_FIELDS) if each in fields]
    for key, record in known.items():
        if getattr(record, "revises_id", None):
            continue
        own = symbols.list_symbol_names(key) if model is Resolution else []
        for name in (key, *own, *(getattr(record, each) for each in naming)):
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
