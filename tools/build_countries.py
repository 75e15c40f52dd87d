"""`./run build-countries`: write fixtures/countries.yaml from two maintained packages.

Codes come from pycountry (ISO 3166-1, as Debian keeps it); subregion and membership of the United
Nations from the table of country_converter. Names follow the United Nations' own usage. The other
names that editors have put into the file stay.
"""

import argparse
import csv
from collections.abc import Iterable
from pathlib import Path

import pycountry
import yaml

FIXTURES = Path(__file__).parent.parent / "fixtures"
#: Where the United Nations' name cannot be derived from the name in ISO 3166-1.
UN_NAMES = {
    "CD": "Democratic Republic of the Congo",
    "CF": "Central African Republic",
    "FK": "Falkland Islands (Malvinas)",
    "HK": "Hong Kong, China",
    "KP": "Democratic People's Republic of Korea",
    "KR": "Republic of Korea",
    "MD": "Republic of Moldova",
    "MF": "Saint Martin (French part)",
    "MO": "Macao, China",
    "NL": "Netherlands (Kingdom of the)",
    "PS": "State of Palestine",
    "SX": "Sint Maarten (Dutch part)",
    "TW": "Chinese Taipei",  # as the forum of its records, APEC, names it
    "TZ": "United Republic of Tanzania",
    "GB": "United Kingdom of Great Britain and Northern Ireland",
    "US": "United States of America",
    "VA": "Holy See",
    "VG": "British Virgin Islands",
    "VI": "United States Virgin Islands",
}
#: Spellings in which the two packages and M49 differ: the table's name for a region to M49's code.
NO_SUBREGION = {"Antarctica": "001"}
#: Where the table puts a country elsewhere than M49 does.
REGIONS = {"NR": "057"}  # Nauru: Micronesia


def country_name(alpha2: str, iso_name: str) -> str:
    """Return the name in United Nations usage: `Iran, Islamic Republic of` has it in brackets."""
    if alpha2 in UN_NAMES:
        return UN_NAMES[alpha2]
    head, comma, tail = iso_name.partition(", ")
    return f"{head} ({tail})" if comma and tail.endswith(" of") else iso_name


def build_countries(
    table: Iterable[str], regions: dict[str, str], other_names: dict[str, list]
) -> list[dict]:
    """Return one entry for each code of ISO 3166-1, in the order of codes.

    `table` is the text of country_converter's `country_data.tsv`; `regions` gives M49 codes by
    name, `other_names` the other names of countries by code. A region that M49 does not name is a
    KeyError.
    """
    codes = regions | NO_SUBREGION
    facts = {
        row["ISO3"]: row for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
    }
    return [
        {
            "code": country.alpha_2,
            "alpha3": country.alpha_3,
            "numeric": country.numeric,
            "name": country_name(country.alpha_2, country.name),
            "region": REGIONS.get(country.alpha_2) or codes[facts[country.alpha_3]["UNregion"]],
            "un_member": bool(facts[country.alpha_3]["UNmember"]),
        }
        | ({"other_names": other_names[country.alpha_2]} if country.alpha_2 in other_names else {})
        for country in sorted(pycountry.countries, key=lambda each: each.alpha_2)
    ]


def list_other_names(entries: list[dict]) -> dict[str, list]:
    """Return the other names of countries by code."""
    return {each["code"]: each["other_names"] for each in entries if "other_names" in each}


def main(arguments: list[str] | None = None) -> None:
    """Write the file, and print how many countries it has."""
    parser = argparse.ArgumentParser(prog="./run build-countries", description=__doc__)
    parser.add_argument("table", type=Path, help="country_data.tsv of country_converter")
    options = parser.parse_args(arguments)
    regions = yaml.safe_load((FIXTURES / "regions.yaml").read_text())["regions"]
    stored = yaml.safe_load((FIXTURES / "countries.yaml").read_text())["countries"]
    with options.table.open(encoding="utf-8") as lines:
        entries = build_countries(
            lines, {each["name"]: each["code"] for each in regions}, list_other_names(stored)
        )
    text = yaml.safe_dump({"countries": entries}, allow_unicode=True, sort_keys=False)
    (FIXTURES / "countries.yaml").write_text(text, encoding="utf-8")
    print(f"{len(entries)} countries and areas written.")


if __name__ == "__main__":
    main()
