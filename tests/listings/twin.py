"""A slow, obvious twin of the lists: every record is looked at, in Python, one by one."""

from collections.abc import Callable

from catalogue.models import Event, Organization, Practice, Region, Resolution


def names(records, field="slug") -> set[str]:
    """Return the codes of records."""
    return {str(getattr(record, field)) for record in records}


def with_parents(terms) -> set[str]:
    """Return the codes of terms and of those above them."""
    return names([*terms, *(term.parent for term in terms if term.parent)])


def around(regions) -> set[str]:
    """Return the codes of regions and of all regions around them."""
    codes = set()
    for region in regions:
        while region is not None:
            codes.add(region.code)
            region = region.parent
    return codes


def public(records):
    """Return the records that the public may see."""
    return [record for record in records if record.status == "published"]


def numbered(practice):
    """Return the paragraphs with a page that a practice answers."""
    paragraphs = [basis.paragraph for basis in practice.basis.all()]
    return [p for p in paragraphs if p.code and p.resolution.status == "published"]


def country_of(record) -> set[str]:
    """Return the code of a record's country."""
    return {record.country.code} if record.country else set()


def region_of(record) -> set[str]:
    """Return the codes of the regions around a record's country."""
    return around([record.country.region]) if record.country else set()


def year_of(year) -> set[str]:
    """Return a year as it stands in an address."""
    return set() if year is None else {str(year)}


def verified(record) -> set[str]:
    """Return the year in which a record was last verified, or that it never was."""
    return {str(record.last_verified_on.year)} if record.last_verified_on else {"never"}


def addresses(record) -> set[str]:
    """Return what is known of the address of each source that a record cites."""
    sources = [citation.source for citation in record.citations.all()]
    return {address(source) for source in sources} or {"no_source"}


def address(source) -> str:
    """Return what is known of the address of a source."""
    if not source.url:
        return "no_address"
    if source.checked and source.checked.is_broken:
        return "broken"
    return "opened" if source.url_opened else "unchecked"


#: What a record has in each facet, and its year.
PRACTICE = {
    "sector": lambda p: with_parents(p.sectors.all()),
    "measure": lambda p: with_parents(p.measures.all()),
    "threat": lambda p: with_parents(p.threats.all()),
    "resolution": lambda p: names(
        [b.paragraph.resolution for b in p.basis.all() if public([b.paragraph.resolution])], "code"
    ),
    "paragraph": lambda p: names(numbered(p), "code"),
    "region": lambda p: around([*p.regions.all(), *(c.region for c in p.countries.all())]),
    "country": lambda p: names(p.countries.all(), "code"),
    "organization": lambda p: names(public(p.organizations.all())),
    "organization_kind": lambda p: names(public(p.organizations.all()), "kind"),
    "kind": lambda p: {p.kind},
    "event": lambda p: names(public(p.events.all()), "code"),
    "decade": lambda p: year_of(p.started and p.started // 10 * 10),
    "year": lambda p: year_of(p.started),
    "evidence": lambda p: names(p.evidence.all(), "kind"),
    "verified": verified,
    "source_health": addresses,
}
EVENT = {
    "sector": lambda e: with_parents(e.sectors.all()),
    "measure": lambda e: with_parents(e.measures.all()),
    "resolution": lambda e: names(public(e.resolutions.all()), "code"),
    "region": region_of,
    "country": country_of,
    "organization": lambda e: names(public(e.organizations.all())),
    "kind": lambda e: {e.kind},
    "year": lambda e: year_of(e.start.year),
    "verified": verified,
    "source_health": addresses,
}
ORGANIZATION = {
    "kind": lambda o: {o.kind},
    "region": region_of,
    "country": country_of,
    "parent": lambda o: names(public([o.parent] if o.parent else [])),
    "decade": lambda o: year_of(o.founded and o.founded // 10 * 10),
    "year": lambda o: year_of(o.founded),
    "source_health": addresses,
}
RESOLUTION = {
    "measure": lambda r: set().union(*(with_parents(p.measures.all()) for p in r.paragraphs.all())),
    "organ": lambda r: {r.organ},
    "year": lambda r: year_of(r.year),
    "source_health": addresses,
}
NOUNS: dict[str, tuple[type, dict[str, Callable], str]] = {
    "practices": (Practice, PRACTICE, "code"),
    "events": (Event, EVENT, "code"),
    "organizations": (Organization, ORGANIZATION, "slug"),
    "resolutions": (Resolution, RESOLUTION, "slug"),
}
#: What is read together for all records of a list.
REGIONS_OF_COUNTRY = "region__parent__parent__parent"
SOURCES = "citations__source__link_check"
RELATED = {
    "practices": (
        SOURCES, "sectors__parent", "measures__parent", "threats__parent", "organizations",
        "basis__paragraph__resolution", "regions__parent__parent__parent", "events", "evidence",
        f"countries__{REGIONS_OF_COUNTRY}",
    ),
    "events": (
        SOURCES, "sectors__parent", "measures__parent", "organizations", "resolutions",
        f"country__{REGIONS_OF_COUNTRY}",
    ),
    "organizations": (SOURCES, "parent", f"country__{REGIONS_OF_COUNTRY}"),
    "resolutions": (SOURCES, "paragraphs__measures__parent"),
}  # fmt: skip


class Twin:
    """One list, read whole into memory: what each public record has in each facet."""

    def __init__(self, noun: str):
        model, facets, self.key = NOUNS[noun]
        self.regions = list(Region.objects.all())
        self.has = {
            getattr(record, self.key): {name: of(record) for name, of in facets.items()}
            for record in public(model.objects.prefetch_related(*RELATED[noun]))
        }

    def values(self) -> dict[str, list[str]]:
        """Return the values that occur in each facet."""
        return {
            name: sorted(set().union(*(has[name] for has in self.has.values())))
            for name in next(iter(self.has.values()))
        }

    def matching(self, chosen: dict) -> set[str]:
        """Return the keys of records that match: OR inside a facet, AND across."""
        return {key for key, has in self.has.items() if self._matches(has, chosen)}

    def _matches(self, has, chosen):
        facets = all(has[name] & set(values) for name, values in chosen.items() if name in has)
        years = {int(year) for year in has["year"]}
        low, high = chosen.get("year_from"), chosen.get("year_to")
        return (
            facets
            and (low is None or any(year >= low for year in years))
            and (high is None or any(year <= high for year in years))
        )
