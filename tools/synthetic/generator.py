"""Generate a catalogue of made-up records in one transaction: it is complete or not there.

The same seed and size give the same records, on every database.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models

from catalogue.changelog.writes import bulk_write
from catalogue.core import sequences
from catalogue.events.models import Event
from catalogue.imports.loader import (
    RecordLoader,
    analyze_tables,
    fixture_nouns,
    markable_nouns,
    synthetic_records,
)
from catalogue.organizations.models import Organization
from catalogue.practices.models import Practice
from catalogue.sources.models import Source
from tools.synthetic.bulk_rows import prepare_connection, reset_key_sequences
from tools.synthetic.context import Context
from tools.synthetic.events import generate_events
from tools.synthetic.organizations import generate_organizations, generate_sources
from tools.synthetic.practices import Practices
from tools.synthetic.randomness import create_random
from tools.synthetic.resolutions import generate_resolutions

CHUNK = 2_000  # practices that are written together
PAUSE = 5  # seconds between two reports
#: The packages whose tables are not emptied: vocabularies and what the engines keep themselves.
NOT_CLEARED = {"changelog", "core", "facets", "search", "taxonomy"}


class GenerationRefused(Exception):
    """No records can be generated in this catalogue; the message says why."""


@dataclass
class Progress:
    """Reports how far the work is and how fast it goes."""

    size: int
    report: Callable[[str], None]
    started: float = field(default_factory=time.monotonic)
    reported: float = 0

    def update(self, done: int) -> None:
        """Report how far the work is, every few seconds and at the end."""
        now = time.monotonic()
        if done < self.size and now - self.reported < PAUSE:
            return
        self.reported, speed = now, done / max(now - self.started, 0.001)
        self.report(
            f"{100 * done // self.size} %: {done:,} of {self.size:,} practices, "
            f"{speed:,.0f} a second"
        )


def generate_catalogue(
    size: int, *, seed: int = 1, replace: bool = False, report=lambda line: None
) -> None:
    """Generate so many practices, with every record that they refer to.

    Raise GenerationRefused if the catalogue has real records, or made-up ones without `replace`.
    """
    prepare_connection()
    with bulk_write():
        refuse_if_in_use(replace)
        clear_tables()
        load_vocabularies()
        report("Sources, organizations, resolutions and events ...")
        context = generate_context(size, seed)
        generate_practices(context, size, seed, Progress(size, report))
        reset_key_sequences([Source, Organization, Event, Practice])
        report("Counting rows ...")
        analyze_tables()


def refuse_if_in_use(replace: bool) -> None:
    """Raise GenerationRefused if the catalogue has records that must stay."""
    nouns = ", ".join(
        str(noun.model._meta.verbose_name_plural)
        for noun in markable_nouns()
        if noun.model._base_manager.exclude(pk__in=synthetic_records(noun)).exists()
    )
    if nouns:
        raise GenerationRefused(
            f"This catalogue holds real records ({nouns}), and made-up ones are never put beside "
            "them. Use another database."
        )
    if not replace and any(synthetic_records(noun).exists() for noun in markable_nouns()):
        raise GenerationRefused("There are made-up records already. Add --replace to replace them.")


def load_vocabularies() -> None:
    """Load vocabularies, regions and countries from the fixtures."""
    loader = RecordLoader()
    nouns = [noun for noun in fixture_nouns() if noun.key and not noun.export]
    for model, entries in loader.read_files(settings.ROOT / "fixtures", nouns).items():
        loader.load_entries(model, entries)
    loader.refuse_problems()


def clear_tables() -> None:
    """Empty the tables of the nouns and of all that refers to them; vocabularies stay."""
    every = apps.get_app_config("catalogue").get_models(include_auto_created=True)
    tables = [each._meta.db_table for each in every if package_of(each) not in NOT_CLEARED]
    statements = connection.ops.sql_flush(no_style(), tables, reset_sequences=True)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    sequences.CodeSequence.objects.all().delete()


def package_of(model: type[models.Model]) -> str:
    """Return the package of the catalogue in which a model is defined."""
    return model.__module__.split(".")[1]


def generate_context(size: int, seed: int) -> Context:
    """Generate the records that practices refer to, in proportion to the number of practices."""
    context = Context()
    generate_sources(context, max(20, size * 6 // 10), create_random(seed, "sources"))
    bodies = min(max(50, size // 25), 5_000)
    generate_organizations(context, bodies, create_random(seed, "organizations"))
    generate_resolutions(context, create_random(seed, "resolutions"))
    generate_events(context, max(20, size // 50), create_random(seed, "events"))
    return context


def generate_practices(context: Context, size: int, seed: int, progress: Progress) -> None:
    """Generate the practices in chunks."""
    practices = Practices(context, create_random(seed, "practices"))
    for key in range(1, size + 1):
        practices.add(key)
        if key % CHUNK == 0 or key == size:
            practices.write()
            progress.update(key)
    sequences.mark_codes_used(sequences.format_code(Practice.code_prefix, size))
