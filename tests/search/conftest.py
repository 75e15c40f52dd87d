"""Records for a class of tests that only read them."""

import pytest
from django.db import transaction


@pytest.fixture(scope="class")
def rolled_back(django_db_setup, django_db_blocker):
    """Let the tests of a class share what is written here; at the end all of it is undone.

    Tests carry the mark `django_db` besides, and so see it too.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
