"""A run never spends more than it may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.errors import ReaderStopped, ReaderUnknown
from communique.reading.llm.budget import UNLIMITED, Budget, estimate_tokens


@given(st.integers(1, 10_000), st.lists(st.integers(1, 500)))
def test_the_sum_never_passes_the_limit(limit: int, needs: list[int]) -> None:
    budget = Budget(limit)
    for needed in needs:
        try:
            budget.check(needed)
        except ReaderStopped:
            break
        budget.spend(needed)
    assert budget.spent <= limit


def test_the_error_says_how_much_was_spent_and_how_to_go_on() -> None:
    budget = Budget(1000)
    budget.spend(900)
    with pytest.raises(ReaderStopped, match=r"900 of 1,000 tokens are spent.*--llm-budget"):
        budget.check(101)


def test_without_a_limit_everything_is_allowed() -> None:
    Budget(UNLIMITED).check(10**12)


def test_a_limit_below_nothing_is_none() -> None:
    with pytest.raises(ReaderUnknown):
        Budget(-1)


@given(st.text())
def test_an_estimate_counts_at_least_a_token_for_three_bytes(text: str) -> None:
    assert estimate_tokens(text) * 3 >= len(text.encode())
