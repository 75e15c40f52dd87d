"""`./run synthetic SIZE`: fill an empty catalogue with made-up records."""

import argparse
import os
import sys

import django

MOST_PRACTICES = 10_000_000


def main(arguments: list[str] | None = None) -> int:
    """Generate the catalogue that the arguments describe; return the exit code."""
    options = parse_arguments(arguments)
    from tools.synthetic.generator import GenerationRefused, generate_catalogue

    try:
        generate_catalogue(
            options.size, seed=options.seed, replace=options.replace, report=print_progress
        )
    except GenerationRefused as refused:
        print(f"Nothing was made. {refused}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted: the catalogue is as it was. Start again.", file=sys.stderr)
        return 130
    print_progress("Done.")
    return 0


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        prog="./run synthetic",
        description="Fill an empty catalogue with made-up records, clearly marked. The same seed "
        "and size give the same records. All of them are made or, if interrupted, none.",
    )
    parser.add_argument("size", type=parse_size, help="how many practices")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other records")
    parser.add_argument(
        "--replace", action="store_true", help="delete the made-up records that are there"
    )
    return parser.parse_args(arguments)


def parse_size(text: str) -> int:
    """Return the number of practices; raise ArgumentTypeError if it is out of range."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_PRACTICES:
        raise argparse.ArgumentTypeError(f"Give a size from 1 to {MOST_PRACTICES}.")
    return int(text)


def print_progress(line: str) -> None:
    """Print how far the work is, to standard error."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    sys.exit(main())
