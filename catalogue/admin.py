"""Front door: the admin of every room."""

from catalogue.coverage.admin import NotApplicableAdmin
from catalogue.events.admin import EventAdmin
from catalogue.imports.admin import IMPORT_PAGES
from catalogue.operations.admin import AccountAdmin, PermissionGroupAdmin
from catalogue.organizations.admin import OrganizationAdmin
from catalogue.practices.admin import PracticeAdmin
from catalogue.resolutions.admin import OperativeParagraphAdmin, ResolutionAdmin
from catalogue.sources.admin import SourceAdmin
from catalogue.taxonomy.admin import CountryAdmin, RegionAdmin, TermAdmin
