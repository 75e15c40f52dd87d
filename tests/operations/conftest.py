"""Fixtures of the tests about accounts and their second factor."""

import pytest

from catalogue.operations import second_factor


@pytest.fixture
def second_factor_required(settings, monkeypatch):
    """Require a second factor, as production does; without the rounds, which take their time."""
    settings.SECOND_FACTOR = True
    monkeypatch.setattr(second_factor, "HASH_ROUNDS", 1)
