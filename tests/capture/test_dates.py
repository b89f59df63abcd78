"""Publication dates as sources write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.capture.dates import read_instant

MONTHS = "January February March April May June July August September October November December"


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2024-07-30", "2024-07-30"),
        ("20240730", "2024-07-30"),
        ("2024-07-30T10:00:00Z", "2024-07-30T10:00:00Z"),
        ("2024-07-30T10:00:00.000+0400", "2024-07-30T10:00:00.000+0400"),
        ("2024-07-30 10:00", "2024-07-30T10:00"),
        ("2024-07-30 10:00:00 +04:00", "2024-07-30T10:00:00+04:00"),
        ("30 July 2024", "2024-07-30"),
        ("Tuesday, 30 Jul. 2024", "2024-07-30"),
        ("July 30, 2024", "2024-07-30"),
        ("Sept 5th, 2024", "2024-09-05"),
        ("Tue, 30 Jul 2024 10:00:00 GMT", "2024-07-30T10:00:00+00:00"),
    ],
)
def test_what_sources_write_becomes_iso(written: str, instant: str) -> None:
    assert read_instant(written) == instant


NO_DATES = ("", "soon", "Tuesday", "2024-02-30", "30.07.2024", "07/30/2024", "July 2024", "32 July 2024", "١٢", "9" * 100, "at 10:00")


@pytest.mark.parametrize("written", NO_DATES)
def test_what_is_no_certain_date_is_none(written: str) -> None:
    assert read_instant(written) is None


@given(st.dates(min_value=date(1800, 1, 1)))
def test_every_date_survives_in_three_spellings(day: date) -> None:
    month = MONTHS.split()[day.month - 1]
    for written in (day.isoformat(), f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}"):
        assert read_instant(written) == day.isoformat()


@given(st.text(max_size=40))
def test_no_string_raises(text: str) -> None:
    instant = read_instant(text)
    assert instant is None or instant[:4].isdigit()
