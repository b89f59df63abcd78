"""Which sentences of one version became which of the next.

In: the sentences of two versions. Out: alignments that cover every sentence exactly once: kept, reworded, split, merged, moved, deleted,
inserted. Sentences are compared as weighted bags of stems, where rare words, names and numbers weigh more. Unchanged sentences are fixed
first, then a monotone dynamic programme after Gale and Church (1993, https://aclanthology.org/J93-1004/) fills the gaps, then what is left
is looked for anywhere else in the text.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from communique.stories.words import Word, find_words, normalise

THRESHOLD = 0.28
"""Similarity that an alignment has to exceed; below it, "deleted and inserted" explains the texts better."""

MOVED = 0.5
"""Similarity that a sentence found out of order has to exceed: position no longer speaks for it."""

SAME_CLUSTER = 82.0
"""Character similarity (0..100) from which two stems that begin alike count as one word ("Albania", "Albanian")."""

MAX_CELLS = 4_000_000
"""A gap of more sentence pairs than this is left unaligned: no news text has one, and memory stays bounded."""

MAX_COLUMNS = 4096
"""Word clusters told apart; in longer texts some share a column, so that memory stays bounded."""

_NAME_WEIGHT, _NUMBER_WEIGHT, _FUNCTION_WEIGHT = 1.4, 1.6, 0.12
_PREFIX = 4
_BEADS = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1))


class AlignmentKind(StrEnum):
    """What became of a sentence."""

    KEPT = "kept"
    REWORDED = "reworded"
    SPLIT = "split"
    MERGED = "merged"
    MOVED = "moved"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Alignment:
    """Sentences of the earlier version (indices, consecutive) that became sentences of the later one; one side may be empty.

    `similarity` in [0, 1], 0 where one side is empty.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    kind: AlignmentKind
    similarity: float


def align_sentences(before: Sequence[str], after: Sequence[str]) -> tuple[Alignment, ...]:
    """Return the alignments in the order of the later version, deletions where they stood. Every sentence is in exactly one of them.

    Cost: near-linear where versions share most sentences, quadratic in the sentences of the rewritten stretches.
    """
    plain_before, plain_after = [normalise(text) for text in before], [normalise(text) for text in after]
    vectors = _Vectors(before, after)
    beads: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    last = (0, 0)
    for i, j in [*_anchors(plain_before, plain_after), (len(before), len(after))]:
        beads += _fill(vectors, last, (i, j))
        if i < len(before):
            beads.append(((i,), (j,)))
        last = (i + 1, j + 1)
    beads, moved = _find_moved(vectors, beads)
    alignments = [_name(vectors, bead, plain_before, plain_after) for bead in beads]
    alignments += [Alignment(left, right, AlignmentKind.MOVED, vectors.similarity(left, right)) for left, right in moved]
    return tuple(_in_reading_order(alignments))


def compare_sentences(a: str, b: str) -> float:
    """Return the similarity of two sentences in [0, 1] without the weights that a whole text gives."""
    if not a or not b:
        return 0.0
    return _Vectors([a], [b]).similarity((0,), (0,))


class _Vectors:
    """Weighted bags of word clusters: `(n_sentences, n_clusters)` per side, and the products that beads are scored with."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        words = [find_words(text) for text in (*before, *after)]
        clusters = _cluster({word.stem for sentence in words for word in sentence})
        columns = {name: at % MAX_COLUMNS for at, name in enumerate(sorted(set(clusters.values())))}
        frequency = _frequency(words[: len(before)], clusters) | _frequency(words[len(before) :], clusters)
        n_sentences = max(len(before), len(after))
        names = _find_names(words)
        rows = np.zeros((len(words), min(max(len(columns), 1), MAX_COLUMNS)))
        for row, sentence in enumerate(words):
            for word in sentence:
                at = columns[clusters[word.stem]]
                rarity = math.log(1 + n_sentences / frequency[clusters[word.stem]])
                rows[row, at] = max(rows[row, at], _kind_weight(word, names) * rarity)
        self.before: NDArray[np.float64] = rows[: len(before)]
        self.after: NDArray[np.float64] = rows[len(before) :]

    def similarity(self, left: Sequence[int], right: Sequence[int]) -> float:
        """Return the cosine of the joined sentences of both sides, each word counted once a side."""
        if not left or not right:
            return 0.0
        a, b = self.before[list(left)].max(axis=0), self.after[list(right)].max(axis=0)
        norm = float(np.linalg.norm(a) * np.linalg.norm(b))
        return min(1.0, float(a @ b) / norm) if norm else 0.0

    def scores(self, start: tuple[int, int], end: tuple[int, int], shape: tuple[int, int]) -> NDArray[np.float64]:
        """Return the scores of all beads of a shape within a block: similarity above the threshold times the content that it explains."""
        left, right = _windows(self.before[start[0] : end[0]], shape[0]), _windows(self.after[start[1] : end[1]], shape[1])
        norms = np.outer(np.linalg.norm(left, axis=1), np.linalg.norm(right, axis=1))
        similarity = np.divide(left @ right.T, norms, out=np.zeros_like(norms), where=norms > 0)
        mass = left.sum(axis=1)[:, None] + right.sum(axis=1)[None, :]
        scored: NDArray[np.float64] = (similarity - THRESHOLD) * mass
        return scored


def _windows(rows: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Return the element-wise maximum of every `width` consecutive rows."""
    count = max(len(rows) - width + 1, 0)
    joined = rows[:count]
    for step in range(1, width):
        joined = np.maximum(joined, rows[step : step + count])
    return joined


def _kind_weight(word: Word, names: set[str]) -> float:
    if word.value:
        return _NUMBER_WEIGHT
    if word.is_function:
        return _FUNCTION_WEIGHT
    return _NAME_WEIGHT if word.norm in names else 1.0


def _find_names(sentences: Sequence[Sequence[Word]]) -> set[str]:
    """Return the folded words that are written with a capital inside a sentence."""
    return {word.norm for sentence in sentences for word in sentence[1:] if word.is_capital and not word.is_function}


def _frequency(sentences: Sequence[Sequence[Word]], clusters: dict[str, str]) -> Counter[str]:
    """Count the sentences of one version that hold each cluster; the union of two counts takes the larger, so kept words stay rare."""
    return Counter(name for sentence in sentences for name in {clusters[word.stem] for word in sentence})


def _cluster(stems: set[str]) -> dict[str, str]:
    """Map every stem to the first of the stems that are spelt nearly alike."""
    clusters: dict[str, str] = {}
    heads: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(stems):
        prefix = name[:_PREFIX]
        head = None
        if len(name) > _PREFIX and not name[0].isdigit():
            head = next((other for other in heads[prefix] if fuzz.ratio(name, other) >= SAME_CLUSTER), None)
        if head is None:
            heads[prefix].append(name)
        clusters[name] = head or name
    return clusters


def _anchors(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Return the sentences that both sides begin and end with, and between them the longest rising sequence of sentences that occur once on
    either side and are the same (patience)."""
    head = _count_shared(before, after)
    tail = _count_shared(before[head:][::-1], after[head:][::-1])
    inner = _patience(before[head : len(before) - tail], after[head : len(after) - tail])
    ends = [(len(before) - k, len(after) - k) for k in range(tail, 0, -1)]
    return [(k, k) for k in range(head)] + [(head + i, head + j) for i, j in inner] + ends


def _count_shared(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many sentences two sides have in common before the first that differs."""
    return next((k for k, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after)))


def _patience(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest rising sequence of sentences that occur once on either side and are the same."""
    once_before, once_after = _unique(before), _unique(after)
    pairs = sorted((i, once_after[text]) for text, i in once_before.items() if text in once_after)
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for at, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        previous.append(ends[place - 1] if place else -1)
        if place == len(tails):
            tails.append(j)
            ends.append(at)
        else:
            tails[place], ends[place] = j, at
    chain = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = previous[at]
    return chain[::-1]


def _unique(sentences: Sequence[str]) -> dict[str, int]:
    counts = Counter(sentences)
    return {text: i for i, text in enumerate(sentences) if counts[text] == 1 and text}


def _fill(vectors: _Vectors, start: tuple[int, int], end: tuple[int, int]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Align the block between two anchors by dynamic programming; unaligned sentences come as beads with an empty side."""
    rows, columns = end[0] - start[0], end[1] - start[1]
    if not rows or not columns or rows * columns > MAX_CELLS:
        return [((i,), ()) for i in range(start[0], end[0])] + [((), (j,)) for j in range(start[1], end[1])]
    scores = {shape: vectors.scores(start, end, shape).tolist() for shape in _BEADS}
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    step: list[list[tuple[int, int]]] = [[(1, 0)] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(columns + 1):
            if i == 0:
                step[i][j] = (0, 1)
                continue
            if j == 0:
                continue
            value, move = max((best[i - 1][j], (1, 0)), (best[i][j - 1], (0, 1)))
            for n, m in _BEADS:
                if n <= i and m <= j:
                    candidate = best[i - n][j - m] + scores[n, m][i - n][j - m]
                    if candidate > value:
                        value, move = candidate, (n, m)
            best[i][j], step[i][j] = value, move
    beads = []
    i, j = rows, columns
    while i or j:
        n, m = step[i][j]
        i, j = i - n, j - m
        beads.append((tuple(range(start[0] + i, start[0] + i + n)), tuple(range(start[1] + j, start[1] + j + m))))
    return beads[::-1]


_Bead = tuple[tuple[int, ...], tuple[int, ...]]


def _find_moved(vectors: _Vectors, beads: Sequence[_Bead]) -> tuple[list[_Bead], list[_Bead]]:
    """Take deleted and inserted sentences that are alike for one that moved, the most alike first."""
    deleted = [left[0] for left, right in beads if not right]
    inserted = [right[0] for left, right in beads if not left]
    if not deleted or not inserted or len(deleted) * len(inserted) > MAX_CELLS:
        return list(beads), []
    norms = np.outer(np.linalg.norm(vectors.before[deleted], axis=1), np.linalg.norm(vectors.after[inserted], axis=1))
    similarity = np.divide(vectors.before[deleted] @ vectors.after[inserted].T, norms, out=np.zeros_like(norms), where=norms > 0)
    pairs = sorted((-float(similarity[i, j]), deleted[i], inserted[j]) for i, j in np.argwhere(similarity >= MOVED).tolist())
    moved: list[_Bead] = []
    gone: set[int] = set()
    come: set[int] = set()
    for _, i, j in pairs:
        if i not in gone and j not in come:
            moved.append(((i,), (j,)))
            gone.add(i)
            come.add(j)
    kept = [bead for bead in beads if not ((bead[1] == () and bead[0][0] in gone) or (bead[0] == () and bead[1][0] in come))]
    return kept, moved


def _name(vectors: _Vectors, bead: _Bead, before: Sequence[str], after: Sequence[str]) -> Alignment:
    left, right = bead
    similarity = vectors.similarity(left, right)
    if not right:
        kind = AlignmentKind.DELETED
    elif not left:
        kind = AlignmentKind.INSERTED
    elif len(right) > 1:
        kind = AlignmentKind.SPLIT
    elif len(left) > 1:
        kind = AlignmentKind.MERGED
    else:
        kind = AlignmentKind.KEPT if before[left[0]] == after[right[0]] else AlignmentKind.REWORDED
    return Alignment(left, right, kind, 1.0 if kind is AlignmentKind.KEPT else similarity)


def _in_reading_order(alignments: Sequence[Alignment]) -> list[Alignment]:
    """Sort by place in the later version; a deletion goes behind what its predecessor in the earlier version became."""
    became = {i: alignment.after[-1] for alignment in alignments for i in alignment.before if alignment.after}
    keyed = []
    for alignment in alignments:
        if alignment.after:
            place = (alignment.after[0], 0, 0)
        else:
            earlier = [became[i] for i in range(alignment.before[0]) if i in became]
            place = (max(earlier, default=-1), 1, alignment.before[0])
        keyed.append((place, alignment))
    return [alignment for _, alignment in sorted(keyed, key=lambda item: item[0])]
