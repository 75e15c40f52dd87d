"""How gunicorn serves the catalogue: `python -m gunicorn config.wsgi -c config/gunicorn.py`."""

import os
import shutil
import tempfile

from config import env


def suitable_workers(database_url: str, cores: int) -> int:
    """Return the number of processes for a database: SQLite has one writer at a time."""
    if database_url.startswith("postgres"):
        return min(2 * cores + 1, 5)
    return 2


host = env.read_setting("HOST", "127.0.0.1")
port = env.read_setting("PORT", 8000, parse=int)
bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

worker_class = "gthread"
threads = 4
workers = env.read_setting(
    "WEB_CONCURRENCY",
    suitable_workers(env.read_setting("DATABASE_URL", ""), os.cpu_count() or 1),
    parse=int,
)
preload_app = True  # one import for all workers; a wrong setting stops the start with a message
timeout = 60
graceful_timeout = 30  # on TERM, current requests are finished first
# Longer than the longest address that is answered, so that a longer one gets a page that says so.
limit_request_line = 8190
limit_request_fields = 64
limit_request_field_size = 8190
# No max_requests: requests were lost when a worker was replaced.
control_socket_disable = True  # it would be in the home folder, and nothing here uses it
accesslog = None if env.read_setting("CATALOGUE_MODE", "production") == "local" else "-"


metrics_address = env.read_setting("METRICS_ADDRESS", None, parse=env.private_address)
METRICS_FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client reads it
if metrics_address and METRICS_FOLDER_VARIABLE not in os.environ:
    os.environ.setdefault(METRICS_FOLDER_VARIABLE, tempfile.mkdtemp(prefix="catalogue-metrics-"))


def when_ready(server):
    """Build the indexes before the workers are forked, and serve the metrics."""
    from catalogue.pages.warmup import warm_up

    warm_up()
    if metrics_address:
        from catalogue.operations import metrics

        metrics.serve_metrics(metrics_address)


def worker_exit(server, worker):
    """Write the searches that found nothing and are still in the memory of a worker."""
    from catalogue.search.missed import counter

    counter.write(wait=True)


def child_exit(server, worker):
    """Drop the gauges of a worker that has ended; its counters stay."""
    if metrics_address:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)


def on_exit(server):
    """Delete the folder of the metrics."""
    if metrics_address:
        shutil.rmtree(os.environ.get(METRICS_FOLDER_VARIABLE), ignore_errors=True)
