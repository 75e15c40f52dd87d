"""What the desk asks of sources: addresses to open and read, and those that lead nowhere."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Status
from catalogue.editorial.tasks import Task
from catalogue.sources.link_checks import broken_link
from catalogue.sources.models import Citation


def needs_look(user) -> Q:
    """Return the condition that a source has an address to look at, and `user` may change it.

    It was not opened, or it is broken and nothing leads to a kept copy. What a public record cites
    is changed by those who may publish.
    """
    found = ~Q(url="") & (Q(url_opened=False) | broken_link() & Q(archived_url=""))
    if not user.has_perm("catalogue.publish_practice"):
        for table in Citation.__subclasses__():
            found &= ~Q(pk__in=publicly_cited(table))
    return found


def publicly_cited(table):
    """Return the keys of the sources that public records of a noun cite."""
    (noun,) = (
        field.name
        for field in table._meta.concrete_fields
        if field.is_relation and field.name != "source"
    )
    return table.objects.filter(**{f"{noun}__status": Status.PUBLISHED}).order_by().values("source")


TASKS = (
    Task("unopened", _("Addresses that were not opened, or do not open"), "change", needs_look),
)
