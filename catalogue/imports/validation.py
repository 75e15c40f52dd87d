"""Check every rule of a record before anything is written."""

from copy import copy

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from catalogue.core.constraints import describe_violation
from catalogue.imports.plan import PlannedRow
from catalogue.imports.record_state import identifying_fields
from catalogue.imports.schemas import Schema


class ConstraintChecks:
    """The check constraints of single records: each is checked once for the same values."""

    def __init__(self):
        self.answers: dict[tuple, str] = {}

    def violation(self, rule: models.CheckConstraint, record: models.Model, fields) -> str:
        """Return in words how a record violates a constraint; nothing if it does not."""
        columns = [
            name if name == "pk" else record._meta.get_field(name).attname for name in fields
        ]
        values = [getattr(record, each) for each in columns]
        key = (rule.name, *values)
        if key not in self.answers:
            self.answers[key] = ""
            try:
                rule.validate(type(record), record)
            except ValidationError as error:
                self.answers[key] = describe_violation(error.messages[0])
        return self.answers[key]


def check_row(row: PlannedRow, schema: Schema, constraints: ConstraintChecks) -> None:
    """Add a problem for each rule that the record would break if a row were written."""
    new_key = {schema.key: row.key} if row.key else {}
    record = copy(row.target) if row.target else schema.model(**new_key)
    for name, value in row.state.values.items():
        setattr(record, name, value)
    given = set(row.state.values) | (set() if row.target else set(new_key))
    add = problem_adder(row, schema)
    fields = schema.model._meta.fields
    left_out = [each.name for each in fields if each.is_relation or each.name not in given]
    collect_errors(lambda: record.clean_fields(exclude=left_out), add)
    collect_errors(record.clean, add)
    if row.target is None and new_key:
        collect_errors(record.validate_unique, add)
    check_constraints(record, given, add, constraints)
    for name, rows in row.state.rows.items():
        check_child_rows(row, record, name, rows, schema, constraints)


def problem_adder(row: PlannedRow, schema: Schema, relation: str = "", role: str = ""):
    """Return a function that adds a problem with a field to the column that fills it."""

    def add(field: str, text: str) -> None:
        target, path = (relation, field) if relation else (field, "")
        row.add_problem(schema.find_column(target, path, role), text)

    return add


def collect_errors(rule, add) -> None:
    """Call a rule, and add the problems that it raises."""
    try:
        rule()
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            for text in error.messages:
                add("", text)
            return
        for name, texts in error.message_dict.items():
            for text in texts:
                add("" if name == "__all__" else name, text)


def check_constraints(record: models.Model, given: set[str], add, checks: ConstraintChecks) -> None:
    """Add violations of check constraints on fields that a row gives, without those on status."""
    for rule in record._meta.constraints:
        condition = getattr(rule, "condition", None)
        if not isinstance(rule, models.CheckConstraint) or not isinstance(condition, models.Q):
            continue
        fields = sorted(condition.referenced_base_fields)
        mine = [name for name in fields if name in given]
        if "status" in fields or all(getattr(record, name) in (None, "") for name in mine):
            continue
        if text := checks.violation(rule, record, fields):
            add(mine[0], text)


def check_child_rows(
    row: PlannedRow, record: models.Model, name: str, wanted: list[dict], schema: Schema, checks
) -> None:
    """Check the rows inside a record: each by itself, and that none is repeated."""
    relation = record._meta.get_field(name)
    names, identities = identifying_fields(relation.related_model), set()
    for values in wanted:
        add = problem_adder(row, schema, name, values.get("role", ""))
        own = {field: value for field, value in values.items() if not isinstance(value, list)}
        child = relation.related_model(**{relation.field.name: record}, **own)
        collect_errors(child.clean, add)
        if hasattr(child, "set_code"):
            child.set_code()
        left_out = [f.name for f in child._meta.fields if f.is_relation or f.name not in own]
        collect_errors(lambda child=child, left_out=left_out: child.clean_fields(left_out), add)
        check_constraints(child, set(own), add, checks)
        identity = tuple(identity_part(values.get(each, "")) for each in names)
        if any(identity[:1]) and identity in identities:
            add(names[0], _("“%(what)s” is there twice.") % {"what": values[names[0]]})
        identities.add(identity)


def identity_part(value):
    """Return what tells a value from others; unsaved records have no key."""
    return (value.pk or id(value)) if isinstance(value, models.Model) else value
