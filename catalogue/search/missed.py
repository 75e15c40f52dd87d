"""Searches that found nothing: counted by month as words alone, for the editors.

Nothing says who searched, when or from where. Words are counted in memory and written in batches,
after an answer was sent. Addresses and long numbers are not kept at all; names of people cannot be
recognized.
"""

import logging
import re
import time
import unicodedata
from collections import Counter
from datetime import date
from threading import Lock

from django.conf import settings
from django.core.signals import request_finished
from django.db import Error, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.core import fields
from catalogue.core.constraints import UniqueRule
from catalogue.core.folding import fold_for_search
from catalogue.core.text import normalize_text
from catalogue.db.job_locks import JobRunning, hold_job_lock
from catalogue.search.query_parser import normalize_query, parse_query

MAX_MISSED_CHARACTERS = 100  # longer searches are not counted
MAX_MISSED_SEARCHES = 1_000  # different ones in a month, and in the memory of a process
BATCH_SIZE, BATCH_SECONDS = 50, 300  # searches, or their age, after which they are written
MIN_SHOWN_TIMES = 3  # what was searched for less often may belong to one person
#: E-mail and web addresses, also without `https://`, and IPv4 addresses.
ADDRESS = re.compile(r"@|://|\bwww\.|\w\.[^\W\d_]{2,}|\b\d{1,3}(?:\.\d{1,3}){3}\b", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
LONG_NUMBER = re.compile(r"\d(?:[\s()./+-]*\d){6,}")  # as telephone numbers are written
log = logging.getLogger(__name__)


class MissedSearch(models.Model):
    """A search that found nothing, and how many times in a month."""

    month = models.DateField(_("month"))  # its first day
    words = fields.CharField(_("words"), max_length=MAX_MISSED_CHARACTERS)
    times = models.PositiveIntegerField(_("times"))

    class Meta:
        ordering = ["-month", "words"]
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        constraints = [
            UniqueRule(
                fields=["words", "month"],
                name="a_missed_search_is_counted_once_a_month",
                says=_("This search is counted already."),
                at="words",
            )
        ]

    def __str__(self):
        return self.words


def clean_missed_words(typed: str) -> str:
    """Return the words of a search as they are counted; nothing if they are not to be kept."""
    words = normalize_text(normalize_query(typed).casefold(), one_line=True)
    plain = unicodedata.normalize("NFKC", words)
    is_kept = (
        len(words) <= MAX_MISSED_CHARACTERS
        and fold_for_search(" ".join(parse_query(words).terms))
        and not ADDRESS.search(plain)
        and not LONG_NUMBER.search(YEAR.sub(" ", plain))
    )
    return words if is_kept else ""


class MissedSearchCounter:
    """The searches that this process has not written yet; threads share it."""

    def __init__(self):
        self._lock, self._times, self._since = Lock(), Counter(), 0.0

    def add(self, words: str) -> None:
        """Count a search."""
        with self._lock:
            if not self._times:
                self._since = time.monotonic()
            if words in self._times or len(self._times) < MAX_MISSED_SEARCHES:
                self._times[words] += 1

    def is_due(self) -> bool:
        """Return True if what was counted should be written."""
        age = time.monotonic() - self._since
        return self._times.total() >= BATCH_SIZE or (bool(self._times) and age >= BATCH_SECONDS)

    def write(self, *, wait: bool = False) -> None:
        """Write what was counted, or keep it while another process writes, unless told to wait.

        Where nothing can be written, it is dropped.
        """
        with self._lock:
            times, self._times = self._times, Counter()
        if not times:
            return
        try:
            write_missed_searches(times, wait=wait)
        except JobRunning:
            for words in times.elements():
                self.add(words)
        except (Error, OSError) as error:
            log.warning("Searches that found nothing could not be counted: %s", error)


counter = MissedSearchCounter()


def count_missed_search(request, typed: str) -> None:
    """Count a search that found nothing; its page is not kept in the cache."""
    if settings.COUNT_MISSED_SEARCHES and (words := clean_missed_words(typed)):
        counter.add(words)
        request_finished.connect(write_when_due)
        request.keep_page = False


def write_when_due(**kwargs) -> None:
    """Write what was counted, if it is time; a receiver of the signal that an answer was sent."""
    if counter.is_due():
        counter.write()


def write_missed_searches(times: Counter[str], *, wait: bool = False) -> None:
    """Add to the searches of this month, one process at a time, and delete the old ones.

    When a month is full, new searches take the places of those that occurred only once.
    """
    month = timezone.localdate().replace(day=1)
    with hold_job_lock("missed_searches", wait=wait), transaction.atomic():
        find_outdated_searches(month).delete()
        rows = MissedSearch.objects.filter(month=month)
        held = dict(rows.filter(words__in=times).values_list("words", "times"))
        new = sorted(times.keys() - held)
        room = MAX_MISSED_SEARCHES - rows.count()
        if room < len(new):
            single = rows.filter(times=1).exclude(words__in=times).order_by("pk")
            places = single.values_list("pk", flat=True)[: len(new) - room]
            room += rows.filter(pk__in=list(places)).delete()[0]
        MissedSearch.objects.bulk_create(
            [
                MissedSearch(month=month, words=words, times=held.get(words, 0) + times[words])
                for words in [*sorted(held), *new[:room]]
            ],
            update_conflicts=True,
            unique_fields=["words", "month"],
            update_fields=["times"],
        )


def find_outdated_searches(today: date) -> models.QuerySet[MissedSearch]:
    """Return the counts that are deleted: those of the same month of last year, and older ones."""
    return MissedSearch.objects.filter(month__lte=today.replace(day=1, year=today.year - 1))


def delete_missed_search(words: str) -> None:
    """Delete what was counted of a search, for an editor who saw a name of a person in it."""
    MissedSearch.objects.filter(words=words).delete()


def list_frequent_searches() -> models.QuerySet:
    """Return what the desk shows: words, `total` and `latest` month; the most frequent first."""
    words = MissedSearch.objects.order_by().values("words")
    counted = words.annotate(total=models.Sum("times"), latest=models.Max("month"))
    return counted.filter(total__gte=MIN_SHOWN_TIMES).order_by("-total", "words")
