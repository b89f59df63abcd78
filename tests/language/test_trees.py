"""Trees: the decoder finds the best tree with one root, as an exhaustive search does."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.language.trees import find_heads, is_tree


def matrix(seed: int, n: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.random.default_rng(seed).normal(0, 3, (n, n + 1)).astype(np.float32)


def total(scores: np.ndarray[tuple[int, ...], np.dtype[np.float32]], heads: tuple[int, ...]) -> float:
    return float(sum(scores[i, head] for i, head in enumerate(heads)))


@pytest.mark.parametrize(
    ("heads", "answer"),
    [((0,), True), ((0, 1, 2), True), ((2, 0, 2), True), ((0, 0), False), ((2, 1), False), ((0, 3, 2), False), ((1, 0), False)],
)
def test_a_tree_has_one_root_and_no_cycle(heads: tuple[int, ...], answer: bool) -> None:
    assert is_tree(np.array(heads)) is answer


@given(st.integers(0, 10_000), st.integers(1, 40))
def test_any_scores_give_a_tree(seed: int, n: int) -> None:
    heads = find_heads(matrix(seed, n))
    assert is_tree(heads)
    assert all(head != i + 1 for i, head in enumerate(heads.tolist()))


@given(st.integers(0, 10_000), st.integers(2, 5))
def test_no_other_tree_with_that_root_scores_more(seed: int, n: int) -> None:
    scores = matrix(seed, n)
    heads = find_heads(scores)
    root = int(np.flatnonzero(heads == 0)[0])
    rivals = (t for t in product(range(n + 1), repeat=n) if t[root] == 0 and all(h != i + 1 for i, h in enumerate(t)))
    best = max(total(scores, rival) for rival in rivals if is_tree(np.array(rival)))
    assert total(scores, tuple(heads.tolist())) == pytest.approx(best, abs=1e-4)


def test_a_word_that_every_word_wants_as_root_does_not_get_a_rival() -> None:
    scores = np.zeros((3, 4), dtype=np.float32)
    scores[:, 0] = (5, 6, 5)
    scores[0, 2] = scores[2, 2] = 1
    assert find_heads(scores).tolist() == [2, 0, 2]


def test_equal_scores_still_give_a_tree() -> None:
    assert is_tree(find_heads(np.zeros((30, 31), dtype=np.float32)))
