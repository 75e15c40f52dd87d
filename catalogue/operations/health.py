"""Is it alive, and is it ready: two addresses for those who watch over the server."""

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.operations import replica
from catalogue.search import schema


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
    found = looked_at()
    good = is_good(found)
    if replica.REPLICA in settings.DATABASES:
        found["replica"] = word(replica.state)
        good = good or (replica.watch.is_good() and is_good(of_the_replica()))
    return JsonResponse({"ready": good} | found, status=200 if good else 503)


def looked_at() -> dict[str, str]:
    """Return what each check says."""
    return {name: word(check) for name, check in CHECKS.items()}


def of_the_replica() -> dict[str, str]:
    """Return what each check says of the replica."""
    with replica.reading():
        return looked_at()


def is_good(found: dict[str, str]) -> bool:
    """Say whether every check is content."""
    return all(each == "ok" for each in found.values())


def word(check) -> str:
    """Return what a check says, in one word or sentence; nothing of the inner workings."""
    try:
        return check()
    except Error:
        return "no answer"


def database() -> str:
    """Say whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def migrations() -> str:
    """Say whether every migration of this code has been applied."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} not applied" if waiting else "ok"


def search() -> str:
    """Say whether search is in step with the records."""
    return "ok" if schema.is_in_step(connection) else "out of step"


CHECKS = {"database": database, "migrations": migrations, "search": search}
