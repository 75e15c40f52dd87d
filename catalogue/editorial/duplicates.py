"""Records that may be the same as one that is being written: shown to its editor, never in the way.

What is read is bounded, whatever the size of the catalogue: the public records that share most
words of the title, the newest others, and those that cite the same sources.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Model, Q, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, utils

from catalogue.core.models import Curated, Status
from catalogue.editorial.duplicate_keys import (
    DUPLICATE_RULES,
    URL_FIELDS,
    DuplicateKeys,
    described,
    url_variants,
)
from catalogue.search.index import SEARCH_INDEXES
from catalogue.search.queries import records_sharing_words

MOST_SHARING, MOST_UNPUBLISHED, MOST_CITING = 200, 1000, 200  # records that are looked at
UNPUBLISHED = (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN)
MOST_WEIGHED, MOST_SHOWN = 20, 5
#: From so much of 100 on, titles count as similar by themselves; where both records cite a source
#: that many cite.
BY_ITSELF, WITH_A_SOURCE = 90, 50
APART = timedelta(days=31)  # events with more between them are two
#: A source that more records cite is a collection: citing it says little.
COLLECTION = 3
LONG = 4  # words from which on a title is like one that holds all of them


@dataclass(frozen=True)
class LikelyDuplicate:
    """A record that may be the same, and why that is thought."""

    record: Model
    reason: str


def find_duplicates(what: Model | DuplicateKeys) -> list[LikelyDuplicate]:
    """Return the records that may be the same as a saved record or a description, nearest first."""
    asked = what if isinstance(what, DuplicateKeys) else described(what)
    if not asked.title:
        return []
    citing = citing_the_same(asked)
    scores = {
        key: likeness(asked.title, title) for key, title in titles(asked, list(citing)).items()
    }
    least = DUPLICATE_RULES[asked.model].near
    near = [key for key, score in scores.items() if key in citing or score >= least]
    near = sorted(near, key=lambda key: (-scores[key], key))[:MOST_WEIGHED]
    records = asked.model.objects.in_bulk(near)
    shared = shared_by(asked, near)
    reasons = {key: why(scores[key], least, citing.get(key), shared.get(key, [])) for key in near}
    return [LikelyDuplicate(records[key], reasons[key]) for key in near if reasons[key]][
        :MOST_SHOWN
    ]


def others(asked: DuplicateKeys) -> QuerySet:
    """Return the records besides the one asked; a revision stands for no other record."""
    found = asked.model.objects.exclude(pk__in=asked.besides).order_by()
    if asked.day:
        days = (asked.day - APART, asked.day + APART)
        found = found.filter(**{f"{DUPLICATE_RULES[asked.model].day}__range": days})
    return found.filter(revises=None) if issubclass(asked.model, Curated) else found


def titles(asked: DuplicateKeys, citing: list[int]) -> dict[int, str]:
    """Return the titles that are compared, by the keys of their records."""
    name = DUPLICATE_RULES[asked.model].title
    keys = records_sharing_words(
        SEARCH_INDEXES[asked.model._meta.model_name], asked.title, MOST_SHARING
    )
    unpublished = others(asked).filter(status__in=UNPUBLISHED).order_by("-pk")
    found = dict(unpublished.values_list("pk", name)[:MOST_UNPUBLISHED])
    return found | dict(others(asked).filter(pk__in=[*keys, *citing]).values_list("pk", name))


def likeness(one: str, other: str) -> float:
    """Return how alike two titles are, of 100, whatever the order of their words."""
    one, other = utils.default_process(one), utils.default_process(other)
    alike = fuzz.token_sort_ratio(one, other)
    if min(len(set(one.split())), len(set(other.split()))) >= LONG:
        return max(alike, fuzz.token_set_ratio(one, other))
    return alike


def citing_the_same(asked: DuplicateKeys) -> dict[int, str]:
    """Return the keys of records that cite a source of the one asked, or one at its address.

    `alone` says that few records cite it; `crowd` that many do.
    """
    if not DUPLICATE_RULES[asked.model].by_source or not (asked.sources or asked.addresses):
        return {}
    same, written = Q(pk__in=asked.sources), url_variants(asked.addresses)
    for name in URL_FIELDS:
        same |= Q(**{f"{name}__in": written})
    table = asked.model._meta.get_field("citations").related_model
    every = table._meta.get_field("source").related_model.objects
    sources = list(every.filter(same).order_by().values_list("pk", flat=True))
    key = f"{asked.model._meta.model_name}_id"
    rows = table.objects.filter(source__in=sources).order_by("pk").values_list("source_id", key)
    pairs = set(rows[:MOST_CITING])
    citing = Counter(source for source, _record in pairs)
    found = {record: "crowd" for _source, record in pairs}
    return found | {record: "alone" for source, record in pairs if citing[source] <= COLLECTION}


def shared_by(asked: DuplicateKeys, keys: list[int]) -> dict[int, list[str]]:
    """Return the names of the countries and bodies that records have in common with the one asked.

    One query for the countries, and one for the bodies.
    """
    alike, found = DUPLICATE_RULES[asked.model], {}
    for path, wanted in ((alike.countries, asked.countries), (alike.bodies, asked.bodies)):
        related = asked.model._meta.get_field(path).related_model
        names = {each.pk: short(each) for each in related.objects.filter(pk__in=wanted)}
        rows = asked.model.objects.filter(**{"pk__in": keys, f"{path}__in": wanted})
        for key, other in set(rows.order_by().values_list("pk", path)):
            if other in names:
                found[key] = sorted({*found.get(key, []), names[other]})
    return found


def short(record: Model) -> str:
    """Return what a country or body is called where there is little room."""
    return getattr(record, "short_name", "") or str(record)


def why(score: float, least: int, citing: str | None, shared: list[str]) -> str:
    """Return in words why two records may be the same; empty where there is too little for that."""
    reasons = []
    if score >= BY_ITSELF or (score >= least and shared):
        reasons.append(_("a similar title"))
    if citing == "alone" or (citing and score >= WITH_A_SOURCE):
        reasons.append(_("the same source"))
    if not reasons:
        return ""
    if shared:
        reasons.append(_("in common: %(names)s") % {"names": get_text_list(shared[:3], _("and"))})
    return ", ".join(reasons)
