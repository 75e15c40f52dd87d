"""What the page of a decision displays, and the token that names this state of the record.

Who publishes, returns, withdraws, verifies, restores or merges decides about what is displayed: the
record, its rows, and the sources, organizations and paragraphs that these name. The page carries
the token of all that. If any of it is changed before the decision, the decision is refused.
Submitting is a signature on the same state, which the record keeps.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from catalogue.core.models import Publishable
from catalogue.versions.bulk_versions import child_records, read_records
from catalogue.versions.cloning import child_tables, many_to_many_fields, owner_field
from catalogue.versions.content import (
    WORKFLOW_FIELDS,
    RecordNames,
    build_content,
    compared_fields,
    field_label,
    field_values,
    read_child_parts,
    read_content,
)

#: Digests of what was displayed, by the key of each part.
StateToken = dict[str, str]
#: More than the token of any record; what is longer is none.
MAX_TOKEN_LENGTH = 200_000
#: The input of a form that carries the token.
STATE_INPUT = "state"
#: The end of the key of a part that says that readers do not see a named record.
HIDDEN = " status"
#: Fields that no signature covers: the result of a check has its own day and name, and a review
#: note is never public. A page that displays them names them in its token all the same.
UNSIGNED_FIELDS = {"last_verified_on", "verdict", "verified_by", "review_due_on", "review_note"}
#: Facts that editors note at once, each with their name: no decision waits for them.
IMMEDIATE_FIELDS = {"url_opened", "number_confirmed"}


class DisplayedPart(NamedTuple):
    """A part of what is displayed: a field, the rows of one table, or a record that they name.

    The token has a digest of the `facts`, if there are any, and otherwise of the lines: a line of a
    row does not say which of its fields a text is in.
    """

    key: str
    label: str
    lines: Sequence[str]
    is_signed: bool = True
    facts: str = ""


def read_displayed(record: Model) -> list[DisplayedPart]:
    """Return what the page of a decision about a record displays, as the database holds it now."""
    return dict(read_all_displayed(type(record), [record.pk]))[record.pk]


def read_all_displayed(
    model: type[Model], keys: Sequence[int]
) -> Iterator[tuple[int, list[DisplayedPart]]]:
    """Return the key of each record with what is displayed of it."""
    for records in read_records(model, keys):
        prefetch_related_objects(records, *named_relations(model))
        names: RecordNames = {}
        for record in records:
            named = list_named_records(record)
            note_names([record, *child_records(record), *named], names)
            parts = [*list_own_parts(record, names), *list_named_parts(named, names)]
            yield record.pk, parts


def named_relations(model: type[Model]) -> list[str]:
    """Return the paths from a model to all records of which the name is displayed."""
    paths = relation_names(model)
    paths += ["submitted_by"] if issubclass(model, Publishable) else []
    for table, field in naming_fields(model):
        path = f"{table}__{field.name}"
        paths += [path, *(f"{path}__{name}" for name in relation_names(field.related_model))]
    return paths


def relation_names(model: type[Model]) -> list[str]:
    """Return the names of the relations that are content of a model."""
    relations = [field.name for field in compared_fields(model) if field.is_relation]
    return [*relations, *(field.name for field in many_to_many_fields(model))]


def note_names(records: Iterable[Model], names: RecordNames) -> None:
    """Add the names of the records that some prefetched ones relate to."""
    for record in records:
        fields = [each for each in record._meta.concrete_fields if each.is_relation]
        related = [getattr(record, each.name) for each in fields if each.is_cached(record)]
        for field in many_to_many_fields(type(record)):
            related += getattr(record, field.name).all()
        names |= {(type(each), each.pk): str(each) for each in related if each is not None}


def naming_fields(model: type[Model]) -> list[tuple[str, Field]]:
    """Return each table of rows of a model with the fields by which they name other records."""
    tables = [(name, model._meta.get_field(name).related_model) for name in child_tables(model)]
    return [
        (name, field)
        for name, table in tables
        for field in table._meta.concrete_fields
        if field.many_to_one and field != owner_field(table)
    ]


def list_named_records(record: Model) -> list[Model]:
    """Return the sources, organizations and paragraphs that the rows of a record name, each once.

    Another record of the same noun, such as a related practice, is named and not displayed.
    """
    found = {
        (field.related_model, getattr(row, field.attname)): getattr(row, field.name)
        for table, field in naming_fields(type(record))
        for row in getattr(record, table).all()
        if field.related_model is not type(record)
    }
    return [each for each in found.values() if each is not None]


def list_own_parts(record: Model, names: RecordNames) -> Iterator[DisplayedPart]:
    """Return who submitted a record, its fields and its rows."""
    if isinstance(record, Publishable):
        who = [describe_submission(record)] if record.submitted_by else []
        yield DisplayedPart("submitted", _("Submitted"), who, is_signed=False)
    for name, value in read_content(record, names).items():
        lines = [value] if isinstance(value, str) else value
        label = field_label(type(record), name)
        unsigned = name in UNSIGNED_FIELDS or name in IMMEDIATE_FIELDS
        facts = describe_rows(record, name, names) if name in child_tables(record) else ""
        yield DisplayedPart(name, label, lines, not unsigned, facts)


def describe_rows(record: Model, table: str, names: RecordNames) -> str:
    """Return the rows of one table field by field, in their order, without their keys."""
    relation = record._meta.get_field(table)
    rows = [
        read_child_parts(relation, field_values(row), names) for row in getattr(record, table).all()
    ]
    return json.dumps(
        [{name: text for name, text in row.items() if name not in IMMEDIATE_FIELDS} for row in rows]
    )


def describe_submission(record: Publishable) -> str:
    """Return who submitted a record, and when."""
    day = date_format(timezone.localtime(record.submitted_at), "j F Y, H:i")
    return _("by %(who)s on %(day)s") % {"who": record.submitted_by, "day": day}


def list_named_parts(named: Iterable[Model], names: RecordNames) -> Iterator[DisplayedPart]:
    """Return what is displayed of the records that the rows of a record name.

    Whether an organization is public is displayed beside it, but not signed: it may be published
    while the record waits.
    """
    for found in named:
        noun = found._meta.verbose_name
        key, label = f"{found._meta.model_name} {found.pk}", f"{capfirst(noun)}: {found}"
        yield DisplayedPart(key, label, describe_fields(found, names))
        if isinstance(found, Publishable) and not found.is_public:
            status = {"status": found.get_status_display()}
            hidden = _("%(status)s: not visible to readers") % status
            yield DisplayedPart(f"{key}{HIDDEN}", label, [hidden], is_signed=False)


def list_hidden_names(parts: Iterable[DisplayedPart]) -> list[str]:
    """Return the names of the displayed records that readers do not see."""
    return [part.label for part in parts if part.key.endswith(HIDDEN)]


def describe_fields(record: Model, names: RecordNames) -> list[str]:
    """Return the fields of a record that are filled in as lines, without its rows."""
    model = type(record)
    content = build_content(model, field_values(record), {}, names)
    shown = {
        name: value if isinstance(value, str) else ", ".join(value)
        for name, value in content.items()
        if name not in IMMEDIATE_FIELDS.union(WORKFLOW_FIELDS)
    }
    return [f"{field_label(model, name)}: {value}" for name, value in shown.items() if value]


# --- The token --------------------------------------------------------------------------------


def compute_token(parts: Iterable[DisplayedPart]) -> StateToken:
    """Return the token of what is displayed."""
    return {
        part.key: sha256((part.facts or "\0".join(part.lines)).encode()).hexdigest()
        for part in parts
    }


def write_token(parts: Iterable[DisplayedPart]) -> str:
    """Return the token as a form carries it."""
    return json.dumps(compute_token(parts), separators=(",", ":"))


def read_token(text: str) -> StateToken:
    """Return the token that a form carried; raise ValidationError if it carried none."""
    try:
        token = json.loads(text[:MAX_TOKEN_LENGTH])
    except (ValueError, RecursionError):
        token = None
    if not isinstance(token, dict):
        raise ValidationError(_("This page is out of date. Open it again."))
    return token


def list_changes(token: StateToken, parts: Sequence[DisplayedPart]) -> list[str]:
    """Return the label of each part that is not as a token names it, or has come since."""
    current = compute_token(parts)
    changed = [part.label for part in parts if token.get(part.key) != current[part.key]]
    gone = [] if changed or token.keys() <= current.keys() else [_("linked records")]
    return [*dict.fromkeys(changed), *gone]


def check_displayed(record: Model, token: StateToken) -> None:
    """Raise ValidationError, with what was changed, unless a record is as it was displayed."""
    check_parts(read_displayed(record), token)


def check_parts(parts: Sequence[DisplayedPart], token: StateToken) -> None:
    """Raise ValidationError, with what was changed, unless a token names these parts."""
    if changed := list_changes(token, parts):
        raise ValidationError(
            _("Changed while this page was open: %(what)s. Check it again before you decide.")
            % {"what": get_text_list(changed, _("and"))},
            code="changed",
        )


# --- The signature of who submits -------------------------------------------------------------


def sign(record: Publishable, *, by) -> None:
    """Note that `by` submits a record in its present state; the caller saves it."""
    record.submitted_by, record.submitted_at = by, timezone.now()
    record.submitted_state = compute_token(signed_parts(read_displayed(record)))


def signed_parts(parts: Sequence[DisplayedPart]) -> list[DisplayedPart]:
    """Return the parts that a signature covers."""
    return [part for part in parts if part.is_signed]


def list_changes_since_signature(record: Publishable) -> list[str]:
    """Return what was changed in a record in review since it was submitted.

    Nobody has submitted what was loaded in review, or the account is gone: then everything was.
    """
    return list_changes(read_signature(record), signed_parts(read_displayed(record)))


def read_signature(record: Publishable) -> StateToken:
    """Return what the submitter of a record signed; nothing where there is none any more."""
    return (record.submitted_by_id and record.submitted_state) or {}


def find_signed(records: Sequence[Publishable]) -> set[int]:
    """Return the keys of those records of a model that are as they were when submitted."""
    if not records:
        return set()
    states = {record.pk: read_signature(record) for record in records}
    displayed = read_all_displayed(type(records[0]), list(states))
    return {key for key, parts in displayed if not list_changes(states[key], signed_parts(parts))}
