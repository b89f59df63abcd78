"""Files on disk: which of them a target names, and their bytes.

In: a target as the user typed it. Out: files with the label that versions and problems carry, in sorted order, and their content up to a
limit. A label is relative to the parent of what was named, so that the same folder gives the same record wherever it lies. Inside folders
hidden files and what browsers save beside a page (pictures, styles, scripts) are passed over; a file of any other kind is a problem.
Links to folders are followed once; loops end there.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from communique.capture.characters import printable_name
from communique.model.errors import CaptureError, SourceEmpty, SourceMissing, SourceTooLarge, SourceUnreadable

KNOWN_SUFFIXES = frozenset(("", ".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".json", ".jsonl", ".ndjson"))
"""Suffixes, in lower case, of files that are read. A file without one is judged by its content."""

_SPECIAL_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISDIR, "a folder"),
)
COMPANION_SUFFIXES = frozenset(
    (
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
        ".svg",
        ".ico",
        ".avif",
        ".css",
        ".js",
        ".mjs",
        ".map",
        ".woff",
        ".woff2",
        ".ttf",
        ".mp3",
        ".mp4",
        ".webm",
    )
)
"""What browsers save beside a page: passed over inside a folder. A file of any other kind may be a report that the user counts on."""
_SUFFIX_LIST = ".txt, .md, .html, .htm, .xhtml, .json, .jsonl, .ndjson"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. `label` is its path relative to the parent of the target, with forward slashes."""

    path: Path
    label: str

    @property
    def suffix(self) -> str:
        """The suffix in lower case, empty where the name has none or what follows the dot is no suffix (`notes.2024-07-30`)."""
        suffix = self.path.suffix.lower()
        return suffix if suffix[1:].isalnum() and not suffix[1:].isdigit() else ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that a target names and that cannot be read."""

    label: str
    error: CaptureError


def find_files(target: str) -> Iterator[SourceFile | Unread]:
    """Yield the files of a target in sorted order, and what stands in the way of reading others."""
    path = Path(os.path.abspath(target))
    label = printable_name(path.name or path.as_posix())
    if "://" in target:
        yield Unread(target, SourceMissing(f"{target}: web addresses are not read.", "Save the page as .html and name that file."))
    elif path.is_dir():
        n_found = 0
        for found in _walk(path, label, {os.path.realpath(path)}):
            n_found += 1
            yield found
        if not n_found:
            empty = SourceEmpty(f"{label}: the folder holds no file that can be read.", f"These kinds are read: {_SUFFIX_LIST}.")
            yield Unread(label, empty)
    elif not os.path.lexists(path):
        missing = SourceMissing(f"{printable_name(target)}: there is no such file or folder.", "Check the path for typing errors.")
        yield Unread(label, missing)
    else:
        yield _admit(SourceFile(path, label))


def _admit(source: SourceFile) -> SourceFile | Unread:
    """Return the file, or the reason why its kind is not read: what a user put into a folder is never passed over in silence."""
    if source.suffix in KNOWN_SUFFIXES:
        return source
    error = SourceUnreadable(f"{source.label}: files of the kind {source.suffix} are not read.", f"Save it as one of {_SUFFIX_LIST}.")
    return Unread(source.label, error)


def _walk(folder: Path, label: str, seen: set[str]) -> Iterator[SourceFile | Unread]:
    """Yield the files under a folder, names in code point order. `seen` holds the real paths of folders already entered."""
    try:
        names = sorted(entry for entry in os.listdir(folder) if not entry.startswith("."))
    except OSError as error:
        yield Unread(label, _os_error(label, error))
        return
    for name in names:
        path, inner = folder / name, f"{label}/{printable_name(name)}"
        if path.is_dir():
            real = os.path.realpath(path)
            if real not in seen:
                seen.add(real)
                yield from _walk(path, inner, seen)
            continue
        if path.suffix.lower() not in COMPANION_SUFFIXES:
            yield _admit(SourceFile(path, inner))


@contextmanager
def open_source(source: SourceFile) -> Iterator[BinaryIO]:
    """Open a regular file for reading bytes.

    Raises:
        SourceMissing: it went away, or it is a link to nothing.
        SourceUnreadable: it is no regular file, or permission is lacking.
    """
    try:
        mode = os.stat(source.path).st_mode
        if not stat.S_ISREG(mode):
            remedy = "Give its content on standard input: `communique read -`."
            raise SourceUnreadable(f"{source.label}: is {_kind(mode)} and no regular file.", remedy)
        stream = open(source.path, "rb")  # noqa: SIM115 - closed below; errors while reading have the same names as errors while opening
    except OSError as error:
        raise _os_error(source.label, error) from error
    with stream:
        try:
            yield stream
        except OSError as error:
            raise _os_error(source.label, error) from error


def read_limited(stream: BinaryIO, limit: int, label: str, start: bytes = b"") -> bytes:
    """Return `start` and the rest of the stream, at most `limit` bytes together. Never holds more than the limit in memory.

    Raises:
        SourceTooLarge: there is more.
    """
    parts, n_left = [start], limit + 1 - len(start)
    while n_left > 0 and (part := stream.read(min(n_left, 1 << 20))):
        parts.append(part)
        n_left -= len(part)
    if n_left <= 0:
        raise too_large(label, limit)
    return b"".join(parts)


def refuse_too_large(stream: BinaryIO, limit: int, label: str) -> None:
    """Check the size of an open file before any of it is read.

    Raises:
        SourceTooLarge: it is larger than `limit` bytes.
    """
    size = os.fstat(stream.fileno()).st_size
    if size > limit:
        raise too_large(label, limit, size)


def too_large(label: str, limit: int, size: int | None = None) -> SourceTooLarge:
    """Return the error for a source of more than `limit` bytes; `size` is its size where that is known."""
    has = f"has {_megabytes(size)}" if size is not None else f"has more than {_megabytes(limit)}"
    remedy = "Split it into one file an article, or into JSON Lines with one article a line."
    return SourceTooLarge(f"{label}: {has}; the limit for one article of this kind is {_megabytes(limit)}.", remedy)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"


def _os_error(label: str, error: OSError) -> CaptureError:
    """Return the error of the tree that an operating system's error means."""
    if isinstance(error, FileNotFoundError):
        return SourceMissing(f"{label}: is gone, or a link that leads nowhere.", "Check where it points, or name the file itself.")
    if isinstance(error, PermissionError):
        return SourceUnreadable(f"{label}: there is no permission to read it.", "Change its permissions, or read it as its owner.")
    return SourceUnreadable(f"{label}: cannot be read: {error.strerror or error}.", "Check the disk, then read it again.")


def _kind(mode: int) -> str:
    return next((name for is_kind, name in _SPECIAL_KINDS if is_kind(mode)), "something else")
