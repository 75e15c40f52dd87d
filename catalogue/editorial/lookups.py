"""Records that are found by what people type: names, other names, and codes in any writing.

A lookup reads the folded names of one table and those of its other names, and no long text, so that
its time grows only with the number of records; a page of choices is cut off by the database.
"""

from collections.abc import Iterable
from itertools import chain, islice

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from catalogue.changelog.queries import current_version
from catalogue.core.folding import fold_name
from catalogue.core.registry import find_noun
from catalogue.db.transactions import read_snapshot
from catalogue.search.queries import grade_keys
from catalogue.search.query_parser import parse_query

#: Scripts without blanks between words begin here: a part of a name is looked for anywhere.
FIRST_WITHOUT_BLANKS = "\u2e80"
MAX_FOUND_ELSEWHERE = 1000  # records that the search of readers adds, the best of them


def find_by_names(records: QuerySet, typed: Iterable[str]) -> QuerySet:
    """Return the records whose names have all words of one of the texts, the best first.

    A text that is a whole name or code comes first, then the beginning of one; a record's own names
    come before its other names. Without any word, all records stay as they are.
    """
    texts = list(dict.fromkeys(filter(None, map(fold_name, typed))))
    if not texts:
        return records
    words, whole, start = (
        match_any(records, texts, build) for build in (has_words, has_whole_name, has_beginning)
    )
    ranks = [whole[0], whole[1], start[0], start[1]]
    rank = Case(
        *(When(condition, then=Value(place)) for place, condition in enumerate(ranks)),
        default=Value(len(ranks)),
        output_field=IntegerField(),
    )
    return records.filter(words[0] | words[1]).order_by(rank, *records.model._meta.ordering)


def add_found_elsewhere(
    records: QuerySet, found: QuerySet, typed: str, codes: Iterable[str]
) -> QuerySet:
    """Return records with those that have the words of a text as names or where readers search.

    The search of readers knows public records only, with all their texts.
    """
    if not typed.strip():
        return found
    named = find_by_names(records.model._base_manager.all(), [typed, *codes])
    wanted = Q(pk__in=found.order_by().values("pk")) | Q(pk__in=named.order_by().values("pk"))
    noun, query = find_noun(records.model), parse_query(typed)
    if noun is not None and noun.filterset is not None and query.terms:
        with read_snapshot():
            grades = grade_keys(noun.filterset.searched, query, current_version(), total=1)
        best = islice(chain.from_iterable(grades), MAX_FOUND_ELSEWHERE)
        wanted |= Q(pk__in=list(best))
    return records.filter(wanted)


def match_any(records: QuerySet, texts: list[str], build) -> tuple[Q, Q]:
    """Return the conditions that own names match one of the texts, and that other names do."""
    condition = Q()
    for text in texts:
        condition |= build(text)
    others = find_other_names(records)
    return condition, Q(pk__in=[]) if others is None else Q(Exists(others.filter(condition)))


def find_other_names(records: QuerySet) -> QuerySet | None:
    """Return the other names of each record in a query; None if the model has none."""
    if "other_names" not in {each.name for each in records.model._meta.related_objects}:
        return None
    relation = records.model._meta.get_field("other_names")
    return relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")})


def has_words(text: str) -> Q:
    """Return the condition that names have a word beginning with each word of a text."""
    condition = Q()
    for word in text.split():
        blank = "" if word >= FIRST_WITHOUT_BLANKS else " "
        condition &= Q(folded__contains=f"{blank}{word}")
    return condition


def has_whole_name(text: str) -> Q:
    """Return the condition that a text is one of the names."""
    return Q(folded__contains=f"\n {text} \n")


def has_beginning(text: str) -> Q:
    """Return the condition that a text is the beginning of one of the names."""
    return Q(folded__contains=f"\n {text}")
