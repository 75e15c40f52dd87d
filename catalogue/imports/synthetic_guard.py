"""Real records and synthetic ones are never in one catalogue: a mark tells them apart."""

from django.db import models
from django.utils.translation import gettext as _

from catalogue.events.models import Event
from catalogue.organizations.models import Organization
from catalogue.practices.models import Practice
from catalogue.resolutions.models import Resolution
from catalogue.sources.models import Source

#: The title of every synthetic record begins with it.
MARK = "[Synthetic]"
TITLES = {
    Practice: "title", Event: "title", Organization: "name", Resolution: "title", Source: "title",
}  # fmt: skip


def marked(model: type[models.Model]) -> models.QuerySet:
    """Return the synthetic records of a noun."""
    return model._base_manager.filter(**{f"{TITLES[model]}__startswith": MARK})


def unmarked(model: type[models.Model]) -> models.QuerySet:
    """Return the real records of a noun."""
    return model._base_manager.exclude(**{f"{TITLES[model]}__startswith": MARK})


def refusal_of_real_records() -> str:
    """Say why real records cannot be loaded into this catalogue; empty where they can."""
    if not any(marked(model).exists() for model in TITLES):
        return ""
    return _(
        "This catalogue is synthetic, and real records are never put beside made-up ones. "
        "Use another database."
    )


def refusal_of_synthetic_records() -> str:
    """Say why a synthetic catalogue cannot be made here; empty where it can."""
    found = [model for model in TITLES if unmarked(model).exists()]
    if not found:
        return ""
    return _(
        "This catalogue holds real records (%(nouns)s), and made-up ones are never put beside "
        "them. Use another database."
    ) % {"nouns": ", ".join(str(model._meta.verbose_name_plural) for model in found)}
