"""Rules that the database keeps: each named by a sentence, told in words at one field."""

import re
from copy import copy

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError
from django.db.models import CheckConstraint, F, Model, Q, UniqueConstraint, Value
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# --- What a rule says -------------------------------------------------------------------------


class Rule:
    """A constraint that `says` what people have to do, `at` the field where they can do it.

    In migrations it is the constraint of Django.
    """

    def __init__(self, *args, says: str, at: str, **options):
        self.says, self.at = says, at
        super().__init__(*args, **options)

    def deconstruct(self):
        """Return the constraint of Django: the database knows no words."""
        _path, args, kwargs = super().deconstruct()
        kind = CheckConstraint if isinstance(self, CheckConstraint) else UniqueConstraint
        return f"django.db.models.{kind.__name__}", args, kwargs

    def clone(self):
        """Return a copy with its words, for a model that inherits it."""
        return copy(self)

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        """Raise ValidationError, at its field, if a record violates it."""
        try:
            super().validate(model, instance, exclude, using)
        except ValidationError as error:
            raise ValidationError({self.at: self.explain(model, instance)}) from error

    def explain(self, model: type[Model], instance: Model) -> ValidationError:
        """Return in words how a record violates it."""
        return ValidationError(self.says, code="rule")


class CheckRule(Rule, CheckConstraint):
    """A condition that every record keeps."""


class UniqueRule(Rule, UniqueConstraint):
    """Values that only one record has; with `names_twin` people are told which one that is."""

    def __init__(self, *args, names_twin: bool = False, **options):
        self.names_twin = names_twin
        super().__init__(*args, **options)

    def explain(self, model: type[Model], instance: Model) -> ValidationError:
        """Return in words how a record violates it, with the record that has the values."""
        twin = self.find_twin(model, instance) if self.names_twin else None
        return explain_twin(self.says, twin) if twin else super().explain(model, instance)

    def find_twin(self, model: type[Model], instance: Model) -> Model | None:
        """Return another record with the values that only one record has."""
        held = {
            F(field.name): Value(getattr(instance, field.attname), field)
            for field in model._meta.concrete_fields
        }
        unique = [*map(F, self.fields), *self.expressions]
        same = [Exact(each, each.replace_expressions(held)) for each in unique]
        return model._default_manager.filter(*same).exclude(pk=instance.pk).first()


def find_same_values(model: type[Model], instance: Model, names) -> Model | None:
    """Return another record with the same values in some fields."""
    values = {name: instance.serializable_value(name) for name in names}
    return model._default_manager.filter(**values).exclude(pk=instance.pk).first()


def explain_twin(says: str, twin: Model) -> ValidationError:
    """Return what is wrong with the record that is there already, to which forms link."""
    text = gettext_lazy("%(rule)s It is “%(found)s”.")
    return ValidationError(text, code="twin", params={"rule": says, "found": twin})


# --- Rules of more than one noun --------------------------------------------------------------


def require_end_after_start(noun: str, start: str, end: str) -> CheckRule:
    """Return the rule that an end (year or date) is not before the start."""
    return CheckRule(
        condition=Q(**{f"{end}__gte": F(start)})
        | Q(**{f"{end}__isnull": True})
        | Q(**{f"{start}__isnull": True}),
        name=f"{noun}_{end}_is_not_before_{start}",
        says=gettext_lazy("The end is before the start."),
        at=end,
    )


def refuse_self_reference(noun: str, field: str) -> CheckRule:
    """Return the rule that a record does not refer to itself in `field`."""
    return CheckRule(
        condition=~Q(**{field: F("pk")}) | Q(**{f"{field}__isnull": True}),
        name=f"{noun}_{field}_is_another_{noun}",
        says=gettext_lazy("Choose another record than this one."),
        at=field,
    )


def require_web_address(noun: str, field: str) -> CheckRule:
    """Return the rule that an address is empty or http(s)."""
    return CheckRule(
        condition=Q(**{field: ""})
        | Q(**{f"{field}__startswith": "http://"})
        | Q(**{f"{field}__startswith": "https://"}),
        name=f"{noun}_{field}_is_http_or_https",
        says=gettext_lazy("An address begins with http:// or https://."),
        at=field,
    )


# --- Violations -------------------------------------------------------------------------------


def check_all_rules(record: Model) -> ValidationError | None:
    """Return the rules that a record violates, also in fields that no form has."""
    try:
        record.validate_unique()
        record.validate_constraints()
    except ValidationError as violations:
        return violations
    return None


def explain_database_error(error: IntegrityError) -> ValidationError:
    """Return in words, at its field, why a database refused what was written."""
    said = str(error)
    for model in apps.get_app_config("catalogue").get_models():
        for rule in model._meta.constraints:
            fields = getattr(rule, "fields", ())
            if re.search(rf"\b{rule.name}\b", said) or names_columns(said, model, fields):
                return ValidationError({rule.at: rule.says})
        for field in model._meta.local_fields:
            if field.unique and names_columns(said, model, [field.name]):
                return ValidationError({field.name: _("Another record has this already.")})
    return ValidationError(_("It does not fit to what other records say now."))


def names_columns(said: str, model: type[Model], fields) -> bool:
    """Return True if a database names exactly these columns as those that are not unique."""
    table, columns = model._meta.db_table, [model._meta.get_field(name).column for name in fields]
    in_sqlite = ", ".join(f"{table}.{column}" for column in columns)
    in_postgresql = f"Key ({', '.join(columns)})="
    return bool(columns) and (
        said.endswith(f"UNIQUE constraint failed: {in_sqlite}")
        or (f'"{table}_' in said and in_postgresql in said)
    )
