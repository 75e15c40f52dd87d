"""A small synthetic catalogue, made once for the tests that only read it."""

import pytest
from django.db import transaction

from tools.synthetic.generator import generate_catalogue

SIZE = 60


@pytest.fixture(scope="module")
def synthetic(django_db_setup, django_db_blocker):
    """Make a synthetic catalogue; at the end all is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        generate_catalogue(SIZE)
        yield
        transaction.set_rollback(True)
