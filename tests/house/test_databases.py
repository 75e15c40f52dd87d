"""What differs between SQLite and PostgreSQL is in catalogue/db/ and nowhere else."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import UniqueConstraint

from catalogue.core.registry import listed_nouns

HOUSE = settings.ROOT / "catalogue"
#: Names by which code asks for a database; prose writes SQLite and PostgreSQL.
VENDORS = re.compile(r"\b(vendor|as_sqlite|as_postgresql|sqlite3?|psycopg\w*|postgres\w*)\b")


def test_only_db_knows_which_database_it_is():
    found = [
        f"{path.relative_to(HOUSE)}:{number}: {line.strip()}"
        for path in sorted(HOUSE.rglob("*.py"))
        if path.relative_to(HOUSE).parts[0] != "db"
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if VENDORS.search(line)
    ]
    assert not found, "\n".join(found)


def is_total(model, names) -> bool:
    """Return True if no two records can be equal in all of these fields."""
    plain = {name.removeprefix("-") for name in names}
    unique = [{"pk"}, *({f.name} for f in model._meta.fields if f.unique)]
    rules = [c for c in model._meta.constraints if isinstance(c, UniqueConstraint)]
    unique += [set(rule.fields) for rule in rules if rule.fields and rule.condition is None]
    return any(each <= plain for each in unique)


@pytest.mark.parametrize("model", [*apps.get_app_config("catalogue").get_models()], ids=str)
def test_records_that_are_equal_in_an_order_have_one_more_field_to_tell_them_apart(model):
    # SQLite returns equal rows as they were written, PostgreSQL in any order.
    assert not model._meta.ordering or is_total(model, model._meta.ordering)


@pytest.mark.parametrize("noun", listed_nouns(), ids=lambda noun: noun.name)
def test_every_order_of_a_list_tells_all_records_apart(noun):
    for by in noun.filterset.list_orders().values():
        assert is_total(noun.model, by[-1:])
