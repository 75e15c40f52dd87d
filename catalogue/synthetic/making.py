"""Make a synthetic catalogue: checked first, in one transaction, so that it is whole or not there.

The same seed and size give the same records, on every database.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models
from django.utils.translation import gettext as _

from catalogue.changelog.bulk import bulk_write
from catalogue.core import sequences
from catalogue.events.models import Event
from catalogue.imports import synthetic_guard
from catalogue.imports.yaml_loader import RecordLoader, analyze_tables
from catalogue.organizations.models import Organization
from catalogue.practices.models import Practice
from catalogue.sources.models import Source
from catalogue.synthetic.chance import chance_of
from catalogue.synthetic.events import make_events
from catalogue.synthetic.organizations import make_organizations, make_sources
from catalogue.synthetic.practices import Practices
from catalogue.synthetic.resolutions import make_resolutions
from catalogue.synthetic.surroundings import Surroundings
from catalogue.synthetic.writing import count_on, make_ready

CHUNK = 2_000  # practices that are written together
PAUSE = 5  # seconds between two reports
#: What is kept when a catalogue is emptied: the rooms of the vocabularies and of the house itself.
KEPT = {"changes", "core", "facets", "search", "taxonomy"}


class Refused(Exception):
    """No synthetic catalogue can be made here; the words say why."""


@dataclass
class Progress:
    """Says now and then how far the work is and how fast it goes."""

    size: int
    report: Callable[[str], None]
    started: float = field(default_factory=time.monotonic)
    said: float = 0

    def at(self, done: int) -> None:
        """Say how far the work is, now and then and at the end."""
        now = time.monotonic()
        if done < self.size and now - self.said < PAUSE:
            return
        self.said, speed = now, done / max(now - self.started, 0.001)
        self.report(
            _("%(share)d %%: %(done)s of %(size)s practices, %(speed)s a second") % {
                "share": 100 * done // self.size, "done": f"{done:,}", "size": f"{self.size:,}",
                "speed": f"{speed:,.0f}",
            }
        )  # fmt: skip


def make(size: int, *, seed: int = 1, replace: bool = False, report=lambda line: None) -> None:
    """Make a synthetic catalogue of so many practices, with everything that they lean on.

    Refused where real records are there, or synthetic ones that are not to be replaced.
    """
    make_ready()
    with bulk_write():
        refuse_if_in_use(replace)
        clear()
        RecordLoader().load_words(settings.ROOT / "fixtures")
        report(_("Sources, organizations, resolutions and events ..."))
        world = make_surroundings(size, seed)
        make_practices(world, size, seed, Progress(size, report))
        count_on([Source, Organization, Event, Practice])
        report(_("Counting rows ..."))
        analyze_tables()


def refuse_if_in_use(replace: bool) -> None:
    """Refuse a catalogue with real records, and one with synthetic ones that are to stay."""
    if why := synthetic_guard.refusal_of_synthetic_records():
        raise Refused(why)
    if not replace and any(
        synthetic_guard.marked(model).exists() for model in synthetic_guard.TITLES
    ):
        raise Refused(_("Synthetic records are there already. Add --replace to make them anew."))


def clear() -> None:
    """Empty the tables of the nouns and of all that refers to them; vocabularies stay."""
    every = apps.get_app_config("catalogue").get_models(include_auto_created=True)
    tables = [each._meta.db_table for each in every if room(each) not in KEPT]
    statements = connection.ops.sql_flush(no_style(), tables, reset_sequences=True)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    sequences.CodeSequence.objects.all().delete()


def room(model: type[models.Model]) -> str:
    """Return the room of the house in which a model lives."""
    return model.__module__.split(".")[1]


def make_surroundings(size: int, seed: int) -> Surroundings:
    """Make what practices lean on, in numbers that suit their number."""
    world = Surroundings()
    make_sources(world, max(20, size * 6 // 10), chance_of(seed, "sources"))
    bodies = min(max(50, size // 25), 5_000)
    make_organizations(world, bodies, chance_of(seed, "organizations"))
    make_resolutions(world, chance_of(seed, "resolutions"))
    make_events(world, max(20, size // 50), chance_of(seed, "events"))
    return world


def make_practices(world: Surroundings, size: int, seed: int, progress: Progress) -> None:
    """Make the practices, chunk by chunk."""
    practices = Practices(world, chance_of(seed, "practices"))
    for key in range(1, size + 1):
        practices.add(key)
        if key % CHUNK == 0 or key == size:
            practices.write()
            progress.at(key)
    sequences.mark_code_used(sequences.format_code(Practice.code_prefix, size))
