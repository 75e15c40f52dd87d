"""Every rule of a record, checked before anything is written."""

from copy import copy

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from catalogue.core.constraints import describe_violation
from catalogue.imports import column_mapping
from catalogue.imports.plan import Row
from catalogue.imports.resolvers import KEY_FIELDS
from catalogue.imports.sync import identifying


class Rules:
    """The rules of the database about single records: each is asked once for the same values."""

    def __init__(self):
        self.answers: dict[tuple, str] = {}

    def broken(self, rule: models.CheckConstraint, record: models.Model, fields) -> str:
        """Say which rule a record breaks; nothing where it keeps it."""
        asked = (rule.name, *(getattr(record, record._meta.get_field(n).attname) for n in fields))
        if asked not in self.answers:
            self.answers[asked] = ""
            try:
                rule.validate(type(record), record)
            except ValidationError as error:
                self.answers[asked] = describe_violation(error.messages[0])
        return self.answers[asked]


def check(row: Row, model: type[models.Model], rules: Rules) -> None:
    """Note each rule that a record would break if a row were written."""
    record = copy(row.target) if row.target else model(**new_key(row, model))
    for name, value in row.state.values.items():
        setattr(record, name, value)
    given = set(row.state.values) | ({KEY_FIELDS[model]} if row.target is None else set())
    told = tell(row, model)
    left_out = [f.name for f in model._meta.fields if f.is_relation or f.name not in given]
    left_out += ["code"] if KEY_FIELDS[model] == "code" else []
    attempt(lambda: record.clean_fields(exclude=left_out), told)
    attempt(record.clean, told)
    if row.target is None and KEY_FIELDS[model] != "code":
        attempt(record.validate_unique, told)
    check_rules(record, given, told, rules)
    for name, rows in row.state.rows.items():
        check_rows(row, record, name, rows, rules)


def new_key(row: Row, model: type[models.Model]) -> dict:
    """Return the key of a new record, where the catalogue does not give it one."""
    return {} if KEY_FIELDS[model] == "code" else {KEY_FIELDS[model]: row.entry.key}


def tell(row: Row, model: type, of_rows: str = "", role: str = ""):
    """Return a function that notes a message about a field with the column that fills it."""

    def told(field: str, text: str) -> None:
        if of_rows:
            column = column_mapping.column_of(model, of_rows, field, role)
        else:
            column = column_mapping.column_of(model, field)
        row.wrong(column, text)

    return told


def attempt(rule, told) -> None:
    """Check a rule, and tell what it says where it is broken."""
    try:
        rule()
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            for text in error.messages:
                told("", text)
            return
        for name, texts in error.message_dict.items():
            for text in texts:
                told("" if name == "__all__" else name, text)


def check_rules(record: models.Model, given: set[str], told, rules: Rules) -> None:
    """Check the rules of the database about fields that a row gives; the status never is."""
    for rule in record._meta.constraints:
        condition = getattr(rule, "condition", None)
        if not isinstance(rule, models.CheckConstraint) or not isinstance(condition, models.Q):
            continue
        fields = sorted(condition.referenced_base_fields)
        mine = [name for name in fields if name in given]
        if "status" in fields or all(getattr(record, name) in (None, "") for name in mine):
            continue
        if text := rules.broken(rule, record, fields):
            told(mine[0], text)


def check_rows(row: Row, record: models.Model, name: str, wanted: list[dict], rules: Rules):
    """Check the rows inside a record: each by itself, and that none is there twice."""
    relation = record._meta.get_field(name)
    seen = set()
    for values in wanted:
        told = tell(row, type(record), name, values.get("role", ""))
        own = {field: value for field, value in values.items() if not isinstance(value, list)}
        inside = relation.related_model(**{relation.field.name: record}, **own)
        attempt(inside.clean, told)
        if hasattr(inside, "set_code"):
            inside.set_code()
        left_out = [f.name for f in inside._meta.fields if f.is_relation or f.name not in own]
        attempt(lambda inside=inside, left_out=left_out: inside.clean_fields(left_out), told)
        check_rules(inside, set(own), told, rules)
        names = identifying(relation.related_model)
        identity = tuple(marked(values.get(each, "")) for each in names)
        if any(identity[:1]) and identity in seen:
            told(names[0], _("“%(what)s” is there twice.") % {"what": values[names[0]]})
        seen.add(identity)


def marked(value):
    """Return what tells a value from others; records that are not saved yet have no key."""
    return (value.pk or id(value)) if isinstance(value, models.Model) else value
