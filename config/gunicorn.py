"""How gunicorn serves the catalogue: `python -m gunicorn config.wsgi -c config/gunicorn.py`."""

import os

from config import env


def suitable_workers(database_url: str, cores: int) -> int:
    """Return how many processes the database bears: SQLite has one writer at a time."""
    if database_url.startswith("postgres"):
        return min(2 * cores + 1, 5)
    return 2


host = env.read("HOST", "127.0.0.1")
port = env.read("PORT", 8000, parse=int)
bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

worker_class = "gthread"
threads = 4
workers = env.read(
    "WEB_CONCURRENCY",
    suitable_workers(env.read("DATABASE_URL", ""), os.cpu_count() or 1),
    parse=int,
)
preload_app = True  # one import for all workers; a wrong setting stops the start, once, in words
timeout = 60
graceful_timeout = 30  # on TERM, requests under way are finished first
# No max_requests: a low one lost requests at the moment a worker was replaced.
control_socket_disable = True  # it would be made in the home folder, and nothing here uses it
accesslog = None if env.read("CATALOGUE_MODE", "production") == "local" else "-"


def when_ready(server):
    """Make the indexes once, before the workers are forked."""
    from catalogue.pages.start import warm

    warm()
