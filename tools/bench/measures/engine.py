"""The facet index by itself: the time to build it, and a coverage matrix."""

import time

from catalogue.db.transactions import read_snapshot
from catalogue.facets.facet_index import FacetIndex, FacetIndexCache, Selection
from catalogue.practices.nouns import PRACTICE
from tools.bench.measures.work import Work, print_progress, time_repeatedly


def measure(work: Work) -> dict:
    """Return the seconds to build the index and the figures of a filtered matrix."""
    print_progress("  start of the index, coverage matrix")
    start = time.perf_counter()
    with read_snapshot():
        FacetIndexCache().index(PRACTICE)
    seconds = time.perf_counter() - start
    chosen, index = work.filters["F1"].chosen, work.index
    return {
        "start": seconds,
        "cells": len(count_matrix(index, chosen)),
        "matrix": time_repeatedly(lambda: count_matrix(index, chosen), work.seconds).as_dict(),
        "server start": work.server.seconds,
    }


def count_matrix(index: FacetIndex, chosen: dict) -> dict[tuple[str, str], int]:
    """Return the number of practices for each paragraph and sector."""
    records = Selection(index, chosen).records
    paragraphs, sectors = index.values["paragraph"].records, index.values["sector"].records
    return {
        (paragraph, sector): rows.intersection_cardinality(having)
        for paragraph, answering in paragraphs.items()
        for rows in [records & answering]
        for sector, having in sectors.items()
    }
