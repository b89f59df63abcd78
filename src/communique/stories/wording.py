"""Word diff: which words of a sentence were kept, taken out, put in or exchanged.

In: two sentences or passages. Out: edits that cover both from end to end, with half-open code-point offsets into each. A short run of
grammar words between two exchanged passages belongs to the exchange: readers compare phrases, and "of the" is no common ground.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import LCSseq

from communique.stories.words import FUNCTION_WORDS, fold, normalise

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[’'][^\W\d_]+)*|[^\w\s]|_")

MAX_GRAMMAR_RUN = 2
"""So many kept words between two changes are drawn into them when none carries content."""


class EditKind(StrEnum):
    """What happened to a run of words."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Edit:
    """A run of words in both texts; the half-open range is empty on the side that has none of it."""

    kind: EditKind
    before_start: int
    before_end: int
    after_start: int
    after_end: int


def word_diff(before: str, after: str) -> tuple[Edit, ...]:
    """Return the edits in order. Joined, their ranges are the whole of either text; white space between words belongs to equal runs.

    Words that differ only in the style of quotation marks or apostrophes are equal. Cost: the product of the numbers of words.
    """
    left, right = list(_TOKEN.finditer(before)), list(_TOKEN.finditer(after))
    edits: list[Edit] = []
    b = a = 0
    for i, j, n, m in _changed_runs([normalise(t.group()) for t in left], [normalise(t.group()) for t in right]):
        before_start, before_end = _range(left, i, j, b, len(before))
        after_start, after_end = _range(right, n, m, a, len(after))
        _add_equal(edits, b, before_start, a, after_start)
        kind = EditKind.INSERT if i == j else EditKind.DELETE if n == m else EditKind.REPLACE
        edits.append(Edit(kind, before_start, before_end, after_start, after_end))
        b, a = before_end, after_end
    _add_equal(edits, b, len(before), a, len(after))
    return tuple(edits)


def _range(tokens: Sequence[re.Match[str]], first: int, stop: int, reached: int, length: int) -> tuple[int, int]:
    """Return the range of the tokens `[first, stop)`; for none, the empty range behind the token before, never before `reached`."""
    if first < stop:
        return tokens[first].start(), tokens[stop - 1].end()
    at = tokens[first - 1].end() if first else 0 if tokens else length
    return max(at, reached), max(at, reached)


def _add_equal(edits: list[Edit], *bounds: int) -> None:
    before_start, before_end, after_start, after_end = bounds
    if before_start < before_end or after_start < after_end:
        edits.append(Edit(EditKind.EQUAL, before_start, before_end, after_start, after_end))


def _changed_runs(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Return the ranges `[i, j)` of `left` that became `[n, m)` of `right`, neighbours joined across short runs of grammar words."""
    runs: list[tuple[int, int, int, int]] = []
    for code in LCSseq.opcodes(left, right):
        if code.tag == "equal":
            continue
        i, j, n, m = code.src_start, code.src_end, code.dest_start, code.dest_end
        if runs:
            last = runs[-1]
            between = left[last[1] : i]
            replaces = (last[1] > last[0] or j > i) and (last[3] > last[2] or m > n)
            if not between or (replaces and len(between) <= MAX_GRAMMAR_RUN and not any(map(_has_content, between))):
                runs[-1] = (last[0], j, last[2], m)
                continue
        runs.append((i, j, n, m))
    return runs


def _has_content(token: str) -> bool:
    norm = fold(token)
    return norm[0].isalnum() and norm not in FUNCTION_WORDS
