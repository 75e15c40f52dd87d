"""Views for monitoring (health) and for those who find a weakness (security.txt)."""

from datetime import timedelta

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.db.required_objects import describe_missing_objects, recall_missing_objects
from catalogue.operations import replica
from catalogue.search.search_index import is_complete

CONTACT_VALIDITY = timedelta(days=180)  # a year at most


@never_cache
@require_safe
def live(request) -> HttpResponse:
    """Answer 200 as long as this process answers; nothing else is checked."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def ready(request) -> JsonResponse:
    """Answer 200 if pages can be served from a database in the state that this code needs.

    Otherwise 503. The replica suffices to serve readers, as does the primary.
    """
    found = run_checks()
    good = is_healthy(found)
    if replica.REPLICA in settings.DATABASES:
        found["replica"] = run_check(replica.describe_replica)
        if not good and replica.replica_monitor.is_good():
            with replica.use_replica():
                good = is_healthy(run_checks())
    return JsonResponse({"ready": good} | found, status=200 if good else 503)


def run_checks() -> dict[str, str]:
    """Return the result of each check."""
    return {name: run_check(check) for name, check in HEALTH_CHECKS.items()}


def is_healthy(found: dict[str, str]) -> bool:
    """Return True if every check has passed."""
    return all(each == "ok" for each in found.values())


def run_check(check) -> str:
    """Return the result of a check in a few words, without internal details."""
    try:
        return check()
    except Error:
        return "no answer"


def check_database() -> str:
    """Return "ok" if the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def check_migrations() -> str:
    """Return "ok" if every migration of this code has been applied."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} not applied" if waiting else "ok"


def check_objects() -> str:
    """Return "ok" if the database holds every table, index, constraint, trigger it must hold."""
    return describe_missing_objects(recall_missing_objects()) or "ok"


def check_search() -> str:
    """Return "ok" if the search index has the schema of this code."""
    return "ok" if is_complete() else "out of step"


HEALTH_CHECKS = {
    "database": check_database,
    "migrations": check_migrations,
    "objects": check_objects,
    "search": check_search,
}


@require_safe
def security_txt(request) -> HttpResponse:
    """Answer with the contact for reports of weaknesses (RFC 9116), if one is set."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = (timezone.now() + CONTACT_VALIDITY).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
