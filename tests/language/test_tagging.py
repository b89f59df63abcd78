"""Names: label sequences are mended into the best lawful ones, and two heads' names are put together."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from communique.language.tagging import allowed_moves, best_labels, find_spans, merge_spans

LABELS = ("O", "B-PERSON", "I-PERSON", "B-PLACE", "I-PLACE")
MOVES = allowed_moves(LABELS)


def scores(*best: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    found = np.zeros((len(best), len(LABELS)), dtype=np.float32)
    for row, label in zip(found, best, strict=True):
        row[LABELS.index(label)] = 2
    return found


def test_a_lawful_sequence_is_kept() -> None:
    path = best_labels(scores("O", "B-PERSON", "I-PERSON", "O"), MOVES)
    assert find_spans(path, LABELS) == [(1, 3, "PERSON")]


def test_an_inside_label_that_nothing_began_is_mended_by_the_scores() -> None:
    found = scores("O", "I-PLACE", "I-PLACE")
    found[1, LABELS.index("B-PLACE")] = 1.9
    assert find_spans(best_labels(found, MOVES), LABELS) == [(1, 3, "PLACE")]


@given(st.integers(0, 9999), st.integers(1, 12))
def test_no_sequence_breaks_the_law(seed: int, n: int) -> None:
    path = best_labels(np.random.default_rng(seed).normal(0, 2, (n, len(LABELS))).astype(np.float32), MOVES)
    assert all(MOVES[a, b] == 0 for a, b in zip([0, *path], path, strict=False))


def test_two_neighbours_that_both_begin_are_two_names() -> None:
    assert find_spans([1, 1, 2], LABELS) == [(0, 1, "PERSON"), (1, 3, "PERSON")]


def test_an_event_takes_in_the_place_in_its_name_and_other_things_do_not() -> None:
    names = [(0, 1, "PLACE"), (5, 6, "PERSON")]
    assert merge_spans(names, [(0, 2, "EVENT")]) == [(0, 2, "EVENT"), (5, 6, "PERSON")]
    assert merge_spans(names, [(4, 6, "OTHER"), (8, 9, "OTHER")]) == [(0, 1, "PLACE"), (5, 6, "PERSON"), (8, 9, "OTHER")]


def test_the_second_head_is_not_heard_on_what_the_first_knows() -> None:
    assert merge_spans([], [(0, 1, "PLACE")]) == []
