"""What is added to the real records, so that every kind of page can be looked at."""

from catalogue.practices.models import Practice
from tests.journeys.steps import WITHDRAWN


def withdraw_one() -> None:
    """Leave the tombstone of a practice, which the real records do not have."""
    Practice.objects.create(
        code=WITHDRAWN, title="A guide", status="withdrawn", withdrawal_reason="It was cancelled."
    )
