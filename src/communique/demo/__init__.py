"""The demonstration coverage that ships with the package.

In: nothing. Out: the folder of reports that `communique demo` reads, found through the package's resources, so that a checkout and an
installed wheel behave alike. What the reports are, and what in them is invented, is told in `README.md` beside this module.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

__all__ = ["demo_path"]


def demo_path() -> Path:
    """Return the folder that holds the reports.

    Raises:
        FileNotFoundError: The package was installed without its data, or from an archive that was not unpacked.
    """
    folder = Path(str(files(__name__))) / "coverage"
    if not folder.is_dir():
        raise FileNotFoundError(f"demonstration coverage: no folder at {folder}; install communique unpacked and with its package data")
    return folder
