"""Entity label scores in, named spans out: the best BIO sequence, read off word by word.

Two heads name things: one for persons, organisations and places, one that also knows events and other names. The first is the better
judge of what it knows; the second adds what it alone can see.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
Name = tuple[int, int, str]
"""A named span of words, half-open, and its type."""

IMPOSSIBLE = -1e4


def allowed_moves(labels: Sequence[str]) -> FloatArray:
    """Scores (n_labels, n_labels) of moves from one label to the next: 0, or `IMPOSSIBLE` into an `I-` that nothing began."""
    moves = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for i, before in enumerate(labels):
        for j, after in enumerate(labels):
            if after.startswith("I-") and before[2:] != after[2:]:
                moves[i, j] = IMPOSSIBLE
    return moves


def best_labels(scores: FloatArray, moves: FloatArray) -> list[int]:
    """The best label sequence for scores (n_words, n_labels) under `moves`; label 0 is `O` and precedes the first word."""
    greedy = scores.argmax(axis=1)
    before = np.concatenate((np.zeros(1, dtype=np.int64), greedy[:-1]))
    if not (moves[before, greedy] < 0).any():
        return [int(label) for label in greedy]
    best = scores[0] + moves[0]
    back = []
    for row in scores[1:]:
        paths = best[:, None] + moves
        back.append(paths.argmax(axis=0))
        best = paths.max(axis=0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def find_spans(path: Sequence[int], labels: Sequence[str]) -> list[Name]:
    """The spans of a BIO sequence."""
    spans: list[Name] = []
    for i, index in enumerate(path):
        label = labels[index]
        if label.startswith("I-") and spans and spans[-1][1] == i and spans[-1][2] == label[2:]:
            spans[-1] = (spans[-1][0], i + 1, label[2:])
        elif label != "O":
            spans.append((i, i + 1, label[2:]))
    return spans


def merge_spans(names: list[Name], things: list[Name]) -> list[Name]:
    """`names`, and of `things` those events and others that no name touches, or that hold a shorter name wholly. In text order."""
    extra = [thing for thing in things if thing[2] in ("EVENT", "OTHER")]
    kept = list(names)
    for start, end, kind in extra:
        touched = [name for name in kept if name[0] < end and start < name[1]]
        is_around = all(start <= low and high <= end and high - low < end - start for low, high, _ in touched)
        if not touched or (is_around and kind == "EVENT"):
            kept = [name for name in kept if name not in touched] + [(start, end, kind)]
    return sorted(kept)
