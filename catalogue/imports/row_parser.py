"""From the cells that a row changes to what its record should hold."""

from django.utils.translation import gettext as _

from catalogue.exports.cells import SEPARATOR
from catalogue.imports import column_mapping, deserializers, row_schema, schemas
from catalogue.imports.plan import Plan, Row
from catalogue.imports.resolvers import KEY_FIELDS, RecordIndex
from catalogue.imports.schemas import Field
from catalogue.imports.yaml_reader import Entry, Problems

NEW = "(new)"  # stands for the key of a record that will get one


def entry(row: Row, model: type, old: dict[str, str], problems: Problems) -> None:
    """Put the cells of a row into the form of the records in files, and check their shape.

    What a row does not change is taken from the record, as far as it is needed. Cells that have no
    such form are left out after that is said, so that all others are checked as well.
    """
    known = column_mapping.fillings(model)
    said = {name: tidy(row.texts[name], name, model) for name in together(row, model)}
    texts = {name: said.get(name, old.get(name, "")) for name in known}
    texts[KEY_FIELDS[model]] = row.texts[KEY_FIELDS[model]].strip() or NEW
    close(row, refuse_uneven(row, model, texts), texts)
    row.entry = needed_part(row, model, texts, said)
    schemas.check(row.entry, row_schema.NOUNS[model][1], problems)
    if row.problems:
        close(row, [each.column for each in row.problems], texts)
        row.entry = needed_part(row, model, texts, said)
        row.entry.data.update(stand_ins(row.entry.data, row_schema.NOUNS[model][1]))


def needed_part(row: Row, model: type, texts: dict[str, str], said) -> Entry:
    """Return the record in a row: what the row changes, and what no record can be without."""
    shape, known = row_schema.NOUNS[model][1], column_mapping.fillings(model)
    found = row_schema.described("", row.line, texts, model)
    touched = {known[name].field for name in said}
    wanted = {place(name) for name, each in known.items() if each.field in touched}
    for name in [name for name in found.data if name not in wanted and not shape[name].needed]:
        del found.data[name]
    return found


def close(row: Row, columns: list[str], texts: dict[str, str]) -> None:
    """Leave out cells of which all is said, with those that belong to the same rows or reading."""
    for column in columns:
        together = [name for name in texts if place(name) == place(column)]
        row.closed.update(together or [column])
        texts.update(dict.fromkeys(together, ""))


def stand_ins(data: dict, shape: dict[str, Field]) -> dict:
    """Return something for each needed field that a row leaves out, to go on with the others."""
    something = {str: "-", int: 1, schemas.Day: "2000-01-01", bool: False}
    needed = [name for name, field in shape.items() if field.needed and name not in data]
    return {name: something[shape[name].kind] for name in needed}


def together(row: Row, model: type) -> list[str]:
    """Return the columns that a row changes, with those that stand for the same rows."""
    changed = [each.column for each in row.changes]
    for columns in column_mapping.groups(model).values():
        if set(columns) & set(changed):
            changed += [name for name in columns if name in row.texts and name not in changed]
    return changed


def place(column: str) -> str:
    """Return the word of a file under which a column is found: that of the group, or its own."""
    group = column.partition("_")[0]
    shaped = {"sources", "basis", "evidence", "relations", "paragraphs", "verification"}
    return group if group in shaped else column


def tidy(text: str, column: str, model: type) -> str:
    """Return a cell without blanks at its ends; where it holds several values, at those of each."""
    field: Field | None = row_schema.NOUNS[model][1].get(column)
    several = field.kind is list if field else column_mapping.fillings(model)[column].of_row
    parts = text.split(SEPARATOR) if several else [text]
    return SEPARATOR.join(part.strip() for part in parts)


def refuse_uneven(row: Row, model: type, texts: dict[str, str]) -> list[str]:
    """Refuse cells that belong together and have other numbers of values, or are not all there."""
    refused = []
    for columns in column_mapping.groups(model).values():
        changed = [each.column for each in row.changes if each.column in columns]
        if not changed:
            continue
        missing = [name for name in columns if name not in row.texts]
        if missing and row.record:
            what = {"columns": ", ".join(missing)}
            row.wrong(changed[0], _("Give all columns of this group; missing: %(columns)s.") % what)
            refused.append(changed[0])
        counts = {name: texts[name].count(SEPARATOR) + 1 for name in columns if texts[name]}
        most = max(counts, key=lambda name: [*counts.values()].count(counts[name]), default="")
        for name in [name for name, count in counts.items() if count != counts[most]]:
            what = {"count": counts[name], "most": counts[most], "other": most}
            row.wrong(name, _("%(count)d values, but %(most)d in %(other)s.") % what)
            refused.append(name)
    return refused


def state(row: Row, plan: Plan, known: RecordIndex) -> None:
    """Work out what a record should hold in the fields that a row changes; a new one, in all."""
    described = deserializers.DESCRIBE[plan.model](row.entry, known)
    row.closed.update(each.column for each in row.problems)
    fillings = column_mapping.fillings(plan.model)
    row.state = described.only(
        {field for each in row.changes for field in fillings[each.column].fields}
    )
