"""`./run compare-counts`: compare facet counts with those of the database for random filters."""

import argparse
import os
import random
import sys

import django


def main(arguments: list[str] | None = None) -> int:
    """Compare random selections of every list; return 1 if records, order or counts differ."""
    parser = argparse.ArgumentParser(prog="./run compare-counts", description=__doc__)
    parser.add_argument("--samples", type=int, default=10, help="selections of each list")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same selections")
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from catalogue.core.registry import listed_nouns
    from catalogue.db.transactions import read_snapshot
    from tools import counts

    chance, found = random.Random(options.seed), []
    for noun in listed_nouns():
        with read_snapshot():
            for _ in range(options.samples):
                found += counts.find_differences(noun, counts.choose_random_address(noun, chance))
        print(f"{noun.list_title}: {options.samples} selections compared")
    print("\n".join([f"Differences: {len(found)}", *found]) if found else "No differences.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
