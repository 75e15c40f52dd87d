"""What the desk asks of organizations: what a good record has, by what doubles are alike."""

from django.utils.translation import gettext_lazy as _

from catalogue.editorial.completeness import Recommendation, recommend_field
from catalogue.editorial.duplicate_keys import DuplicateRule
from catalogue.organizations.models import Organization

RECOMMENDED = (
    recommend_field(Organization, "summary"),
    recommend_field(Organization, "website"),
    recommend_field(Organization, "founded", _("the year in which it was founded")),
    Recommendation(
        _("a source"), "citations-group", lambda organization: organization.citations.exists()
    ),
)

DuplicateRule(
    Organization, title="name", countries="country", bodies="parent", near=85, by_source=False
)
