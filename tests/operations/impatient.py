"""The door for gunicorn in tests: the replica is looked at with every request."""

from config.wsgi import application  # noqa: F401, I001 (first: it sets Django up)
from catalogue.operations import replica

replica.CHECK_SECONDS = replica.RETRY_REPLICA_SECONDS = 0
