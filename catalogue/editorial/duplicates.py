"""Records that may be the same as one that is being written: shown to its editor as a hint.

What is read is bounded, whatever the size of the catalogue: the public records that share most
words of the title, the newest others, and those that cite the same sources.
"""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import Model, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from catalogue.core.folding import fold_name
from catalogue.core.models import Curated, Status
from catalogue.core.registry import find_noun, get_noun
from catalogue.editorial.lookups import has_whole_name, match_any
from catalogue.search.queries import records_sharing_words

#: The fields of a source that hold addresses of its text.
URL_FIELDS = ("url", "other_url", "archived_url")
UNPUBLISHED = (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN)
MAX_SHARING, MAX_UNPUBLISHED, MAX_CITING = 200, 1000, 200  # records of which titles are compared
MAX_WEIGHED, MAX_DUPLICATES = 20, 5
#: The similarity of 100 from which on titles are enough, and that beside a source cited by many.
SIMILAR_ALONE, SIMILAR_WITH_SOURCE = 90, 50
#: The same for a record that names no country or organization by which it differs.
SIMILAR_NOWHERE = 80
SAME_EVENT = 31  # days; events with more time between them are not the same
#: A source that more records cite is a collection: citing it says little.
COLLECTION = 3
LONG_TITLE = 4  # words from which on a title is similar to one that contains all of them


class DuplicateRule(NamedTuple):
    """How duplicates of a model are found: the names of its title, countries and organizations.

    `day` is the field of the day on which it took place, `other_names` are fields with names beside
    the title. Where a country or organization is the
    same, titles are similar from `min_similarity` of 100 on.
    """

    title: str
    countries: str
    organizations: str
    day: str = ""
    other_names: tuple[str, ...] = ()
    min_similarity: int = 75
    by_source: bool = True


class DuplicateKeys(NamedTuple):
    """What is compared of a record: keys of its countries, organizations and sources; addresses.

    `excluded` are the keys of records that it is not compared with: its own, if it has one, and
    that of the record that it revises.
    """

    model: type[Model]
    title: str
    countries: Collection[int] = ()
    organizations: Collection[int] = ()
    sources: Collection[int] = ()
    addresses: Collection[str] = ()
    day: date | None = None
    names: Collection[str] = ()
    excluded: Collection[int] = ()


class LikelyDuplicate(NamedTuple):
    """A record that may be the same, and the reasons in words."""

    record: Model
    reason: str


def get_duplicate_rule(model: type[Model]) -> DuplicateRule | None:
    """Return the rule that a model declares as a noun; None if it declares none."""
    noun = find_noun(model)
    return noun and noun.duplicate_rule


def find_duplicates(what: Model | DuplicateKeys) -> list[LikelyDuplicate]:
    """Return the records that may be the same as a saved record or as keys, the nearest first."""
    keys = what if isinstance(what, DuplicateKeys) else read_duplicate_keys(what)
    if not keys.title:
        return []
    citing, same = find_citing_records(keys), find_same_names(keys)
    titles = candidate_titles(keys, [*citing, *same])
    scores = {key: title_similarity(keys.title, title) for key, title in titles.items()}
    least = get_duplicate_rule(keys.model).min_similarity
    near = [k for k, score in scores.items() if k in citing or k in same or score >= least]
    near = sorted(near, key=lambda key: (key not in same, -scores[key], key))[:MAX_WEIGHED]
    records = keys.model.objects.in_bulk(near)
    shared = find_shared_names(keys, near)
    alone = SIMILAR_ALONE if keys.countries or keys.organizations else SIMILAR_NOWHERE
    reasons = {
        key: explain_duplicate(
            scores[key], (least, alone), key in same, citing.get(key), shared.get(key, [])
        )
        for key in near
    }
    found = [LikelyDuplicate(records[key], reasons[key]) for key in near if reasons[key]]
    return found[:MAX_DUPLICATES]


# --- What is compared -------------------------------------------------------------------------


def read_duplicate_keys(record: Model) -> DuplicateKeys:
    """Return the keys of a saved record."""
    rule = get_duplicate_rule(type(record))
    columns = ("source_id", *(f"source__{name}" for name in URL_FIELDS))
    cited = list(record.citations.values_list(*columns))
    return DuplicateKeys(
        type(record),
        getattr(record, rule.title),
        related_keys(record, rule.countries),
        related_keys(record, rule.organizations),
        {key for key, *_addresses in cited},
        {each for _key, *addresses in cited for each in addresses if each},
        getattr(record, rule.day) if rule.day else None,
        [getattr(record, name) for name in rule.other_names],
        {record.pk, getattr(record, "revises_id", None)} - {None},
    )


def related_keys(record: Model, name: str) -> set[int]:
    """Return the keys of the records in a relation of a record."""
    if record._meta.get_field(name).many_to_many:
        return set(getattr(record, name).order_by().values_list("pk", flat=True))
    return {getattr(record, f"{name}_id")} - {None}


# --- Candidates -------------------------------------------------------------------------------


def other_records(keys: DuplicateKeys) -> QuerySet:
    """Return the records that can be duplicates; a revision never is one."""
    found = keys.model.objects.exclude(pk__in=keys.excluded).order_by()
    if keys.day:
        numbers = (keys.day.toordinal() - SAME_EVENT, keys.day.toordinal() + SAME_EVENT)
        days = [date.fromordinal(min(max(each, 1), date.max.toordinal())) for each in numbers]
        found = found.filter(**{f"{get_duplicate_rule(keys.model).day}__range": days})
    return found.filter(revises=None) if issubclass(keys.model, Curated) else found


def candidate_titles(keys: DuplicateKeys, citing: list[int]) -> dict[int, str]:
    """Return the titles that are compared, by the keys of their records."""
    name, others = get_duplicate_rule(keys.model).title, other_records(keys)
    index = get_noun(keys.model).filterset.searched
    sharing = records_sharing_words(index, keys.title, MAX_SHARING)
    unpublished = others.filter(status__in=UNPUBLISHED).order_by("-pk")
    found = dict(unpublished.values_list("pk", name)[:MAX_UNPUBLISHED])
    return found | dict(others.filter(pk__in=[*sharing, *citing]).values_list("pk", name))


def title_similarity(one: str, other: str) -> float:
    """Return how similar two titles are, of 100, whatever the order of their words."""
    one, other = fold_name(one), fold_name(other)
    similarity = fuzz.token_sort_ratio(one, other)
    if min(len(set(one.split())), len(set(other.split()))) >= LONG_TITLE:
        return max(similarity, fuzz.token_set_ratio(one, other))
    return similarity


def find_citing_records(keys: DuplicateKeys) -> dict[int, str]:
    """Return the keys of records that cite a source of the keys, or one at its address.

    The value is `few` if few records cite that source, and `many` if it is a collection.
    """
    if not get_duplicate_rule(keys.model).by_source or not (keys.sources or keys.addresses):
        return {}
    citation = keys.model._meta.get_field("citations").related_model
    sources = citation._meta.get_field("source").related_model.objects.order_by()
    same = sources.filter(pk__in=keys.sources) | sources.at_addresses(keys.addresses)
    column = f"{keys.model._meta.model_name}_id"
    rows = citation.objects.filter(source__in=same.values("pk")).order_by("pk")
    pairs = set(rows.values_list("source_id", column)[:MAX_CITING])
    counts = Counter(source for source, _record in pairs)
    found = {record: "many" for _source, record in pairs}
    return found | {record: "few" for source, record in pairs if counts[source] <= COLLECTION}


def find_same_names(keys: DuplicateKeys) -> list[int]:
    """Return the keys of records that have the title, or another name, among their names."""
    texts = list(filter(None, map(fold_name, [keys.title, *keys.names])))
    if not texts:
        return []
    own, other = match_any(others := other_records(keys), texts, has_whole_name)
    return list(others.filter(own | other).values_list("pk", flat=True)[:MAX_WEIGHED])


# --- Reasons ----------------------------------------------------------------------------------


def find_shared_names(keys: DuplicateKeys, records: list[int]) -> dict[int, list[str]]:
    """Return the names of the countries and organizations that records share with the keys."""
    rule, found = get_duplicate_rule(keys.model), {}
    related_records = {rule.countries: keys.countries, rule.organizations: keys.organizations}
    for path, wanted in related_records.items():
        related = keys.model._meta.get_field(path).related_model
        names = {
            each.pk: getattr(each, "short_name", "") or str(each)
            for each in related.objects.filter(pk__in=wanted)
        }
        rows = keys.model.objects.filter(**{"pk__in": records, f"{path}__in": wanted})
        for key, other in set(rows.order_by().values_list("pk", path)):
            if other in names:
                found[key] = sorted({*found.get(key, []), names[other]})
    return found


def explain_duplicate(
    score: float, least: tuple[int, int], is_same: bool, citing: str | None, shared: list[str]
) -> str:
    """Return the reasons why two records may be the same; empty if they are too weak.

    `least` are the similarities that are enough with something in common, and without; with
    `is_same` one record has a name of the other.
    """
    reasons = []
    with_shared, alone = least
    if score >= alone or (score >= with_shared and shared):
        reasons.append(_("a similar title"))
    elif is_same:
        reasons.append(_("the same name"))
    if citing == "few" or (citing and score >= SIMILAR_WITH_SOURCE):
        reasons.append(_("the same source"))
    if not reasons:
        return ""
    if shared:
        reasons.append(_("in common: %(names)s") % {"names": get_text_list(shared[:3], _("and"))})
    return ", ".join(reasons)
