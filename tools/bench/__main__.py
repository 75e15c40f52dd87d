"""`./run bench`: create synthetic catalogues, measure each, write docs/speed.md."""

import argparse
import json
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tools.bench import installations, machine, report
from tools.bench.measuring import PARTS
from tools.bench.tools import install_datasette
from tools.servers import ROOT, ToolFailed

MILLION = 1_000_000


def main() -> int:
    """Measure what the command line requests; return the exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to run the cleanup code
    asked = parse_arguments()
    sizes = asked.sizes + [MILLION] * asked.million
    results: list[report.Result] = []
    try:
        with installations.create_folder() as folder:
            if missing := installations.describe_missing_space(sizes, folder):
                sys.exit(f"bench: {missing}")
            tools = install_datasette(folder) if "datasette" in asked.parts else ""
            for size in sizes:
                for database in asked.databases:
                    results.append(measure_catalogue(database, size, folder, asked, str(tools)))
    except KeyboardInterrupt:
        print("\nbench: interrupted; nothing was written.", file=sys.stderr)
        return 130
    text = report.format_report(
        results, machine.describe_machine(report.database_versions(results)), asked.seconds
    )
    asked.output.write_text(text, encoding="utf-8")
    print(f"bench: written to {asked.output}", file=sys.stderr)
    return 1 if report.list_failures(results) else 0


def measure_catalogue(database: str, size: int, folder: Path, asked, tools: str) -> report.Result:
    """Create a catalogue, measure it, remove it; the result contains failures too."""
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
        # A separate session: Ctrl-C reaches only this process, which forwards it once.
        process = subprocess.Popen(
            words, cwd=ROOT, env=installation.environment | settings, start_new_session=True
        )
        wait_for_process(process)
        return report.Result(database, size, json.loads(out.read_text()))
    except ToolFailed as failure:
        return report.Result(database, size, {"measuring": {"failed": str(failure)}})
    finally:
        installations.remove_catalogue(installation)


def wait_for_process(process: subprocess.Popen) -> None:
    """Wait for a process; if the bench is interrupted, let the process clean up first."""
    try:
        code = process.wait()
    except BaseException:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the cleanup must not be interrupted
        if process.poll() is None:
            print("\nbench: stopping servers ...", file=sys.stderr)
            process.send_signal(signal.SIGTERM)
            # A process that waits for its database ends when the database is removed.
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=30)
        raise
    if code:
        raise ToolFailed(f"the process that measures ended with {code}")


def parse_arguments() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--million", action="store_true", help="measure a million practices too")
    parser.add_argument("--sizes", type=parse_numbers, default=[10_000, 100_000])
    parser.add_argument("--databases", type=choice_parser("sqlite", "postgresql"),
                        default=["sqlite", "postgresql"])  # fmt: skip
    parser.add_argument("--seconds", type=float, default=5, help="for each single measurement")
    parser.add_argument("--parts", type=choice_parser(*PARTS), default=list(PARTS))
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "speed.md")
    return parser.parse_args()


def parse_numbers(text: str) -> list[int]:
    """Parse numbers separated by commas."""
    return [int(word) for word in text.split(",")]


def choice_parser(*known: str):
    """Return a parser of known words separated by commas."""

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
