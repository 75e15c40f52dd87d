"""Make a synthetic catalogue, for measurements and tests."""

from django.core.management.base import BaseCommand, CommandError

from catalogue.synthetic.making import Refused, make


class Command(BaseCommand):
    """Fill an empty catalogue with made-up records."""

    help = (
        "Fill an empty catalogue with made-up records, clearly marked. The same seed and size give "
        "the same records. They are all there, or, where it is broken off, none."
    )

    def add_arguments(self, parser):
        parser.add_argument("size", type=int, help="how many practices")
        parser.add_argument("--seed", type=int, default=1, help="another seed, other records")
        parser.add_argument(
            "--replace", action="store_true", help="throw away the synthetic records that are there"
        )

    def handle(self, *, size, seed, replace, **options):
        if not 1 <= size <= 10_000_000:
            raise CommandError("Give a size from 1 to 10000000.")
        try:
            make(size, seed=seed, replace=replace, report=self.say)
        except Refused as refused:
            raise CommandError(f"Nothing was made. {refused}") from refused
        except KeyboardInterrupt:
            raise CommandError("Broken off: the catalogue is as it was. Start anew.") from None
        self.say("Done.")

    def say(self, line):
        """Say how far the work is, apart from what a program may read."""
        self.stderr.write(line, style_func=str)
        self.stderr.flush()
