"""The controlled words as nouns: vocabularies, regions and countries."""

from catalogue.core.registry import Noun
from catalogue.taxonomy.models import Country, Measure, Region, Sector, Threat


def vocabulary_noun(model, plural: str) -> Noun:
    """Return the noun of a vocabulary; all its words are public."""
    fixture = ("taxonomy.yaml", plural)
    return Noun(
        model=model,
        key="slug",
        title="label",
        plural=plural,
        public=model.objects.all,
        fixture=fixture,
    )


SECTOR = vocabulary_noun(Sector, "sectors")
MEASURE = vocabulary_noun(Measure, "measures")
THREAT = vocabulary_noun(Threat, "threats")
REGION = Noun(
    model=Region,
    key="code",
    title="name",
    plural="regions",
    public=Region.objects.all,
    has_pages=False,
    fixture=("regions.yaml", "regions"),
)
COUNTRY = Noun(
    model=Country,
    key="code",
    title="name",
    plural="countries",
    public=Country.objects.all,
    has_pages=False,
    fixture=("countries.yaml", "countries"),
)
