"""EDTF level 1: what is a date, which days it can mean, and which of several dates says most."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model import edtf
from communique.model.edtf import Precision
from communique.model.errors import DateError

_DAYS = st.dates()
_POINTS = st.one_of(
    _DAYS.map(date.isoformat),
    _DAYS.map(lambda day: day.isoformat()[:7]),
    _DAYS.map(lambda day: day.isoformat()[:4]),
    _DAYS.map(lambda day: day.isoformat()[:3] + "X"),
    st.builds("{:04d}-{}".format, st.integers(1, 9998), st.integers(21, 24)),
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-07-30", "2024-07-30", "2024-07-30"),
        ("2024-07-30T15:00:00Z", "2024-07-30", "2024-07-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1993", "1993-01-01", "1993-12-31"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("2004-XX", "2004-01-01", "2004-12-31"),
        ("2004-06-XX", "2004-06-01", "2004-06-30"),
        ("2022-22", "2022-06-01", "2022-08-31"),
        ("2022-24", "2022-12-01", "2023-02-28"),
        ("2022-02/..", "2022-02-01", "9999-12-31"),
        ("../2024-05-15", "0001-01-01", "2024-05-15"),
        ("2022/", "2022-01-01", "9999-12-31"),
        ("1990/1994~", "1990-01-01", "1994-12-31"),
        ("2022-07-05?/2022-08%", "2022-07-05", "2022-08-31"),
        ("-0480", "0001-01-01", "0001-01-01"),
        ("Y170000002", "9999-12-31", "9999-12-31"),
    ],
)
def test_bounds_are_the_first_and_last_day_a_date_can_mean(text: str, first: str, last: str) -> None:
    assert edtf.bounds(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    ["", "July 2022", "2022-13", "2022-00", "2023-02-29", "2022-7-1", "2022-XX-01", "199X-05", "2022-21-03", "2022-21-XX", "2024/2022",
     "../..", "/",
     "2024-07-30T25:00:00", "2024-07-30T15:60:00Z", "2024-07-30T15:00", "-0000", "22", "2022~?", "2022-07-30/2022/2023", "Y170000002-05"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_its_name_and_a_remedy(text: str) -> None:
    assert not edtf.is_edtf(text)
    with pytest.raises(DateError) as caught:
        edtf.bounds(text)
    assert repr(text) in caught.value.error or "/" in text
    assert "YYYY" in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-07-30T15:00:00", Precision.TIME),
        ("2024-07-30", Precision.DAY),
        ("2024-07-XX", Precision.MONTH),
        ("2024-07~", Precision.MONTH),
        ("2024-22", Precision.SEASON),
        ("2024", Precision.YEAR),
        ("199X", Precision.DECADE),
        ("19XX", Precision.CENTURY),
        ("1XXX", Precision.MILLENNIUM),
        ("XXXX", Precision.UNKNOWN),
        ("2022-02/..", Precision.INTERVAL),
    ],
)
def test_precision_is_the_narrowest_part_that_is_specified(text: str, expected: Precision) -> None:
    assert edtf.precision(text) is expected


def test_a_month_covers_its_days_and_not_the_other_way_round() -> None:
    assert edtf.covers("2022-07", "2022-07-01")
    assert not edtf.covers("2022-07-01", "2022-07")
    assert edtf.covers("2022-02/..", "2031")
    assert not edtf.covers("2022-07", "2022-08-01")


def test_dates_overlap_when_they_share_a_day() -> None:
    assert edtf.overlap("2022-07", "2022-07-31/2022-08-03")
    assert not edtf.overlap("2022-07", "2022-08")


def test_of_compatible_dates_the_narrowest_is_kept() -> None:
    assert edtf.most_precise(["2022", "2022-07-01", "2022-07"]) == "2022-07-01"
    assert edtf.most_precise(["2022-07~", "2022-07"]) == "2022-07"
    assert edtf.most_precise(["2024-07-30", "2024-07-30T15:00:00"]) == "2024-07-30T15:00:00"


def test_dates_that_exclude_each_other_have_no_most_precise_one() -> None:
    assert edtf.most_precise(["2022-07-01", "2022-07-02"]) is None
    assert edtf.most_precise(["2022-07", "2022-07-01", "2022-08"]) is None
    assert edtf.most_precise([]) is None


def test_earliest_and_latest_compare_bounds() -> None:
    dates = ["2022-07", "2022", "2021-12-31", "2022-07-31"]
    assert edtf.earliest(dates) == "2021-12-31"
    assert edtf.latest(dates) == "2022"
    assert edtf.latest(["2022-07", "2022-07-31"]) == "2022-07-31"
    assert edtf.earliest([]) is None
    assert edtf.latest([]) is None


def test_ends_of_intervals_are_returned_as_written() -> None:
    assert edtf.start_of("2022-02/..") == "2022-02"
    assert edtf.end_of("2022-02/..") is None
    assert edtf.start_of("../2024") is None
    assert edtf.end_of("1990/1994~") == "1994~"
    assert edtf.start_of("1993") == edtf.end_of("1993") == "1993"


def test_since_and_until_open_an_interval() -> None:
    assert edtf.since("2022-02") == "2022-02/.."
    assert edtf.until("2024-05-15") == "../2024-05-15"
    assert edtf.since("2022-02-03/2022-03-01") == "2022-02-03/.."
    with pytest.raises(DateError):
        edtf.since("../2024")
    with pytest.raises(DateError):
        edtf.until("2024/..")


def test_qualifiers_can_be_read_and_removed() -> None:
    assert edtf.is_approximate("1990/1994~")
    assert edtf.is_uncertain("2022-07%")
    assert not edtf.is_approximate("2022-07?")
    assert edtf.plain("2022-07?/2023~") == "2022-07/2023"


@given(_POINTS)
def test_bounds_are_in_order_and_each_date_covers_itself(text: str) -> None:
    first, last = edtf.bounds(text)
    assert first <= last
    assert edtf.covers(text, text)
    assert edtf.precision(text) is not Precision.INTERVAL


@given(_POINTS, _POINTS)
def test_overlap_is_symmetric_and_follows_from_covering(a: str, b: str) -> None:
    assert edtf.overlap(a, b) == edtf.overlap(b, a)
    if edtf.covers(a, b):
        assert edtf.overlap(a, b)
        assert edtf.most_precise([a, b]) == edtf.most_precise([b, a])


@given(st.lists(_POINTS, max_size=5))
def test_the_choice_among_dates_does_not_depend_on_their_order(dates: list[str]) -> None:
    backwards = list(reversed(dates))
    assert edtf.most_precise(dates) == edtf.most_precise(backwards)
    assert edtf.earliest(dates) == edtf.earliest(backwards)
    assert edtf.latest(dates) == edtf.latest(backwards)


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    if not edtf.is_edtf(text):
        with pytest.raises(DateError):
            edtf.precision(text)
