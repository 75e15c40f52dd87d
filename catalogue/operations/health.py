"""Is it alive, and is it ready: two addresses for those who watch over the server."""

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.operations import replica
from catalogue.search.index import is_complete


@never_cache
@require_safe
def live(request) -> HttpResponse:
    """Answer as long as this process does; it asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def ready(request) -> JsonResponse:
    """Answer 200 where pages can be served from a database as this code wants it, else 503.

    Readers can be served as long as either the primary or the replica is there.
    """
    found = run_checks()
    good = is_healthy(found)
    if replica.REPLICA in settings.DATABASES:
        found["replica"] = run_check(replica.describe_replica)
        good = good or (replica.replica_monitor.is_good() and is_healthy(run_replica_checks()))
    return JsonResponse({"ready": good} | found, status=200 if good else 503)


def run_checks() -> dict[str, str]:
    """Return what each check says."""
    return {name: run_check(check) for name, check in HEALTH_CHECKS.items()}


def run_replica_checks() -> dict[str, str]:
    """Return what each check says of the replica."""
    with replica.use_replica():
        return run_checks()


def is_healthy(found: dict[str, str]) -> bool:
    """Say whether every check is content."""
    return all(each == "ok" for each in found.values())


def run_check(check) -> str:
    """Return what a check says, in one word or sentence; nothing of the inner workings."""
    try:
        return check()
    except Error:
        return "no answer"


def check_database() -> str:
    """Say whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def check_migrations() -> str:
    """Say whether every migration of this code has been applied."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} not applied" if waiting else "ok"


def check_search() -> str:
    """Say whether search is in step with the records."""
    return "ok" if is_complete() else "out of step"


HEALTH_CHECKS = {"database": check_database, "migrations": check_migrations, "search": check_search}
