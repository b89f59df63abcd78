"""Where a command's result goes: standard output, or a file that is either whole or untouched.

In: text in pieces. Out: UTF-8 bytes, whatever the terminal's encoding, so that an export is the same everywhere. A file is written beside
its place and moved there at the end: whoever reads it never sees half of it, and a failed export leaves the old one as it was.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from communique.cli.exits import OutputUnwritable


def write_out(pieces: Iterable[str], path: Path | None) -> None:
    """Write text to `path`, to standard output where it is None or `-`.

    Raises:
        OutputUnwritable: the file cannot be made there.
        BrokenPipeError: whoever read standard output has gone.
    """
    if path is None or str(path) == "-":
        stream = sys.stdout.buffer
        for piece in pieces:
            stream.write(piece.encode("utf-8"))
        stream.flush()
        return
    try:
        _write_file(pieces, path)
    except OSError as error:
        raise OutputUnwritable(
            f"{path} cannot be written: {error.strerror or error}.", "Name a file in a folder that exists and that you may write to."
        ) from error


def _write_file(pieces: Iterable[str], path: Path) -> None:
    if path.exists() and not path.is_file():  # a device or a named pipe is written to, never replaced
        with path.open("wb") as device:
            device.writelines(piece.encode("utf-8") for piece in pieces)
        return
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
        try:
            for piece in pieces:
                file.write(piece.encode("utf-8"))
            file.close()
            _copy_mode(Path(file.name), path)
            os.replace(file.name, path)
        except BaseException:
            file.close()
            Path(file.name).unlink(missing_ok=True)
            raise


def _copy_mode(temporary: Path, path: Path) -> None:
    """Give the new file the permissions of the old one, or those that a file made directly would have."""
    if path.exists():
        temporary.chmod(path.stat().st_mode & 0o7777)
        return
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(0o666 & ~mask)
