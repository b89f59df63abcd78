"""Waiting: what the server asks for, else twice as long each time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.reading.llm.delays import FIRST_DELAY_S, MAX_DELAY_S, asked_delay, backoff


@given(st.integers(0, 50), st.text())
def test_a_delay_is_between_half_and_all_of_its_step(attempt: int, seed: str) -> None:
    step = min(MAX_DELAY_S, FIRST_DELAY_S * 2.0**attempt)
    assert step / 2 <= backoff(attempt, seed) <= step


def test_the_same_seed_waits_the_same_and_another_does_not() -> None:
    assert backoff(2, "a") == backoff(2, "a") != backoff(2, "b")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Fri, 03 May 2024 10:00:30 GMT", "date": "Fri, 03 May 2024 10:00:00 GMT"}, 30.0),
        ({"retry-after": "Fri, 03 May 2024 09:00:00 GMT", "date": "Fri, 03 May 2024 10:00:00 GMT"}, 0.0),
        ({"retry-after": "Fri, 03 May 2024 10:00:30 GMT"}, None),
        ({"retry-after": "Fri, 03 May 2024 10:00:30 -0000", "date": "Fri, 03 May 2024 10:00:00 GMT"}, 30.0),
    ],
)
def test_what_the_server_asks_for_is_read_by_its_own_clock(headers: dict[str, str], expected: float | None) -> None:
    assert asked_delay(headers) == expected
