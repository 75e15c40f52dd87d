"""The algebra of selections agrees with plain sets, for any records and any choice."""

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from catalogue.facets.facet_index import FacetIndex, Selection
from catalogue.facets.facet_values import FacetValues
from catalogue.facets.orders import RecordOrder

FACETS = {"sector": "abcde", "kind": "xyz", "year": "123"}
KEYS = st.integers(1, 60)
RECORDS = st.dictionaries(
    KEYS,
    st.fixed_dictionaries(
        {name: st.sets(st.sampled_from(codes)) for name, codes in FACETS.items()}
    ),
)
CHOICES = st.dictionaries(st.sampled_from(sorted(FACETS)), st.just(None), max_size=3).flatmap(
    lambda names: st.fixed_dictionaries(
        {name: st.lists(st.sampled_from(FACETS[name]), unique=True) for name in names}
    )
)


def index_of(records, order) -> FacetIndex:
    """Return the index of records given as plain sets."""
    values = {}
    for name, codes in FACETS.items():
        holders = {c: BitMap(k for k, has in records.items() if c in has[name]) for c in codes}
        values[name] = FacetValues(dict(zip(codes, codes, strict=True)), holders)
    return FacetIndex(BitMap(records), values, {"any": RecordOrder(order)})


def matching(records, chosen, limit=None) -> set[int]:
    """Return the keys of records that match, one by one."""
    return {
        key
        for key, has in records.items()
        if all(has[name] & set(codes) for name, codes in chosen.items() if codes)
        and (limit is None or key in limit)
    }


@given(RECORDS, CHOICES, st.none() | st.sets(KEYS), st.randoms())
def test_records_total_pages_and_order(records, chosen, limit, random):
    order = sorted(records)
    random.shuffle(order)
    limits = {} if limit is None else {"q": BitMap(limit)}
    index = index_of(records, order)
    selection = Selection(index, chosen, limits)
    expected = matching(records, chosen, limit)
    in_order = [key for key in order if key in expected]
    assert set(selection.records) == expected
    assert len(selection) == len(expected)
    assert list(index.orders["any"].all_keys(selection.records)) == in_order
    for start in range(0, len(in_order) + 3, 3):
        page = index.orders["any"].page_keys(selection.records, start, start + 3)
        assert page == in_order[start : start + 3]


@given(RECORDS, CHOICES, st.none() | st.sets(KEYS))
def test_counts_apply_every_other_filter_and_not_their_own(records, chosen, limit):
    limits = {} if limit is None else {"q": BitMap(limit)}
    selection = Selection(index_of(records, sorted(records)), chosen, limits)
    for name, codes in FACETS.items():
        others = {other: values for other, values in chosen.items() if other != name}
        assert selection.counts(name) == {
            code: len(matching(records, others | {name: [code]}, limit)) for code in codes
        }


@given(RECORDS, CHOICES)
def test_what_dropping_one_filter_would_give(records, chosen):
    selection = Selection(index_of(records, sorted(records)), chosen)
    in_force = {name: codes for name, codes in chosen.items() if codes}
    totals = selection.counts_without_each()
    assert totals == {
        name: len(matching(records, {o: c for o, c in in_force.items() if o != name}))
        for name in in_force
    }
    assert list(totals.values()) == sorted(totals.values(), reverse=True)


def test_a_small_selection_of_many_records_is_sorted():
    assert RecordOrder(range(1000, 0, -1)).page_keys(BitMap([3, 7, 5]), 1, 3) == [5, 3]


def test_nothing_is_asked_of_an_order_and_nothing_comes_back():
    assert RecordOrder(range(1, 11)).page_keys(BitMap(range(1, 11)), 0, 0) == []
