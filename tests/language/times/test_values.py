"""The value algebra: one value, two notations."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.language.times.anchoring import easter, season_near, shifted
from communique.language.times.values import Grain, Length, Mod, Moment, day_moment, shift_days, shift_months, week_moment
from communique.model.edtf import bounds, is_edtf


@pytest.mark.parametrize(
    ("moment", "mod", "timex", "edtf"),
    [
        (Moment(Grain.DAY, 2024, 7, 30), None, "2024-07-30", "2024-07-30"),
        (Moment(Grain.DAY, None, 7, 30), None, "XXXX-07-30", None),
        (Moment(Grain.DAY, None, weekday=2), None, "XXXX-WXX-2", None),
        (Moment(Grain.MONTH, 2024, 2), Mod.END, "2024-02", "2024-02-21/2024-02-29~"),
        (Moment(Grain.YEAR, 2022), Mod.BEGINNING, "2022", "2022-01~"),
        (Moment(Grain.YEAR, 2022), Mod.CLOSE, "2022", "2022-12~"),
        (Moment(Grain.YEAR, 2022), Mod.MID, "2022", "2022-05/2022-08~"),
        (Moment(Grain.YEAR, 2022), Mod.APPROX, "2022", "2022~"),
        (Moment(Grain.YEAR, -479), None, "BC0480", "-0479"),
        (Moment(Grain.DECADE, 1990), Mod.START, "199", "1990/1994~"),
        (Moment(Grain.DECADE, 1990), None, "199", "199X"),
        (Moment(Grain.CENTURY, 1900), None, "19", "19XX"),
        (Moment(Grain.HALF, 2022, 2), None, "2022-H2", "2022-07/2022-12"),
        (Moment(Grain.QUARTER, 2022, 1), None, "2022-Q1", "2022-01/2022-03"),
        (Moment(Grain.SEASON, 2023, 4), None, "2023-WI", "2023-24"),
        (Moment(Grain.WEEK, 2024, 31), None, "2024-W31", "2024-07-29/2024-08-04"),
        (Moment(Grain.WEEKEND, 2024, 31), None, "2024-W31-WE", "2024-08-03/2024-08-04"),
        (Moment(Grain.PART, 2024, 7, 30, part="EV"), None, "2024-07-30TEV", "2024-07-30"),
        (Moment(Grain.CLOCK, 2024, 7, 30, clock="15:00", zone="Z"), None, "2024-07-30T15:00Z", "2024-07-30T15:00:00Z"),
        (Moment(Grain.CLOCK, 2024, 7, 30, clock="15:00", zone="+04"), None, "2024-07-30T15:00+04", "2024-07-30T15:00:00+04:00"),
        (Moment(Grain.CLOCK, 2024, 7, 30, clock="24:00"), None, "2024-07-30T24:00", "2024-07-30"),
        (Moment(Grain.YEAR, 2022, fiscal=True), None, "FY2022", "2022"),
    ],
)
def test_a_moment_says_the_same_in_both_notations(moment: Moment, mod: Mod | None, timex: str, edtf: str | None) -> None:
    assert (moment.timex(), moment.edtf(mod)) == (timex, edtf)


@pytest.mark.parametrize(
    ("amounts", "timex"),
    [
        ((("year", Fraction(2)),), "P2Y"),
        ((("year", Fraction(5, 2)),), "P2.5Y"),
        ((("decade", Fraction(3)),), "P3DE"),
        ((("fortnight", Fraction(1)),), "P2W"),
        ((("hour", Fraction(24)),), "PT24H"),
        ((("day", Fraction(1)), ("hour", Fraction(6))), "P1DT6H"),
        ((("month", None),), "PXM"),
    ],
)
def test_lengths_are_iso_periods(amounts: tuple[tuple[str, Fraction | None], ...], timex: str) -> None:
    assert Length(amounts).timex() == timex


@given(st.dates())
def test_a_week_contains_the_day_it_was_made_from(day: date) -> None:
    edtf = week_moment(day).edtf()
    if edtf is not None and is_edtf(edtf):
        first, last = bounds(edtf)
        assert first <= day <= last


@given(st.dates(), st.integers(-40_000, 40_000))
def test_shifting_there_and_back_is_nothing_or_outside_the_calendar(day: date, days: int) -> None:
    there = shift_days(day, days)
    assert there is None or shift_days(there, -days) == day


@given(st.dates(), st.integers(-3000, 3000))
def test_months_are_shifted_to_a_day_that_exists(day: date, months: int) -> None:
    there = shift_months(day, months)
    assert there is None or (there.year * 12 + there.month) - (day.year * 12 + day.month) == months


@given(st.dates(), st.sampled_from(["day", "week", "weekend", "month", "quarter", "year", "decade", "century"]), st.integers(-5, 5))
def test_a_shifted_unit_is_none_or_has_both_notations(day: date, unit: str, count: int) -> None:
    moment = shifted(day, unit, count)
    if moment is not None:
        edtf = moment.edtf()
        assert moment.timex()
        assert edtf is None or not edtf.startswith("2") or is_edtf(edtf)


def test_the_day_itself_is_its_first() -> None:
    assert day_moment(date(2024, 7, 30)).first == date(2024, 7, 30)


@pytest.mark.parametrize(("year", "expected"), [(1818, "1818-03-22"), (2000, "2000-04-23"), (2024, "2024-03-31"), (2038, "2038-04-25")])
def test_easter_is_that_of_the_tables(year: int, expected: str) -> None:
    assert easter(year).isoformat() == expected


def test_last_summer_is_the_one_that_was_over() -> None:
    assert season_near(date(2024, 7, 30), 2, -1) == 2023
    assert season_near(date(2024, 10, 1), 2, -1) == 2024
    assert season_near(date(2024, 7, 30), 4, 1) == 2024
    assert season_near(date(2024, 1, 30), 4, 0) == 2023
