"""What the desk asks of resolutions: what a good record has."""

from django.utils.translation import gettext_lazy as _

from catalogue.editorial.completeness import Recommended, filled
from catalogue.resolutions.models import Resolution

RECOMMENDED = (
    filled(Resolution, "title"),
    filled(Resolution, "summary"),
    filled(Resolution, "url"),
    Recommended(
        _("an operative paragraph"),
        "paragraphs-group",
        lambda resolution: resolution.paragraphs.exists(),
    ),
    Recommended(
        _("a confirmed number of each paragraph"),
        "paragraphs-group",
        lambda resolution: (
            resolution.paragraphs.exists()
            and not resolution.paragraphs.filter(number_confirmed=False).exists()
        ),
    ),
    Recommended(_("a source"), "citations-group", lambda each: each.citations.exists()),
)
