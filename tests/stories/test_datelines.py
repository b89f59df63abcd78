"""Datelines are found, and beginnings of sentences are not taken for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.stories.datelines import find_dateline


@pytest.mark.parametrize(
    ("head", "rest"),
    [
        ("LUND, June 10 (Nordic Wire) - ", "The envoys met."),
        ("LUND/ORSA, June 10 (Nordic Wire) - ", "The envoys met."),
        ("Orsa, 10 June 2021 – ", "The envoys met."),
        ("KYR-ORSA, Sudmark — ", "The envoys met."),
        ("ST. OLAF, Sudmark - ", "The envoys met."),
        ("LUND: ", "The envoys met."),
        ("LUND. ", "The envoys met."),
        ("LUND, July 1. /NORD/. ", "The envoys met."),
        ("Lund, 10 June 2021\n\n", "The ministry has the honour to say this."),
        ("IĞDIR — ", "“We met,” they said."),
    ],
)
def test_a_dateline_ends_where_the_story_begins(head: str, rest: str) -> None:
    assert find_dateline(head + rest) == (0, len(head))


def test_a_dateline_may_stand_below_a_byline() -> None:
    text = "By Jon Aske\n\nLUND (Nordic Wire) — The envoys met."
    found = find_dateline(text)
    assert found
    assert text[slice(*found)] == "LUND (Nordic Wire) — "


@pytest.mark.parametrize(
    "text",
    [
        "The talks – the first in years – ended.",
        "Talks – the first in years – ended.",
        "NORDO – the league – met.",
        "The envoys met on 3 May - reports say.",
        "The envoys met. LUND (Nordic Wire) - They spoke.",
        "Norland: the envoys met.",
        "",
    ],
)
def test_a_sentence_is_no_dateline(text: str) -> None:
    assert find_dateline(text) is None


@given(st.text(max_size=200))
def test_a_dateline_lies_within_the_text(text: str) -> None:
    found = find_dateline(text)
    assert found is None or 0 <= found[0] < found[1] <= len(text)
