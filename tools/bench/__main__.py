"""`./run bench`: make catalogues, measure each, write docs/speed.md."""

import argparse
import json
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tools.bench import installations, machine, report
from tools.bench.measuring import PARTS
from tools.bench.tools import datasette
from tools.servers import ROOT, ToolFailed

MILLION = 1_000_000


def main() -> int:
    """Measure what is asked for; return how the command ends."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # everything is ended in order
    asked = arguments()
    sizes = asked.sizes + [MILLION] * asked.million
    results: list[report.Result] = []
    try:
        with installations.create_folder() as folder:
            if missing := installations.describe_missing_space(sizes, folder):
                sys.exit(f"bench: {missing}")
            tools = datasette(folder) if "datasette" in asked.parts else ""
            for size in sizes:
                for database in asked.databases:
                    results.append(measure_catalogue(database, size, folder, asked, str(tools)))
    except KeyboardInterrupt:
        print("\nbench: broken off; nothing was written.", file=sys.stderr)
        return 130
    text = report.text(results, machine.facts(report.versions(results)), asked.seconds)
    asked.output.write_text(text, encoding="utf-8")
    print(f"bench: written to {asked.output}", file=sys.stderr)
    return 1 if report.failures(results) else 0


def measure_catalogue(database: str, size: int, folder: Path, asked, tools: str) -> report.Result:
    """Make a catalogue, measure it, remove it; what fails is told among the figures."""
    print(f"\n==== {database}, {size:,} practices ====", file=sys.stderr, flush=True)
    try:
        installation = installations.create_catalogue(database, size, folder)
    except ToolFailed as failure:
        return report.Result(database, size, {"catalogue": {"failed": str(failure)}})
    try:
        out = installation.folder / "figures.json"
        words = [
            sys.executable, "-m", "tools.bench.measuring",
            f"--database={database}", f"--size={size}",
            f"--folder={installation.folder}", f"--out={out}", f"--seconds={asked.seconds}",
            f"--tools={tools}", f"--parts={','.join(asked.parts)}",
        ]  # fmt: skip
        settings = {"DJANGO_SETTINGS_MODULE": "tools.bench.plain.settings"}
        # A session of its own: Ctrl-C comes to this process only, which passes it on once.
        process = subprocess.Popen(
            words, cwd=ROOT, env=installation.environment | settings, start_new_session=True
        )
        wait_for(process)
        return report.Result(database, size, json.loads(out.read_text()))
    except ToolFailed as failure:
        return report.Result(database, size, {"measuring": {"failed": str(failure)}})
    finally:
        installations.remove_catalogue(installation)


def wait_for(process: subprocess.Popen) -> None:
    """Wait for a process; when the bench is broken off, let it first end what it started."""
    try:
        code = process.wait()
    except BaseException:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what follows must not be broken off
        if process.poll() is None:
            print("\nbench: ending what was started ...", file=sys.stderr)
            process.send_signal(signal.SIGTERM)
            # One that waits for its database hears of it when that is taken away, and ends then.
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=30)
        raise
    if code:
        raise ToolFailed(f"the process that measures ended with {code}")


def arguments() -> argparse.Namespace:
    """Read the words of the command line."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--million", action="store_true", help="measure a million practices too")
    parser.add_argument("--sizes", type=numbers, default=[10_000, 100_000])
    parser.add_argument("--databases", type=words_of("sqlite", "postgresql"),
                        default=["sqlite", "postgresql"])  # fmt: skip
    parser.add_argument("--seconds", type=float, default=5, help="for each single measurement")
    parser.add_argument("--parts", type=words_of(*PARTS), default=list(PARTS))
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "speed.md")
    return parser.parse_args()


def numbers(text: str) -> list[int]:
    """Read numbers with commas between them."""
    return [int(word) for word in text.split(",")]


def words_of(*known: str):
    """Return a reader of known words with commas between them."""

    def read(text: str) -> list[str]:
        words = text.split(",")
        if unknown := set(words) - set(known):
            raise argparse.ArgumentTypeError(
                f"unknown: {', '.join(sorted(unknown))}; use {', '.join(known)}"
            )
        return words

    return read


if __name__ == "__main__":
    sys.exit(main())
