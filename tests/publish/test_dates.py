"""Dates in words: as precise as the source was, never more."""

from __future__ import annotations

from datetime import date

import pytest

from communique.publish.dates import calendar_date, days_of, first_day, say_date, say_range, say_span


@pytest.mark.parametrize(
    ("edtf", "long", "short"),
    [
        ("2024-07-30", "30 July 2024", "30 Jul 2024"),
        ("2024-07-30T10:15:00", "30 July 2024, 10:15", "30 Jul 2024, 10:15"),
        ("2022-07", "July 2022", "Jul 2022"),
        ("1993", "1993", "1993"),
        ("199X", "the 1990s", "the 1990s"),
        ("19XX", "the 1900s", "the 1900s"),
        ("2004-XX", "2004", "2004"),
        ("2004-05-XX", "May 2004", "May 2004"),
        ("2024-23", "autumn 2024", "autumn 2024"),
        ("2024-24", "winter 2024/25", "winter 2024/25"),
        ("2022-02/..", "since February 2022", "since Feb 2022"),
        ("../2024-05-15", "until 15 May 2024", "until 15 May 2024"),
        ("1990/1994~", "1990 to about 1994", "1990 to about 1994"),
        ("1993?", "perhaps 1993", "perhaps 1993"),
        ("1993%", "perhaps about 1993", "perhaps about 1993"),
        ("-0480", "-0480", "-0480"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(edtf: str, long: str, short: str) -> None:
    assert (say_date(edtf), say_date(edtf, is_short=True)) == (long, short)


@pytest.mark.parametrize("text", ["soon", "2024-13", "next: week"])
def test_what_is_no_date_is_shown_as_it_stands(text: str) -> None:
    assert say_date(text) == text
    assert days_of(text) is None


def test_no_date_is_no_words() -> None:
    assert say_date(None) == ""
    assert first_day(None) == date.min


@pytest.mark.parametrize(
    ("from_", "to", "said"),
    [
        ("2023-05", None, "since May 2023"),
        ("2023-05/..", None, "since May 2023"),
        (None, "1993", "until 1993"),
        ("1993", "2009-10", "1993 to October 2009"),
        (None, None, ""),
    ],
)
def test_an_interval_is_said_by_the_ends_that_are_known(from_: str | None, to: str | None, said: str) -> None:
    assert say_span(from_, to) == said


def test_the_middle_of_a_month_lies_in_the_month() -> None:
    days = days_of("2023-03")
    assert days is not None
    assert days.middle == date(2023, 3, 16)


def test_an_instant_has_the_date_that_it_begins_with() -> None:
    assert calendar_date("2024-06-20T07:10:00+02:00") == "2024-06-20"
    assert calendar_date("Thursday") is None
    assert calendar_date(None) is None


def test_a_range_of_instants_is_said_once_where_it_is_one_day() -> None:
    assert say_range(["2024-06-20", "2024-06-20T09:00", None]) == "20 June 2024"
    assert say_range(["2024-07-05", "2024-06-20"]) == "20 June 2024 to 5 July 2024"
    assert say_range([None]) == ""
