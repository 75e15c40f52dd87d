"""Database constraints of more than one noun, each named by a sentence."""

import re

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Model, Q
from django.utils.translation import gettext as _


def require_end_after_start(noun: str, start: str, end: str) -> CheckConstraint:
    """Return the constraint that an end (year or date) is not before the start."""
    return CheckConstraint(
        condition=Q(**{f"{end}__gte": F(start)})
        | Q(**{f"{end}__isnull": True})
        | Q(**{f"{start}__isnull": True}),
        name=f"{noun}_{end}_is_not_before_{start}",
    )


def refuse_self_reference(noun: str, field: str) -> CheckConstraint:
    """Return the constraint that a record does not refer to itself in `field`."""
    return CheckConstraint(
        condition=~Q(**{field: F("pk")}) | Q(**{f"{field}__isnull": True}),
        name=f"{noun}_{field}_is_another_{noun}",
    )


def require_web_address(noun: str, field: str) -> CheckConstraint:
    """Return the constraint that an address is empty or http(s)."""
    return CheckConstraint(
        condition=Q(**{field: ""})
        | Q(**{f"{field}__startswith": "http://"})
        | Q(**{f"{field}__startswith": "https://"}),
        name=f"{noun}_{field}_is_http_or_https",
    )


def list_violations(record: Model) -> list[str]:
    """Return a sentence for each constraint that a record violates."""
    try:
        record.validate_unique()
        record.validate_constraints()
    except ValidationError as violations:
        return [describe_violation(text) for text in violations.messages]
    return []


def describe_violation(message: str) -> str:
    """Return a sentence about a constraint that a message names: each name is a sentence itself."""
    name = re.search(r"“(\w+)”", message)
    if name is None or "_" not in name[1]:
        return message
    return _("This rule is not kept: %(rule)s.") % {"rule": name[1].replace("_", " ")}
