"""Sources in an imported table: those that are known are cited, others are made; none is changed.

A source is shared by all that cites it, published records too, so that a table which says something
else of one is refused.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogue.imports import source_parser
from catalogue.imports.plan import Plan, Row
from catalogue.sources.models import Source


def settle(rows: list[Row], plan: Plan) -> dict[tuple, Source]:
    """Return every source by its identity, those that the rows bring along included."""
    known = source_parser.stored()
    told = [(row, data) for row in rows for data in row.entry.data.get("sources", [])]
    for _row, data in told:
        if data.get("url") and source_parser.identity(data) not in known:
            data.setdefault("url_unopened", True)  # nobody says that it was opened
    new = [data for _row, data in told if source_parser.identity(data) not in known]
    plan.sources = {key: Source(**values) for key, values in source_parser.merged(new).items()}
    for row, data in told:
        key = source_parser.identity(data)
        if key in plan.sources:
            check(row, plan.sources[key])
        refuse_others(row, data, known.get(key) or plan.sources[key], key in known)
    return known | plan.sources


def check(row: Row, source: Source) -> None:
    """Note what is wrong with a new source."""
    if not source.title and not source.url:
        row.wrong("sources_title", _("A source has a title or an address."))
    try:
        source.clean_fields()
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            for text in texts:
                row.wrong(f"sources_{source_parser.FIELDS.get(name, name)}", text)


def refuse_others(row: Row, data: dict, source: Source, is_known: bool) -> None:
    """Refuse words about a source other than those that it has."""
    for name, word in source_parser.FIELDS.items():
        told, held = data.get(word), getattr(source, name)
        if told not in (None, "", held):
            row.wrong(f"sources_{word}", differs(source, held, is_known))
    if is_known and source.url and data.get("url_unopened") is source.url_opened:
        row.wrong("sources_url_unopened", differs(source, not source.url_opened, is_known))


def differs(source: Source, held, is_known: bool) -> str:
    """Say that a source is another one than a row has it."""
    what = {
        "source": source.url or source,
        "held": held if held not in (None, "") else _("nothing"),
    }
    if is_known:
        return (
            _(
                "The source “%(source)s” is there already and has “%(held)s” here. It is shared: "
                "correct it on its own page, or leave the cell as it is there."
            )
            % what
        )
    return _("Another row has “%(held)s” here for the same source.") % what
