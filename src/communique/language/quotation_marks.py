"""Pairs of quotation marks in a text: straight, curly, single, guillemets, nested, and running over several paragraphs.

In: a text whose paragraphs are parted by blank lines. Out: the outermost pairs with the span between the marks. In the press's convention
each paragraph of a long quotation opens with a mark and only the last closes; such pieces come out one per paragraph, `continues` telling
that they belong to the one before. Apostrophes, inches and stray marks are not taken for quotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPENING = {"“": '”"', "«": "»", "„": "“”", "‘": "’", "‹": "›", "‚": "‘’", "「": "」"}
_MARKS = re.compile(r"[\"“”„«»‘’‚'‹›「」]|``|''")
_BREAK = re.compile(r"\n[ \t]*\n\s*")
MIN_UNCLOSED = 20
"""Characters from which a mark at the start of a paragraph that nobody closes still quotes the paragraph."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted stretch. `start, end` take the marks in, `content_start, content_end` leave them out. All are half-open code points."""

    start: int
    end: int
    content_start: int
    content_end: int
    continues: bool = False


def find_quoted(text: str) -> tuple[Quoted, ...]:
    """Return the outermost quoted stretches of a text in order. Cost: linear."""
    found: list[Quoted] = []
    is_open = False
    start = 0
    for stop, after in [*((m.start(), m.end()) for m in _BREAK.finditer(text)), (len(text), len(text))]:
        inside, is_open_now = _pair_paragraph(text, start, stop, is_open)
        found += inside
        is_open = is_open_now
        start = after
    return tuple(found)


def _pair_paragraph(text: str, start: int, stop: int, is_continued: bool) -> tuple[list[Quoted], bool]:
    """Return the pairs of one paragraph and whether its last mark stays open into the next one."""
    found: list[Quoted] = []
    depth: list[tuple[int, str]] = []
    lead = start
    while lead < stop and text[lead].isspace():
        lead += 1
    for match in _MARKS.finditer(text, start, stop):
        mark, at = match[0], match.start()
        size = len(mark)
        if depth and _closes(text, at, size, depth[-1][1], stop):
            opened, _ = depth.pop()
            if not depth:
                width = 2 if text[opened : opened + 2] in {"``", "''"} else 1
                found.append(Quoted(opened, at + size, opened + width, at, is_continued and opened == lead))
        elif len(depth) < 3:
            closing = _opens(text, at, mark, start, stop)
            if closing:
                depth.append((at, closing))
    if not depth:
        return found, False
    rest, is_open = _unclosed(text, depth[0], (start, lead, stop), is_continued)
    return ([*found, rest] if rest is not None and not (found and rest.start == lead) else found), is_open


def _unclosed(text: str, opened: tuple[int, str], paragraph: tuple[int, int, int], is_continued: bool) -> tuple[Quoted | None, bool]:
    """Return what a mark quotes that its paragraph does not close, and whether the next paragraph may go on with it.

    It does at the start of a paragraph, behind a comma or colon, and where the next paragraph opens with a mark as well.
    """
    at, closing = opened
    start, lead, stop = paragraph
    end = at + len(text[at:stop].rstrip())
    if end - at < MIN_UNCLOSED or closing == "'":
        return None, False
    if at == lead:
        return Quoted(at, end, at + 1, end, is_continued), True
    is_led = text[start:at].rstrip()[-1:] in {",", ":"} or text.startswith(('\n\n"', "\n\n“"), stop)
    if closing in {'"', '”"'} and is_led:
        return Quoted(at, end, at + 1, end), True
    return None, False


def _opens(text: str, at: int, mark: str, start: int, stop: int) -> str:
    """Return the marks that may close what this mark opens, "" when it opens nothing."""
    before = text[at - 1] if at > start else " "
    after = text[at + len(mark)] if at + len(mark) < stop else " "
    if mark in {"``", "''"}:
        return "''" if mark == "``" else ""
    if mark == '"':
        return '"' if not before.isdigit() and not (after.isspace() and before.isalnum()) else ""
    if mark in {"'", "‘", "‚"}:
        is_edge = (before.isspace() or before in '([{—–-"“') and (after.isalpha() or after == "…")
        return _OPENING.get(mark, "'") if is_edge and _has_single_end(text, at + 1, stop, mark) else ""
    return _OPENING.get(mark, "")


def _has_single_end(text: str, at: int, stop: int, mark: str) -> bool:
    """Tell whether a closing single mark follows that is more than an apostrophe: behind a mark of punctuation or a word, before a space
    or a mark.
    """
    closing = "'" if mark == "'" else "’‘"
    for i in range(at, min(stop, at + 2000)):
        if text[i] in closing and not text[i - 1].isspace():
            after = text[i + 1] if i + 1 < stop else " "
            if not after.isalnum():
                return text[i - 1] in ".,!?…;" or text[i - 1].lower() != "s" or i + 1 >= stop or text[i + 1] in '.,;:!?)"”'
    return False


def _closes(text: str, at: int, size: int, closing: str, stop: int) -> bool:
    mark = text[at : at + size]
    if mark not in closing and mark != closing:
        return False
    if mark in {"'", "’", "‘"}:
        after = text[at + 1] if at + 1 < stop else " "
        return not after.isalnum() and not text[at - 1].isspace()
    return True


def quoted_mask(quoted: tuple[Quoted, ...], offsets: list[int]) -> list[int]:
    """Return for every code point offset the index of the quoted stretch that it lies in, -1 for none. `offsets` are in order."""
    mask: list[int] = []
    k = 0
    for offset in offsets:
        while k < len(quoted) and quoted[k].end <= offset:
            k += 1
        mask.append(k if k < len(quoted) and quoted[k].start <= offset else -1)
    return mask


def paragraphs_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open code points of the paragraphs of a text."""
    start = 0
    for match in _BREAK.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)
