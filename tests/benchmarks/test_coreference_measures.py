"""MUC, B³ and CEAF on chains small enough to count by hand."""

from __future__ import annotations

import pytest
from benchmarks.coreference_measures import Chain, ConllScore


def score(gold: list[str], found: list[str]) -> ConllScore:
    total = ConllScore()
    chains: list[list[Chain]] = [[frozenset(chain) for chain in side] for side in (gold, found)]
    total.add(*chains)
    return total


def test_the_same_chains_score_a_hundred() -> None:
    assert score(["abc", "de"], ["de", "abc"]).f1() == pytest.approx(100)


def test_chains_of_one_mention_count_for_nothing() -> None:
    assert score(["abc", "x"], ["abc", "y", "z"]).f1() == pytest.approx(100)


def test_nothing_found_scores_nothing() -> None:
    assert score(["abc"], []).f1() == 0


def test_a_chain_cut_in_two_is_counted_as_the_papers_do() -> None:
    cut = score(["abcd"], ["ab", "cd"])
    assert cut.muc.f1() == pytest.approx(100 * 2 * (2 / 3) * 1 / (2 / 3 + 1))
    assert cut.b_cubed.f1() == pytest.approx(100 * 2 * 0.5 * 1 / 1.5)
    assert cut.ceaf.f1() == pytest.approx(100 * 2 * (2 / 3) * (1 / 3) / (2 / 3 + 1 / 3))
