"""Arc scores in, dependency trees out: greedy heads where they already form a tree, else the maximum spanning tree.

The spanning tree is that of Chu-Liu and Edmonds (https://doi.org/10.6028/jres.071B.032), with exactly one word under the root.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]


def find_heads(scores: FloatArray) -> IntArray:
    """The best tree of a sentence.

    `scores[i, j]` is the score of word j as the head of word i, words counted from 1 and 0 the root: shape (n, n + 1).
    Returns the heads (n,), 0 for the one word under the root. That word is the best among those whose highest score is the root's, or,
    if there are none, the word with the highest root score. Cost: O(n²) as a rule, O(n³) at worst.
    """
    n = len(scores)
    weights = np.full((n + 1, n + 1), -np.inf)
    weights[1:] = scores
    np.fill_diagonal(weights, -np.inf)
    greedy: IntArray = weights[1:].argmax(axis=1)
    if is_tree(greedy):
        return greedy
    roots = np.flatnonzero(greedy == 0)
    if not len(roots):
        roots = np.array([weights[1:, 0].argmax()])
    best, best_total = greedy, -np.inf
    words = np.arange(n)
    for root in roots.tolist():
        rooted = weights.copy()
        rooted[1:, 0] = -np.inf
        rooted[root + 1] = -np.inf
        rooted[root + 1, 0] = weights[root + 1, 0]
        heads = _span(rooted)[1:]
        total = float(weights[words + 1, heads].sum())
        if total > best_total:
            best, best_total = heads, total
    return best


def is_tree(heads: IntArray) -> bool:
    """Whether heads (n,) have one root and no cycle."""
    if int((heads == 0).sum()) != 1:
        return False
    above: IntArray = np.concatenate((np.zeros(1, dtype=np.int64), heads))
    for _ in range(max(1, len(heads).bit_length())):
        above = above[above]
    return not above.any()


def _span(weights: NDArray[np.float64]) -> IntArray:
    """Heads (m,) of the maximum spanning tree rooted in node 0; weights[i, j] scores j as the head of i, shape (m, m)."""
    heads: IntArray = weights.argmax(axis=1)
    heads[0] = 0
    cycle = _find_cycle(heads)
    if not cycle:
        return heads
    members = np.array(cycle)
    others = np.setdiff1d(np.arange(len(weights)), members)
    gain = weights[members] - weights[members, heads[members]][:, None]
    entry = members[gain[:, others].argmax(axis=0)]
    exit_ = members[weights[np.ix_(others, members)].argmax(axis=1)]
    joint = len(others)
    smaller = np.full((joint + 1, joint + 1), -np.inf)
    smaller[:joint, :joint] = weights[np.ix_(others, others)]
    smaller[joint, :joint] = gain[:, others].max(axis=0)
    smaller[:joint, joint] = weights[others, exit_]
    smaller[0] = -np.inf
    below = _span(smaller)
    for i in range(1, joint):
        heads[others[i]] = exit_[i] if below[i] == joint else others[below[i]]
    heads[entry[below[joint]]] = others[below[joint]]
    return heads


def _find_cycle(heads: IntArray) -> list[int]:
    """The nodes of one cycle; empty if there is none. Node 0 is its own head and no cycle."""
    seen: IntArray = np.zeros(len(heads), dtype=np.int64)
    for start in range(1, len(heads)):
        node = start
        path = []
        while node and not seen[node]:
            seen[node] = start
            path.append(node)
            node = int(heads[node])
        if node and seen[node] == start:
            return path[path.index(node) :]
    return []
