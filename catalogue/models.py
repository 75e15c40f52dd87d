"""Front door: every model of the catalogue, by room."""

from catalogue.changelog.models import Change
from catalogue.core.models import CodeSequence
from catalogue.coverage.models import NotApplicable
from catalogue.editorial.models import ProposedChange, SentForm
from catalogue.events.models import Event, EventCitation, Participation
from catalogue.imports.models import Import
from catalogue.organizations.models import (
    FormerSlug,
    Organization,
    OrganizationCitation,
    OrganizationOtherName,
)
from catalogue.practices.models import Practice
from catalogue.practices.relations import (
    Basis,
    Evidence,
    Involvement,
    PracticeCitation,
    PracticeRelation,
)
from catalogue.resolutions.models import (
    CrosswalkEntry,
    OperativeParagraph,
    Resolution,
    ResolutionCitation,
    StreamOfEffort,
)
from catalogue.search.missed import MissedSearch
from catalogue.sources.link_checks import LinkCheck
from catalogue.sources.models import Source
from catalogue.taxonomy.models import (
    Country,
    CountryOtherName,
    Measure,
    MeasureOtherName,
    Region,
    Sector,
    SectorOtherName,
    Threat,
    ThreatOtherName,
)
