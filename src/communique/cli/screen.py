"""The terminal: lines with styles in, characters out.

In: `Line`s, made by the views. Out: text on a stream. On a terminal lines are styled and wrapped with a hanging indent; into a pipe or a
file each line is written whole and bare, so that `grep` finds what it looks for. Nothing here knows what a record is.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from io import StringIO
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

MAX_WIDTH = 120
"""Longer lines are hard to read, however wide the window is."""

MIN_WIDTH = 40

MIN_ROOM = 20
"""A deep indent never leaves less than this to the words."""


class Style(StrEnum):
    """What a stretch of text is; how that looks is decided by `_LOOKS`."""

    PLAIN = ""
    TITLE = "title"
    HEADING = "heading"
    STRONG = "strong"
    QUIET = "quiet"
    CITE = "cite"
    MARK = "mark"
    GOOD = "good"
    UNDER_WAY = "under_way"
    WARNING = "warning"
    BAD = "bad"
    ADDED = "added"
    REMOVED = "removed"


_LOOKS: Mapping[Style, str] = {
    Style.PLAIN: "",
    Style.TITLE: "bold underline",
    Style.HEADING: "bold cyan",
    Style.STRONG: "bold",
    Style.QUIET: "dim",
    Style.CITE: "cyan",
    Style.MARK: "bold underline",
    Style.GOOD: "green",
    Style.UNDER_WAY: "cyan",
    Style.WARNING: "yellow",
    Style.BAD: "red",
    Style.ADDED: "green underline",
    Style.REMOVED: "red strike",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Text of one style."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Line:
    """A line of parts; it begins at column `indent`, and what does not fit goes on at column `hang`."""

    parts: tuple[Part, ...] = ()
    indent: int = 0
    hang: int = 0

    @property
    def plain(self) -> str:
        """The line as bare characters."""
        return (" " * self.indent + "".join(part.text for part in self.parts)).rstrip()


def line(*parts: Part | str, indent: int = 0, hang: int | None = None) -> Line:
    """Return a line; strings are plain parts, and `hang` is the indent unless told otherwise."""
    made = tuple(Part(part) if isinstance(part, str) else part for part in parts)
    return Line(made, indent, indent if hang is None else hang)


class Screen:
    """A stream to write lines to, as wide and as colourful as it can take."""

    def __init__(self, stream: TextIO, *, width: int | None, has_colour: bool) -> None:
        """Take the stream; `width` in columns, None for unbounded lines."""
        self._stream = stream
        self.width = width
        self.has_colour = has_colour

    def write(self, lines: Iterable[Line]) -> None:
        """Write lines.

        Raises:
            BrokenPipeError: whoever read the stream has gone.
        """
        for item in lines:
            self._stream.write("".join(f"{text}\n" for text in self._render(item)))
        self._stream.flush()

    def _render(self, item: Line) -> Iterator[str]:
        if self.width is None or (not self.has_colour and item.plain.isascii() and len(item.plain) <= self.width):
            yield item.plain
            return
        for i, row in enumerate(_fold(self._console, item, self.width)):
            indent = " " * (item.hang if i else item.indent)
            yield (indent + self._ink(row)).rstrip()

    @cached_property
    def _console(self) -> Console:
        from rich.console import Console

        return Console(file=StringIO(), width=self.width, force_terminal=self.has_colour, no_color=not self.has_colour, highlight=False)

    def _ink(self, row: Text) -> str:
        if not self.has_colour:
            return row.plain
        with self._console.capture() as capture:
            self._console.print(row, end="", no_wrap=True, overflow="ignore", crop=False)
        return capture.get()


def _fold(console: Console, item: Line, width: int) -> Iterator[Text]:
    """Break a line into rows: the first has the room from `indent` on, the others from `hang` on."""
    from rich.text import Text

    rest = Text.assemble(*((part.text, _LOOKS[part.style]) for part in item.parts))
    first = next(iter(rest.wrap(console, max(MIN_ROOM, width - item.indent))), Text())
    first.rstrip()
    yield first
    rest = rest[len(first.plain) :]
    rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
    if rest.plain:
        for row in rest.wrap(console, max(MIN_ROOM, width - item.hang)):
            row.rstrip()
            yield row


def open_screen(*, no_colour: bool = False, stream: TextIO | None = None, env: Mapping[str, str] | None = None) -> Screen:
    """Return the screen for standard output.

    Colours only on a terminal, unless NO_COLOR or `no_colour` forbid them or FORCE_COLOR asks for them. A terminal's lines are as wide as
    it is, `MAX_WIDTH` at most; other streams have unbounded lines unless COLUMNS is set.
    """
    env = os.environ if env is None else env
    stream = sys.stdout if stream is None else stream
    is_terminal = stream.isatty() or bool(env.get("FORCE_COLOR"))
    has_colour = is_terminal and not no_colour and not env.get("NO_COLOR") and env.get("TERM") != "dumb"
    columns = int(env["COLUMNS"]) if env.get("COLUMNS", "").isdigit() else 0
    if not is_terminal and not columns:
        return Screen(stream, width=None, has_colour=False)
    width = columns or shutil.get_terminal_size().columns
    return Screen(stream, width=max(MIN_WIDTH, min(width, MAX_WIDTH)), has_colour=has_colour)
