"""The state of the addresses of sources; one that fails for a short time is not broken."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue.core import fields
from catalogue.core.constraints import CheckRule, require_web_address
from catalogue.sources.models import Source

#: On so many days an address has to fail, with none in between on which it was reached.
BROKEN_AFTER = 3
#: Days between them.
AGAIN = timedelta(days=3)


class LinkCheck(models.Model):
    """The result of the last request to the address of a source, and of the requests before.

    It belongs to `address`, and is ignored if the source has another one by now. The log of changes
    has no trigger on this table: `linkcheck/runner.py` logs what it changes.
    """

    source = models.OneToOneField(
        Source, models.CASCADE, primary_key=True, related_name="link_check"
    )
    address = fields.URLField(_("link"), max_length=500)
    asked_on = models.DateField(_("last checked on"))
    reached_on = models.DateField(_("last reached on"), null=True)
    failing_since = models.DateField(_("failing since"), null=True)
    failed_days = models.PositiveSmallIntegerField(_("failed days"), default=0)
    said = fields.CharField(_("problem"), max_length=200, blank=True)

    class Meta:
        app_label = "catalogue"
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        constraints = [
            CheckRule(
                condition=Q(failed_days=0, failing_since=None)
                | Q(failed_days__gt=0, failing_since__isnull=False),
                name="a_failing_link_knows_since_when",
                says=_("Give the day since which the address fails."),
                at="failing_since",
            ),
            require_web_address("linkcheck", "address"),
        ]

    def __str__(self):
        return self.address

    @property
    def is_broken(self) -> bool:
        """Return True if it failed so often that it is not a passing outage."""
        return self.failed_days >= BROKEN_AFTER

    @property
    def public_state(self) -> tuple[bool, date | None]:
        """Return what readers see of it: whether it is broken, and since when or when reached."""
        return self.is_broken, self.failing_since if self.is_broken else self.reached_on

    def record_reached(self, today: date) -> None:
        """Note that it was reached."""
        self.asked_on = self.reached_on = today
        self.failing_since, self.failed_days, self.said = None, 0, ""

    def record_failed(self, today: date, said: str) -> None:
        """Note that it is gone, or its host is; several times on one day count as one."""
        if not self.failed_days or self.asked_on < today:
            self.failed_days += 1
        self.failing_since = self.failing_since or today
        self.record_unclear(today, said)

    def record_unclear(self, today: date, said: str) -> None:
        """Note that a person has to look; whether it is there stays as it was."""
        self.asked_on = today
        self.said = "".join(each if each.isprintable() else " " for each in said)[:200]


def broken_link(path: str = "") -> Q:
    """Return the condition that the address of a source is broken; `path` leads to the source."""
    of_this_address = Q(**{f"{path}link_check__address": F(f"{path}url")})
    return of_this_address & Q(**{f"{path}link_check__failed_days__gte": BROKEN_AFTER})


def sources_due(today: date, older_than: timedelta) -> models.QuerySet[Source]:
    """Return the sources whose addresses are to be asked, those never asked first, then by age.

    One that fails is asked again sooner, until it is called broken.
    """
    never = Q(link_check=None) | ~Q(link_check__address=F("url"))
    failing = Q(link_check__failed_days__range=(1, BROKEN_AFTER - 1))
    long_ago = Q(link_check__asked_on__lte=today - older_than)
    again = failing & Q(link_check__asked_on__lte=today - AGAIN)
    sources = Source.objects.exclude(url="").filter(never | long_ago | again)
    return sources.order_by(F("link_check__asked_on").asc(nulls_first=True), "pk")
