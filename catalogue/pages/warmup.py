"""What a server does once before it takes requests: build the indexes, and compile queries."""

import gc
import logging

from django.db import Error, connections

from catalogue.changelog.queries import current_version
from catalogue.core.registry import listed_nouns
from catalogue.db.transactions import read_snapshot
from catalogue.facets.facet_index import facet_indexes
from catalogue.facets.queries import compile_queries
from catalogue.listings.cards import compile_card_lists
from catalogue.search.names import name_index

log = logging.getLogger(__name__)


def warm_up() -> None:
    """Build the indexes of lists and names, so that no reader waits and all workers share them.

    Without a database the server starts all the same, and the first reader builds the index.
    """
    try:
        with read_snapshot():
            for noun in listed_nouns():
                facet_indexes.index(noun)
                compile_queries(noun)
                compile_card_lists(noun)
            name_index(current_version())
    except Error as error:
        log.warning("The indexes were not made at the start: %s", str(error).strip())
    finally:
        connections.close_all()  # forked workers must not share a connection
    # Exclude what exists now from garbage collection, which would take 30 ms each time.
    gc.collect()
    gc.freeze()
