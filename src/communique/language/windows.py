"""Long texts are read in windows: runs of pieces that end where a sentence surely ends, so that each can be read by itself.

Sure ends are empty lines, and full stops before white space and a capital that follow no abbreviation. Where there is none for a whole
window (a table, a text without punctuation), a line end serves, then a weaker mark, then any white space.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from communique.language.pieces import SHAPES, SPACINGS, Pieces

SOFT_LIMIT = 160
"""Pieces a window aims at. More context does not raise the scores on dev text, and attention grows with its square."""
HARD_LIMIT = 254
"""Pieces a window may have: the network has 256 positions, two of them for the frame."""
BLOCK = 100_000
"""Characters cut into pieces at a time, so that memory stays bounded however long the text."""

_SHORTENED = """
mr mrs ms dr st gen sen rep gov lt col capt cmdr maj sgt prof rev hon pres amb min no nos vs etc jr sr inc ltd co corp dept est fig vol ph
cf al jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e approx u.s u.n u.k
"""
ABBREVIATIONS = frozenset(_SHORTENED.split())
"""Words whose full stop does not end a sentence."""

_CAPITALS = np.isin(np.arange(len(SHAPES)), [SHAPES.index(name) for name in ("title", "upper", "initial", "mixed", "digit", "caseless")])


def find_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of at most `BLOCK` code points that together are the text, cut at an empty line, a line end or white space."""
    start = 0
    while len(text) - start > BLOCK:
        limit = start + BLOCK
        end = max(text.rfind("\n\n", start, limit) + 2, start + 1)
        if end < start + BLOCK // 2:
            end = max(text.rfind("\n", start, limit) + 1, start + 1)
        if end < start + BLOCK // 2:
            end = max(text.rfind(" ", start, limit) + 1, start + 1)
        if end < start + BLOCK // 2:
            end = limit
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def cut_windows(pieces: Pieces, text: str) -> list[tuple[int, int]]:
    """Windows as half-open ranges of pieces; they follow one another without gap and have 1 to `HARD_LIMIT` pieces."""
    ranks = _rank_cuts(pieces, text)
    windows = []
    start = 0
    while start < len(pieces):
        end = _find_end(ranks, start)
        windows.append((start, end))
        start = end
    return windows


def _find_end(ranks: NDArray[np.int64], start: int) -> int:
    """Where the window that begins at `start` ends."""
    size = len(ranks)
    soft, hard = start + SOFT_LIMIT, start + HARD_LIMIT
    if soft >= size:
        return size
    sure = np.flatnonzero(ranks[start + 1 : hard + 1] >= 4)
    if len(sure):
        before = sure[sure < SOFT_LIMIT]
        return start + 1 + int(before[-1] if len(before) else sure[0])
    if hard >= size:
        return size
    stretch = ranks[start + SOFT_LIMIT // 2 : hard + 1]
    best = int(stretch.max())
    return start + SOFT_LIMIT // 2 + int(np.flatnonzero(stretch == best)[-1])


def _rank_cuts(pieces: Pieces, text: str) -> NDArray[np.int64]:
    """How well a window may begin at each piece: 5 empty line, 4 sure sentence, 3 line, 2 mark and space, 1 chunk, 0 never."""
    ranks = pieces.opens.astype(np.int64)
    ends = np.array([text[end - 1] for end in pieces.ends.tolist()])
    before = np.roll(ends, 1)
    spaced = pieces.spacings > 0
    stopped = np.isin(before, list(".!?…"))
    closed = np.isin(before, list("\"”'’)]»")) & np.isin(np.roll(ends, 2), list(".!?…"))
    ranks[spaced & np.isin(before, list('.!?…,;:)"”'))] = 2
    ranks[pieces.spacings == SPACINGS.index("newline")] = 3
    opening = np.isin(np.array([text[start] for start in pieces.starts.tolist()]), list("\"“'‘([«—–-•"))
    sure = spaced & (stopped | closed) & (_CAPITALS[pieces.shapes] | opening)
    for i in np.flatnonzero(sure & (before == ".")).tolist():
        if i >= 2 and _is_abbreviation(pieces, text, i - 1):
            sure[i] = False
    ranks[sure] = 4
    ranks[pieces.spacings == SPACINGS.index("blank")] = 5
    return ranks


def _is_abbreviation(pieces: Pieces, text: str, stop: int) -> bool:
    """Whether the full stop at piece `stop` belongs to an abbreviation or an initial."""
    first = stop
    while first > 0 and pieces.spacings[first] == 0 and stop - first < 6:
        first -= 1
    word = text[pieces.starts[first] : pieces.starts[stop]].strip("\"“'‘(").lower()
    return len(word) == 1 or word in ABBREVIATIONS or (word.isdigit() and bool(pieces.spacings[first] >= 2))
