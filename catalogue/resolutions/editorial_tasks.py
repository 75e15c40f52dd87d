"""What the desk asks of resolutions: what a good record has."""

from django.utils.translation import gettext_lazy as _

from catalogue.editorial.completeness import Recommendation, recommend_field
from catalogue.resolutions.models import Resolution

RECOMMENDED = (
    recommend_field(Resolution, "title"),
    recommend_field(Resolution, "summary"),
    recommend_field(Resolution, "url"),
    Recommendation(
        _("an operative paragraph"),
        "paragraphs-group",
        lambda resolution: resolution.paragraphs.exists(),
    ),
    Recommendation(
        _("a confirmed number of each paragraph"),
        "paragraphs-group",
        lambda resolution: (
            resolution.paragraphs.exists()
            and not resolution.paragraphs.filter(number_confirmed=False).exists()
        ),
    ),
    Recommendation(_("a source"), "citations-group", lambda each: each.citations.exists()),
)
