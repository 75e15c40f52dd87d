"""Write fixtures/countries.yaml anew: `./run manage build_countries path/to/country_data.tsv`."""

from pathlib import Path

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand

from catalogue.imports import build_countries


class Command(BaseCommand):
    """Rebuild the list of countries from maintained packages."""

    help = "Write fixtures/countries.yaml from country_converter's table and pycountry."

    def add_arguments(self, parser):
        parser.add_argument("table", type=Path, help="country_data.tsv of country_converter")

    def handle(self, *, table, **options):
        fixtures = settings.ROOT / "fixtures"
        regions = yaml.safe_load((fixtures / "regions.yaml").read_text())["regions"]
        with table.open(encoding="utf-8") as lines:
            entries = build_countries.build(lines, {each["name"]: each["code"] for each in regions})
        text = yaml.safe_dump({"countries": entries}, allow_unicode=True, sort_keys=False)
        (fixtures / "countries.yaml").write_text(text, encoding="utf-8")
        self.stdout.write(f"{len(entries)} countries and areas written.")
