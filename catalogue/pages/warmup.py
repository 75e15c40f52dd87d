"""What a server does once before it takes requests: make the indexes, and put them aside."""

import gc
import logging

from django.db import Error, connections

from catalogue.core.registry import listed_nouns
from catalogue.db.transactions import read_snapshot
from catalogue.facets.index import facet_indexes

log = logging.getLogger(__name__)


def warm_up() -> None:
    """Make the index of every list, so that no reader waits for it and all workers share it.

    A database that is away stops nothing: the first reader after its return makes the index.
    """
    try:
        with read_snapshot():
            for noun in listed_nouns():
                facet_indexes.index(noun)
    except Error as error:
        log.warning("The indexes were not made at the start: %s", str(error).strip())
    finally:
        connections.close_all()  # workers that are forked must not share a connection
    # What is there now stays: looking through it again and again costs readers 30 ms at a time.
    gc.collect()
    gc.freeze()
