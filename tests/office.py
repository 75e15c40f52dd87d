"""A pytest plugin: a real LibreOffice for tests marked `office`, without windows."""

import shutil
import subprocess
from pathlib import Path

from tests.programs import Program
from tools.servers import HANG

PROGRAM = Program(
    "office",
    "no LibreOffice found (apt-get install libreoffice-calc-nogui)",
    "FILES NOT OPENED IN LIBREOFFICE",
)


def find_office() -> str | None:
    """Return the path of the system's LibreOffice."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def pytest_runtest_setup(item):
    """Skip or fail a test that needs LibreOffice if it is missing."""
    PROGRAM.require(item, find_office())


def pytest_terminal_summary(terminalreporter):
    """Report loudly that no file was opened."""
    PROGRAM.report(terminalreporter)


#: Comma or another separator, double quotes, UTF-8: what its window proposes; without a window it
#: must be told.
OPEN_CSV = "--infilter=CSV:{delimiter},34,76,1"
#: The same for saving; every text in quotes, each cell as it is shown.
SAVE_CSV = "csv:Text - txt - csv (StarCalc):{delimiter},34,76,1,,0,true,true,false"


def convert_to_csv(files: list[Path], folder: Path, delimiter: str = ",") -> list[bytes]:
    """Open files of one type in LibreOffice, save them as CSV in a folder, and return these."""
    convert(files, folder, SAVE_CSV.format(delimiter=ord(delimiter)))
    return [(folder / f"{file.stem}.csv").read_bytes() for file in files]


def convert_to_workbooks(files: list[Path], folder: Path, delimiter: str = ",") -> list[Path]:
    """Open files of one type in LibreOffice, and save them as workbooks in a folder."""
    convert(files, folder, "xlsx", delimiter)
    return [folder / f"{file.stem}.xlsx" for file in files]


def convert(files: list[Path], folder: Path, to: str, delimiter: str = ",") -> None:
    """Open files in LibreOffice, with a profile of their own, and save them in another form.

    `delimiter` is what separates the cells of a CSV.
    """
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    opening = [OPEN_CSV.format(delimiter=ord(delimiter))] if files[0].suffix == ".csv" else []
    command = [find_office(), profile, "--headless", *opening, "--convert-to", to]
    subprocess.run(
        [*command, "--outdir", folder, *files], check=True, capture_output=True, timeout=HANG
    )
