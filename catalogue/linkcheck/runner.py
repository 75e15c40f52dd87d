"""A run over the addresses that are due: who is asked in which order, and what is kept of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, zip_longest
from urllib.parse import urlsplit

from django.db.models import F

from catalogue.changelog.writes import exclusive_write, touch_pages
from catalogue.linkcheck.probe import LinkResult, LinkStatus, check_link
from catalogue.linkcheck.robots import PoliteClient
from catalogue.sources.link_checks import LinkCheck
from catalogue.sources.models import Source

SAVE_BATCH_SIZE = (
    25  # outcomes that are kept in one transaction: readers' pages are made anew after it
)
MIN_HOSTS_ASKED = 3  # when fewer are asked and none answers, it may well be their fault

SourceResult = tuple[Source, LinkResult]


class NetworkUnavailable(Exception):
    """No machine of several hosts could be reached, which says something about our own network."""


@dataclass
class LinkCheckRun:
    """Asks for addresses one after the other and keeps what comes of it, some at a time."""

    manners: PoliteClient
    today: date
    report: Callable[[str], None]
    counts: Counter = field(default_factory=Counter)
    broken: list[Source] = field(default_factory=list)
    waiting: list[SourceResult] = field(default_factory=list)
    connected: bool = False

    def over(self, sources: Sequence[Source]) -> None:
        """Ask for the addresses of sources; NobodyAnswers where we seem to be cut off ourselves."""
        for number, source in enumerate(interleave_hosts(sources), start=1):
            self.ask(source)
            if number % SAVE_BATCH_SIZE == 0 or number == len(sources):
                self.keep()
                self.report(f"{number} of {len(sources)} asked")

    def ask(self, source: Source) -> None:
        """Ask for one address, and let the outcome wait."""
        outcome = check_link(source.url, self.manners)
        self.counts[outcome.came] += 1
        if outcome.came is not LinkStatus.LATER:
            self.waiting.append((source, outcome))
        self.connected |= outcome.came is not LinkStatus.AWAY

    def keep(self) -> None:
        """Keep the outcomes that wait."""
        hosts = {get_host(source) for source, _outcome in self.waiting}
        if not self.connected and len(hosts) >= MIN_HOSTS_ASKED:
            raise NetworkUnavailable
        self.broken += save_results(self.waiting, self.today)
        self.waiting.clear()


def interleave_hosts(sources: Iterable[Source]) -> list[Source]:
    """Return sources in an order in which one host is not asked several times on end."""
    hosts = defaultdict(list)
    for source in sources:
        hosts[get_host(source)].append(source)
    rounds = chain.from_iterable(zip_longest(*hosts.values()))
    return [source for source in rounds if source is not None]


def get_host(source: Source) -> str:
    """Return the host of an address as it is written."""
    return urlsplit(source.url).netloc.lower()


def save_results(found: Sequence[SourceResult], today: date) -> list[Source]:
    """Keep what came of asking; return the sources whose address is called broken from now on.

    No record is changed by it: no edit token, no revision. Readers' pages are touched only where
    they show something else than before.
    """
    checks, seen, moved = [], False, []
    with exclusive_write():
        there = Source.objects.select_related("link_check").in_bulk([each.pk for each, _ in found])
        for asked, outcome in found:
            source = there.get(asked.pk)
            if source is None or source.url != asked.url:
                continue  # deleted or given another address meanwhile
            before = get_public_state(source.checked)
            checks.append(update_check(source, outcome, today))
            seen |= get_public_state(checks[-1]) != before
            moved += [source] if checks[-1].is_broken != before[0] else []
        write_checks(checks)
        if seen:
            touch_pages()
        # Writing them as they are touches the records that cite them: lists count broken links.
        Source.objects.filter(pk__in=[each.pk for each in moved]).update(url=F("url"))
    return [source for source in moved if source.checked.is_broken]


def get_public_state(check: LinkCheck | None) -> tuple[bool, date | None]:
    """Return what readers see of a check, or of none."""
    return check.public_state if check else (False, None)


def update_check(source: Source, outcome: LinkResult, today: date) -> LinkCheck:
    """Return what is known of an address with this outcome."""
    check = source.checked or LinkCheck(source=source, address=source.url)
    if outcome.came is LinkStatus.REACHED:
        check.record_reached(today)
    elif outcome.came is LinkStatus.UNCLEAR:
        check.record_unclear(today, outcome.said)
    else:
        check.record_failed(today, outcome.said)
    return check


def write_checks(checks: list[LinkCheck]) -> None:
    """Write checks in one statement, in the place of earlier ones."""
    names = [each.name for each in LinkCheck._meta.concrete_fields if not each.primary_key]
    LinkCheck.objects.bulk_create(
        checks, update_conflicts=True, unique_fields=["source"], update_fields=names
    )
