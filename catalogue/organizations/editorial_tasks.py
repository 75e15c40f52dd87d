"""What the desk asks of organizations: what a good record has, by what doubles are alike."""

from django.utils.translation import gettext_lazy as _

from catalogue.editorial.completeness import Recommended, filled
from catalogue.editorial.duplicate_keys import Alike
from catalogue.organizations.models import Organization

RECOMMENDED = (
    filled(Organization, "summary"),
    filled(Organization, "website"),
    filled(Organization, "founded", _("the year in which it was founded")),
    Recommended(
        _("a source"), "citations-group", lambda organization: organization.citations.exists()
    ),
)

Alike(Organization, title="name", countries="country", bodies="parent", near=85, by_source=False)
