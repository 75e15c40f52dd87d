"""Made-up sources and organizations."""

from random import Random

from catalogue.imports.loader import SYNTHETIC_MARK
from catalogue.organizations.models import Organization, OrganizationCitation, OrganizationKind
from catalogue.sources.models import Source
from tools.synthetic.bulk_rows import RowBuffer
from tools.synthetic.context import DAY, MADE_UP, YEARS, Context
from tools.synthetic.randomness import ZipfChoice
from tools.synthetic.texts import Writer


def generate_sources(context: Context, number: int, chance: Random) -> None:
    """Make documents that can be cited."""
    writer, rows = (
        Writer(chance),
        RowBuffer(
            Source,
            "id",
            "title",
            "publisher",
            "year",
            "url",
            "url_opened",
        ),
    )
    for key in range(1, number + 1):
        title = f"{SYNTHETIC_MARK} {writer.phrase(3, 8).capitalize()}{writer.foreign(0.01)}"
        address = f"https://example.org/synthetic/{key}"
        opened = int(chance.random() < 0.85)
        rows.add(key, title, writer.phrase(1, 3).title(), chance.choice(YEARS), address, opened)
    rows.write()
    context.sources = number


def generate_organizations(context: Context, number: int, chance: Random) -> None:
    """Make bodies; some are part of an earlier one."""
    writer = Writer(chance)
    rows = RowBuffer(
        Organization,
        "id", "name", "acronym", "slug", "kind", "parent_id", "country_id", "founded", "website",
        "summary", "status", "published_at",
    )  # fmt: skip
    cited = RowBuffer(OrganizationCitation, "organization_id", "source_id", "position")
    kinds = ZipfChoice(OrganizationKind.values)
    for key in range(1, number + 1):
        parent = 1 + int(chance.random() * (key - 1)) if key > 1 and chance.random() < 0.2 else None
        public = chance.random() < 0.95
        rows.add(
            key,
            f"{SYNTHETIC_MARK} {writer.phrase(2, 5).title()}{writer.foreign(0.02)}",
            writer.sometimes(0.6, f"SYN-{key}"),
            f"synthetic-{key}",
            kinds.one(chance),
            parent,
            context.countries.one(chance) if chance.random() < 0.7 else None,
            chance.randrange(1945, 2026),
            f"https://example.org/body/{key}",
            f"{MADE_UP} {writer.text(10, 40)}",
            "published" if public else "draft",
            f"{chance.choice(DAY)} 08:00:00" if public else None,
        )
        cited.add(key, 1 + int(chance.random() * context.sources), 1)
    rows.write()
    cited.write()
    context.organizations = ZipfChoice(range(1, number + 1))
