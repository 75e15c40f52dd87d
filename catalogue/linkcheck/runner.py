"""A run over the addresses that are due: their order, and how results are saved."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain, zip_longest
from urllib.parse import urlsplit

from django.db.models import F

from catalogue.changelog.writes import exclusive_write, log_changes
from catalogue.linkcheck.probe import LinkResult, LinkStatus, check_link
from catalogue.linkcheck.robots import PoliteClient
from catalogue.sources.link_checks import LinkCheck
from catalogue.sources.models import Source

SAVE_BATCH_SIZE = 25  # results saved in a transaction, after which pages are rendered again
MIN_HOSTS_ASKED = 3  # when fewer are asked and none answers, it may well be their fault

SourceResult = tuple[Source, LinkResult]


class NetworkUnavailable(Exception):
    """None of several hosts could be reached: our own network may be down."""


class LinkCheckRun:
    """Checks addresses one after the other, and saves the results in batches."""

    def __init__(self, client: PoliteClient, today: date, report: Callable[[str], None]):
        self.client, self.today, self.report = client, today, report
        self.counts, self.connected = Counter(), False
        self.broken: list[Source] = []
        self.waiting: list[SourceResult] = []

    def check_all(self, sources: Sequence[Source]) -> None:
        """Check sources; NetworkUnavailable if no host can be reached."""
        for number, source in enumerate(interleave_hosts(sources), start=1):
            self.check(source)
            if number % SAVE_BATCH_SIZE == 0 or number == len(sources):
                self.save()
                self.report(f"{number} of {len(sources)} asked")

    def check(self, source: Source) -> None:
        """Check one address; its result waits for the next batch."""
        result = check_link(source.url, self.client)
        self.counts[result.status] += 1
        if result.status is not LinkStatus.LATER:
            self.waiting.append((source, result))
        self.connected |= result.status is not LinkStatus.AWAY

    def save(self) -> None:
        """Save the results that wait."""
        hosts = {get_host(source) for source, _result in self.waiting}
        if not self.connected and len(hosts) >= MIN_HOSTS_ASKED:
            raise NetworkUnavailable
        self.broken += save_results(self.waiting, self.today)
        self.waiting.clear()


def interleave_hosts(sources: Iterable[Source]) -> list[Source]:
    """Return sources in an order that seldom has one host twice in a row."""
    hosts = defaultdict(list)
    for source in sources:
        hosts[get_host(source)].append(source)
    return list(filter(None, chain.from_iterable(zip_longest(*hosts.values()))))


def get_host(source: Source) -> str:
    """Return the host of the address of a source."""
    return urlsplit(source.url).netloc.lower()


def save_results(found: Sequence[SourceResult], today: date) -> list[Source]:
    """Save results; return the sources whose links are shown as broken from now on.

    No record is changed: no edit token, no revision. Pages for readers change only if they show
    something else than before.
    """
    checks, seen, moved = [], False, []
    with exclusive_write():
        there = Source.objects.select_related("link_check").in_bulk([each.pk for each, _ in found])
        for asked, result in found:
            source = there.get(asked.pk)
            if source is None or source.url != asked.url:
                continue  # deleted or changed in the meantime
            before = source.checked.public_state if source.checked else (False, None)
            checks.append(update_check(source, result, today))
            seen |= checks[-1].public_state != before
            moved += [source] if checks[-1].is_broken != before[0] else []
        names = [each.name for each in LinkCheck._meta.concrete_fields if not each.primary_key]
        LinkCheck.objects.bulk_create(
            checks, update_conflicts=True, unique_fields=["source"], update_fields=names
        )
        if seen:
            log_changes("")  # pages, but no record of a list
        # Writing them as they are touches the records that cite them: lists count broken links.
        Source.objects.filter(pk__in=[each.pk for each in moved]).update(url=F("url"))
    return [source for source in moved if source.checked.is_broken]


def update_check(source: Source, result: LinkResult, today: date) -> LinkCheck:
    """Return the check of a source with a new result."""
    check = source.checked or LinkCheck(source=source, address=source.url)
    if result.status is LinkStatus.REACHED:
        check.record_reached(today)
    elif result.status is LinkStatus.UNCLEAR:
        check.record_unclear(today, result.message)
    else:
        check.record_failed(today, result.message)
    return check
