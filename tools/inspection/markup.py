"""`python -m tools.inspection.markup`: check every page and stylesheet with the W3C's checker.

A page and a style with known errors go along each time, so that a checker that sees nothing is
noticed. Links to pages that are not there are found on the way.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from tools.inspection import programs
from tools.inspection.pages import Page, walk_site
from tools.inspection.serving import ROOT, load_real_records

BROKEN = {
    "broken.html": "<!DOCTYPE html><html lang=en><title>Broken</title><p><b>Never closed",
    "broken.css": "p { colour: red }",
}
#: Valid CSS that the checker does not know yet, each with the text that defines it.
TOO_NEW = {
    "“field-sizing”: Property “field-sizing” doesn't exist.": "CSS Basic User Interface 4, 4.6",
}


def main() -> int:
    """Check everything; return 1 where something is wrong."""
    java = programs.find_program("java")
    jar = programs.install_program("vnu") / "vnu-jar/build/dist/vnu.jar"
    with tempfile.TemporaryDirectory(prefix="catalogue-markup-") as name:
        folder = Path(name)
        pages = {f"{number:04}.html": page for number, page in enumerate(list_all_pages())}
        texts = BROKEN | {file: page.text for file, page in pages.items()}
        for file, text in texts.items():
            (folder / file).write_text(text)
        places = {file: page.address for file, page in pages.items()} | copy_static(folder)
        errors = check(java, jar, folder)
    if unseen := BROKEN.keys() - dict(errors).keys():
        print(f"The checker did not find the errors made on purpose in {', '.join(unseen)}.")
        return 1
    wrong = [(places[file], text) for file, text in errors if file not in BROKEN]
    wrong += [(page.address, "a link leads here") for page in pages.values() if page.is_missing]
    print_errors(wrong, len(places))
    return 1 if wrong else 0


def list_all_pages() -> list[Page]:
    """Return every page that readers can get."""
    with load_real_records():
        from tools.inspection.answers import create_getter, render_error_pages

        return [*walk_site(create_getter()), *render_error_pages()]


def check(java: str, jar: Path, folder: Path) -> list[tuple[str, str]]:
    """Return the (file, error) pairs of a folder, without CSS that is too new for the checker."""
    words = [java, "-Xss8m", "-jar", jar, "--also-check-css", "--also-check-svg"]
    done = subprocess.run(
        [*words, "--stdout", "--exit-zero-always", "--format", "json", folder],
        stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    return [
        (urlsplit(each["url"]).path.rpartition("/")[2], text)
        for each in json.loads(done.stdout)["messages"]
        if each["type"] != "info" and not is_too_new(text := describe_message(each))
    ]


def describe_message(message: dict) -> str:
    """Return what the checker says, with the place and the text around it."""
    around = " ".join(message.get("extract", "").split())
    return f"{message['message']} (line {message.get('lastLine', '?')}: {around})"


def is_too_new(text: str) -> bool:
    """Return True if the checker only does not know a property yet."""
    return any(known in text for known in TOO_NEW)


def print_errors(wrong: list[tuple[str, str]], number: int) -> None:
    """Print each error once, with a page that has it and the number of pages."""
    texts = Counter(text.partition(" (line ")[0] for _, text in wrong)
    for text, times in texts.most_common():
        place, first = next(each for each in wrong if each[1].startswith(text))
        print(f"{place}: {first}" + (f" [{times} times]" if times > 1 else ""))
    print(f"{number} pages and styles checked, {len(wrong)} errors.")


def copy_static(folder: Path) -> dict[str, str]:
    """Copy every stylesheet and drawing into a folder; return the place of each file."""
    files = [*ROOT.glob("static/**/*.css"), *ROOT.glob("static/**/*.svg")]
    for path in files:
        shutil.copy(path, folder)
    return {path.name: str(path.relative_to(ROOT)) for path in files}


if __name__ == "__main__":
    sys.exit(programs.run_inspection(main, "MARKUP AND STYLES"))
