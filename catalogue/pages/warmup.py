"""What a server does once before it takes requests: build the indexes."""

import gc
import logging

from django.db import Error, connections

from catalogue.core.registry import listed_nouns
from catalogue.db.transactions import read_snapshot
from catalogue.facets.facet_index import facet_indexes

log = logging.getLogger(__name__)


def warm_up() -> None:
    """Build the index of every list, so that no reader waits for it and all workers share it.

    Without a database the server starts all the same, and the first reader builds the index.
    """
    try:
        with read_snapshot():
            for noun in listed_nouns():
                facet_indexes.index(noun)
    except Error as error:
        log.warning("The indexes were not made at the start: %s", str(error).strip())
    finally:
        connections.close_all()  # forked workers must not share a connection
    # Exclude what exists now from garbage collection, which would take 30 ms each time.
    gc.collect()
    gc.freeze()
