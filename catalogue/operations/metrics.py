"""Metrics for Prometheus at a private address, if METRICS_ADDRESS is set.

Each process counts in a file of its own; the first process, which answers no readers, adds them up.
Pages are counted by the names of their URL patterns, never by path, so that there are few labels.
"""

import sys
import time
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.core.signals import got_request_exception
from django.db import Error
from django.dispatch import receiver
from django.urls import Resolver404, resolve, reverse
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    multiprocess,
    start_http_server,
)

from catalogue.facets.facet_index import index_made
from catalogue.operations.replica import replica_checked

DURATION_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
#: The registry that adds up the files of all processes; each process counts in the default one.
registry = CollectorRegistry()

request_counter = Counter("catalogue_requests", "Requests answered.", ["page", "status"])
request_seconds = Histogram(
    "catalogue_request_seconds",
    "Time until an answer was ready.",
    ["page"],
    buckets=DURATION_BUCKETS,
)
page_counter = Counter("catalogue_pages", "Readers' pages, by where they were found.", ["found"])
row_counter = Counter("catalogue_export_rows", "Records given away in files.", ["format"])
refused_login_counter = Counter("catalogue_sign_ins_refused", "Sign-ins that were refused.")
database_error_counter = Counter(
    "catalogue_database_errors", "Requests that the database failed.", ["error"]
)
index_seconds = Histogram(
    "catalogue_index_seconds",
    "Time to bring an index up to date: all of it, or only the records that changed.",
    ["noun", "way"],
    buckets=DURATION_BUCKETS,
)
index_updated = Gauge(
    "catalogue_index_updated_timestamp_seconds",
    "When an index was last brought up to date.",
    ["noun"],
    multiprocess_mode="livemostrecent",
)
replica_missing_changes = Gauge(
    "catalogue_replica_behind_changes",
    "Changes that the replica lacked when it was looked at.",
    multiprocess_mode="livemostrecent",
)
replica_in_use = Gauge(
    "catalogue_replica_in_use",
    "Whether readers are served by the replica.",
    multiprocess_mode="livemin",
)


class MetricsMiddleware:
    """Middleware around all others: counts answers and their durations."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = time.perf_counter()
        response = self.get_response(request)
        took, page = time.perf_counter() - started, get_page_name(request.path_info)
        request_counter.labels(page, response.status_code).inc()
        request_seconds.labels(page).observe(took)
        if found := getattr(request, "page_found", ""):
            page_counter.labels(found).inc()
        total = response.get("X-Total-Count")  # the number of records in a file
        if total and request.method == "GET" and response.status_code == 200:
            row_counter.labels(request.path.rpartition(".")[2]).inc(int(total))
        return response


@lru_cache(maxsize=2048)  # resolving takes half as long as answering with a cached page
def get_page_name(path: str) -> str:
    """Return the name of the URL pattern of a path."""
    if path.startswith(reverse("admin:index")):
        return "desk"
    if path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
        return "static"
    try:
        return resolve(path).view_name
    except Resolver404:
        return "none"


@receiver(user_login_failed)
def count_refused_login(sender, **kwargs) -> None:
    """Count a refused login."""
    refused_login_counter.inc()


@receiver(got_request_exception)
def count_database_error(sender, **kwargs) -> None:
    """Count an error of the database; other errors are counted as requests with status 500."""
    error = sys.exc_info()[1]
    if isinstance(error, Error):
        database_error_counter.labels(type(error).__name__).inc()


@receiver(index_made)
def record_index(sender, way: str, duration: float, **kwargs) -> None:
    """Record that the index of a noun was updated."""
    index_seconds.labels(sender.name, way).observe(duration)
    index_updated.labels(sender.name).set_to_current_time()


@receiver(replica_checked)
def record_replica(sender, missing: int | None, good: bool, **kwargs) -> None:
    """Record the state of the replica."""
    replica_in_use.set(good)
    if missing is not None:
        replica_missing_changes.set(missing)


def serve_metrics(address: tuple[str, int]) -> None:
    """Serve the metrics at an address, in a thread of the process that answers no readers."""
    multiprocess.MultiProcessCollector(registry)
    start_http_server(address[1], addr=address[0], registry=registry)
