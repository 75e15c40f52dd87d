"""A small disk that may be filled."""

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

MEGABYTE = 1 << 20


class Disk:
    """A disk of so many megabytes, mounted on a folder."""

    def __init__(self, path: Path):
        self.path, self.filler = path, path / "filler"

    @contextmanager
    def full(self):
        """Leave no room on it for a while."""
        self.fill()
        try:
            yield
        finally:
            self.filler.unlink()

    def fill(self) -> None:
        """Take what room there is, down to the last byte."""
        with self.filler.open("ab", buffering=0) as file:
            for size in (MEGABYTE, 4096, 1):
                try:
                    while file.write(b"\0" * size):
                        pass
                except OSError:
                    continue


def mount_disk(path: Path, megabytes: int) -> bool:
    """Mount a small disk on a folder that is made for it; return whether that is allowed here."""
    path.mkdir()
    path.chmod(0o755)
    words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(path)]
    return os.geteuid() == 0 and subprocess.run(words, capture_output=True).returncode == 0


@contextmanager
def small_disk(path: Path, megabytes: int = 64):
    """Mount a small disk until the end of the block; yield None if that is not allowed."""
    on_its_own = mount_disk(path, megabytes)
    try:
        yield Disk(path) if on_its_own else None
    finally:
        if on_its_own:
            subprocess.run(["umount", str(path)], check=True)
