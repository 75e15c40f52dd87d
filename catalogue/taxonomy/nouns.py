"""The controlled words as nouns: vocabularies, regions and countries."""

from catalogue.core.registry import Noun
from catalogue.taxonomy.models import Country, Measure, Region, Sector, Threat


def declare_words(model, plural: str, file: str, **names) -> Noun:
    """Return the noun of some controlled words; all of them are public."""
    return Noun(
        model=model,
        plural=plural,
        public=model.objects.all,
        fixture=(file, plural),
        facet=model._meta.model_name,
        **names,
    )


TERM_NAMES = {"key": "slug", "title": "label", "names": ("other_names__name",)}
PLACE_NAMES = {"key": "code", "title": "name", "has_proper_names": True, "has_pages": False}
COUNTRY_NAMES = {"names": ("other_names__name",), "abbreviations": ("code", "alpha3")}

SECTOR = declare_words(Sector, "sectors", "taxonomy.yaml", **TERM_NAMES)
MEASURE = declare_words(Measure, "measures", "taxonomy.yaml", **TERM_NAMES)
THREAT = declare_words(Threat, "threats", "taxonomy.yaml", **TERM_NAMES)
REGION = declare_words(Region, "regions", "regions.yaml", names=("name",), **PLACE_NAMES)
COUNTRY = declare_words(Country, "countries", "countries.yaml", **PLACE_NAMES, **COUNTRY_NAMES)
