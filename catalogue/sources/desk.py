"""What the desk asks of sources: addresses that somebody has to open and read."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Status
from catalogue.desk.tasks import Task
from catalogue.sources.models import Citation


def unopened(user) -> Q:
    """Return the condition that a source has an address that was not opened, and `user` may say so.

    What a public record cites is changed by those who may publish.
    """
    found = ~Q(url="") & Q(url_opened=False)
    if not user.has_perm("catalogue.publish_practice"):
        for table in Citation.__subclasses__():
            found &= ~Q(pk__in=cited_in_public(table))
    return found


def cited_in_public(table):
    """Return the keys of the sources that public records of a noun cite."""
    (noun,) = (
        field.name
        for field in table._meta.concrete_fields
        if field.is_relation and field.name != "source"
    )
    return table.objects.filter(**{f"{noun}__status": Status.PUBLISHED}).order_by().values("source")


TASKS = (Task("unopened", _("Addresses that were not opened, or do not open"), "change", unopened),)
