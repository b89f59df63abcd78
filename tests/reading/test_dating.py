"""The days of a meeting: from its own words, and from how long the talks took."""

from __future__ import annotations

import pytest

from tests.reading.test_meetings import find


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("After two days of talks in Lima, Peru and Chile agreed on Tuesday to free prisoners.", "2023-06-26/2023-06-27"),
        ("Peru and Chile opened a three-day round of talks in Lima on Monday.", "2023-07-03/2023-07-05"),
        ("Peru and Chile held talks. Their fifth meeting, which began on January 24, ended on February 3.", "2023-01-24/2023-02-03"),
        ("Peru and Chile agreed to free prisoners on Monday, at the end of ten days of talks in Lima.", "2023-06-24/2023-07-03"),
        ("Peru and Chile held talks in Lima from 3 to 5 March.", "2023-03-03/2023-03-05"),
        ("Peru and Chile met in Lima on 3 and 4 March.", "2023-03-03/2023-03-04"),
    ],
)
def test_a_meeting_of_several_days_has_its_first_and_its_last(text: str, date: str) -> None:
    assert [claim.date for claim in find(text)][-1] == date


@pytest.mark.parametrize(
    ("text", "edge"),
    [
        ("Peru and Chile opened talks in Lima on Monday.", "first"),
        ("Talks between Peru and Chile ended in Lima on Monday.", "last"),
        ("Peru and Chile met in Lima on Monday.", ""),
    ],
)
def test_a_single_day_tells_whether_it_is_the_first_or_the_last(text: str, edge: str) -> None:
    (claim,) = find(text)
    assert (claim.date, claim.edge) == ("2023-07-03", edge)


def test_a_span_of_days_between_two_things_is_no_length_of_talks() -> None:
    (claim,) = find("Talks between Peru and Chile ended in Lima on Monday, seven days before the deadline.")
    assert claim.date == "2023-07-03"


def test_the_day_of_a_plan_lies_ahead_of_the_text() -> None:
    (claim,) = find("The talks between Peru and Chile that were set for Sunday in Lima have been called off.")
    assert claim.date == "2023-07-09"
