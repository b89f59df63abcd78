"""The parts in which a long text is sent: whole paragraphs, as many as a window holds.

In: a text, its sentences, a window in code points. Out: half-open ranges that follow each other and leave out only white space. A paragraph
longer than the window is cut at sentence ends; a sentence is never cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A range of a text, half-open code points."""

    start: int
    end: int


def split_text(text: str, sentences: Sequence[Part], window: int, whole: Part | None = None) -> tuple[Part, ...]:
    """Return the parts of a text, or of a range of it, in order; none is longer than `window` code points but for a longer sentence."""
    whole = whole or Part(0, len(text))
    parts: list[Part] = []
    for block in _blocks(text, sentences, window, whole):
        if parts and block.end - parts[-1].start <= window:
            parts[-1] = Part(parts[-1].start, block.end)
        else:
            parts.append(block)
    return tuple(parts)


def _blocks(text: str, sentences: Sequence[Part], window: int, whole: Part) -> Iterator[Part]:
    """Yield paragraphs, and the sentences of those that are longer than the window."""
    for paragraph in _paragraphs(text, whole):
        if paragraph.end - paragraph.start <= window:
            yield paragraph
            continue
        cuts = [s.start for s in sentences if paragraph.start < s.start < paragraph.end]
        for start, end in zip([paragraph.start, *cuts], [*cuts, paragraph.end], strict=True):
            length = len(text[start:end].rstrip())
            yield Part(start, start + length)


def _paragraphs(text: str, whole: Part) -> Iterator[Part]:
    start = whole.start
    for gap in re.finditer(r"\n\s*\n|\Z", text[whole.start : whole.end]):
        stretch = text[start : whole.start + gap.start()]
        if stretch.strip():
            lead = len(stretch) - len(stretch.lstrip())
            yield Part(start + lead, start + lead + len(stretch.strip()))
        start = whole.start + gap.end()
