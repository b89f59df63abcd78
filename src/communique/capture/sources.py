"""The door of capture: targets in, versions and problems out.

In: files, folders and `-` for standard input, in any of the known formats. Out: one `Version` an article, in the order of the targets
(inside folders sorted by name), and one `Problem` for whatever could not be read; the rest goes on. A source that could be read with
damage gives both. Nothing depends on the clock, the locale or where the files lie: `captured_at` stays None unless the source itself
states it.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import re
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from communique.capture.articles import Captured, is_article, parse_json, read_article
from communique.capture.decoding import Decoded, decode
from communique.capture.files import SourceFile, Unread, find_files, open_source, read_limited, refuse_too_large, too_large
from communique.capture.plain import read_plain
from communique.model.errors import CaptureError, SourceEmpty
from communique.model.sources import Problem, Version

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_TEXT_BYTES = 5_000_000
"""Bytes that a plain text may have: some 800,000 words. A larger file is no article but a dump."""
MAX_HTML_BYTES = 20_000_000
"""Bytes that an HTML document may have; pages carry scripts and inlined images besides their text."""
MAX_JSON_BYTES = 50_000_000
"""Bytes that a JSON file may have, since it is parsed as a whole. JSON Lines have no limit but that of a line."""
MAX_LINE_BYTES = MAX_HTML_BYTES
"""Bytes that one line of JSON Lines may have."""
SNIFF_BYTES = 65_536
"""Bytes that are looked at to tell what an unnamed stream holds."""
STDIN = "-"
"""The target that stands for standard input, and the path of what is read from it."""

_HTML_SUFFIXES = frozenset((".html", ".htm", ".xhtml"))
_LINES_SUFFIXES = frozenset((".jsonl", ".ndjson"))
_HTML_START = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_REMEDY_DAMAGE = "Compare it with the original, and save it again as UTF-8."


def read_sources(targets: Sequence[str], *, stdin: BinaryIO | None = None) -> Iterator[Version | Problem]:
    """Yield what the targets hold. `stdin` replaces standard input for the target `-`. Never raises for what a source contains."""
    for target in targets:
        if target == STDIN:
            yield from _guarded(STDIN, _read_stdin(stdin or sys.stdin.buffer))
            continue
        for found in find_files(target):
            if isinstance(found, Unread):
                yield _problem(found.label, found.error)
            else:
                yield from _guarded(found.label, _read_file(found))


def count_sources(targets: Sequence[str]) -> int:
    """Return how many results `read_sources` will yield, for progress bars.

    JSON Lines count by their lines; an array and a stream count as one, since counting them would mean reading them.
    """
    return sum(1 if target == STDIN else sum(_count(found) for found in find_files(target)) for target in targets)


def _count(found: SourceFile | Unread) -> int:
    if isinstance(found, Unread) or found.suffix not in _LINES_SUFFIXES:
        return 1
    try:
        with open_source(found) as stream:
            return max(1, sum(1 for line in _split_lines(stream) if line.strip()))
    except CaptureError:
        return 1


def _guarded(label: str, results: Iterator[Version | Problem]) -> Iterator[Version | Problem]:
    """Yield results until an error ends them; the error becomes the last of them."""
    try:
        yield from results
    except CaptureError as error:
        yield _problem(label, error)


def _problem(label: str, error: CaptureError) -> Problem:
    return Problem(label, error.error, error.remedy)


def _read_file(source: SourceFile) -> Iterator[Version | Problem]:
    suffix = source.suffix
    with open_source(source) as stream:
        if suffix in _LINES_SUFFIXES:
            yield from _read_lines(stream, source.label)
            return
        if suffix == ".json":
            limit = MAX_JSON_BYTES
        elif suffix in _HTML_SUFFIXES:
            limit = MAX_HTML_BYTES
        else:
            yield from _read_unnamed(stream, source.label, is_json_possible=not suffix)
            return
        refuse_too_large(stream, limit, source.label)
        data = read_limited(stream, limit, source.label)
    if suffix == ".json":
        yield from _read_json(data, source.label)
    else:
        yield from _read_html(data, source.label)


def _read_stdin(stream: BinaryIO) -> Iterator[Version | Problem]:
    yield from _read_unnamed(stream, STDIN, is_json_possible=True)


def _read_unnamed(stream: BinaryIO, label: str, *, is_json_possible: bool) -> Iterator[Version | Problem]:
    """Read a stream whose name does not tell its format: HTML, JSON Lines, JSON or plain text, by its first bytes."""
    start = _read_start(stream)
    if _HTML_START.match(start.removeprefix(codecs.BOM_UTF8)):
        yield from _read_html(_rest(stream, MAX_HTML_BYTES, label, start), label)
    elif is_json_possible and _starts_json_lines(start):
        yield from _read_lines(io.BufferedReader(_Prefixed(start, stream)), label)
    elif is_json_possible and start.lstrip()[:1] in (b"{", b"["):
        yield from _read_json_or_text(_rest(stream, MAX_JSON_BYTES, label, start), label)
    else:
        yield from _read_text(_rest(stream, MAX_TEXT_BYTES, label, start), label)


def _read_start(stream: BinaryIO) -> bytes:
    """Return the first bytes of a stream; pipes deliver fewer at a time."""
    start = b""
    while len(start) < SNIFF_BYTES and (part := stream.read(SNIFF_BYTES - len(start))):
        start += part
    return start


def _rest(stream: BinaryIO, limit: int, label: str, start: bytes) -> bytes:
    """Return the whole stream, refusing a file by its size before reading on and a pipe as soon as it exceeds the limit."""
    with contextlib.suppress(OSError, AttributeError):  # a stream without a file descriptor
        refuse_too_large(stream, limit, label)
    return read_limited(stream, limit, label, start)


def _read_text(data: bytes, label: str) -> Iterator[Version | Problem]:
    _refuse_blank(data, label)
    decoded = decode(data, label)
    if _HTML_START.match(decoded.text[:SNIFF_BYTES].encode("utf-8", "replace")):
        yield from _read_html(data, label)
        return
    yield read_plain(decoded.text, label)
    yield from _damage(decoded, label)


def _read_html(data: bytes, label: str) -> Iterator[Version | Problem]:
    from communique.capture.document import read_document

    _refuse_blank(data, label)
    decoded = decode(data, label, is_html=True)
    yield read_document(decoded.text, label)
    yield from _damage(decoded, label)


def _read_json(data: bytes, label: str) -> Iterator[Version | Problem]:
    """Read one object, or an array of them; a file of JSON Lines under the wrong name is read as what it is."""
    _refuse_blank(data, label)
    if _starts_json_lines(data[:SNIFF_BYTES]) and data.strip().count(b"\n") and not _is_whole_json(data):
        yield from _read_lines(io.BytesIO(data), label)
        return
    decoded = decode(data, label)
    value = parse_json(decoded.text, label)
    if isinstance(value, list):
        if not value:
            raise SourceEmpty(f"{label}: is an empty array.", "Give one object an article, with `text` or `html`.")
        for n, item in enumerate(value, start=1):
            place = f"{label}:{n}"
            yield from _guarded(place, _unpacked(item, place))
    else:
        yield from _unpacked(value, label)
    yield from _damage(decoded, label)


def _read_json_or_text(data: bytes, label: str) -> Iterator[Version | Problem]:
    """Read what begins with a bracket: JSON when it parses to articles, else a text such as `[Update] …`."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = None
    if is_article(value) or (isinstance(value, list) and any(map(is_article, value))):
        yield from _read_json(data, label)
    elif len(data) > MAX_TEXT_BYTES:
        raise too_large(label, MAX_TEXT_BYTES, len(data))
    else:
        yield from _read_text(data, label)


def _read_lines(stream: BinaryIO, label: str) -> Iterator[Version | Problem]:
    """Read JSON Lines (https://jsonlines.org): each line is an article of its own, and a problem of its own when it is bad."""
    n_read = 0
    for number, line in enumerate(_split_lines(stream), start=1):
        if line.removeprefix(codecs.BOM_UTF8).strip():
            n_read += 1
            place = f"{label}:{number}"
            yield from _guarded(place, _read_line(line, place))
    if not n_read:
        raise _blank(label)


def _read_line(line: bytes, place: str) -> Iterator[Version | Problem]:
    if len(line) > MAX_LINE_BYTES:
        raise too_large(place, MAX_LINE_BYTES)
    decoded = decode(line, place)
    yield from _unpacked(parse_json(decoded.text, place), place)
    yield from _damage(decoded, place)


def _unpacked(value: object, place: str) -> Iterator[Version | Problem]:
    captured: Captured = read_article(value, place)
    yield captured.version
    yield from captured.notes


def _split_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield lines of at most `MAX_LINE_BYTES + 1` bytes; the rest of a longer one is passed over without being kept."""
    while line := stream.readline(MAX_LINE_BYTES + 1):
        yield line
        while len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE_BYTES + 1)
            if not line:
                return


def _starts_json_lines(start: bytes) -> bool:
    """Tell whether the first line is an article as JSON."""
    line, _, _ = start.removeprefix(codecs.BOM_UTF8).lstrip().partition(b"\n")
    if not line.startswith(b"{"):
        return False
    try:
        return is_article(json.loads(line))
    except (ValueError, RecursionError):
        return False


def _is_whole_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _damage(decoded: Decoded, label: str) -> Iterator[Problem]:
    """Yield the problem of a text that was read although some of its bytes make no sense."""
    if decoded.n_damaged:
        places = "1 place is" if decoded.n_damaged == 1 else f"{decoded.n_damaged} places are"
        error = f"{label}: {places} not valid {decoded.encoding.upper()} and read as U+FFFD; the rest was read."
        yield Problem(label, error, _REMEDY_DAMAGE)


def _refuse_blank(data: bytes, label: str) -> None:
    if not data.strip():
        raise _blank(label)


def _blank(label: str) -> SourceEmpty:
    return SourceEmpty(f"{label}: is empty or holds only white space.", "Remove it, or save it again with its text.")


class _Prefixed(io.RawIOBase):
    """A stream whose first bytes were already read and are given again."""

    def __init__(self, start: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._start = start
        self._stream = stream

    def readable(self) -> bool:
        """Tell that it can be read, as buffering asks."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill the buffer with the next bytes; return how many."""
        view = memoryview(buffer)
        part, self._start = self._start[: len(view)], self._start[len(view) :]
        part = part or self._stream.read(len(view))
        view[: len(part)] = part
        return len(part)
