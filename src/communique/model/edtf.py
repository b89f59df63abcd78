"""Dates of the record: Extended Date/Time Format, level 1 (https://www.loc.gov/standards/datetime/), as strings with an algebra.

In: EDTF strings as they stand in claims and exports. Out: sortable bounds, precision, and the comparisons that merging needs. A date stays
the string that its source supports ("2022-07", "199X", "2022-02/..", "1990/1994~"); nothing here makes it look more precise than was said.
Bounds are days of the proleptic Gregorian calendar, both inclusive; what lies outside the years 1 to 9999 is clamped to `date.min` or
`date.max`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from communique.model.errors import DateError

_POINT = re.compile(
    r"(?:(?P<year>-?(?:\d{4}|\d{3}X|\d\dXX|\dXXX|XXXX))|Y(?P<long>-?\d{5,}))"
    r"(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX)(?P<time>T\d\d:\d\d:\d\d(?:Z|[+-]\d\d(?::\d\d)?)?)?)?)?"
    r"(?P<mark>[?~%]?)"
)
_CLOCK = re.compile(r"T(\d\d):(\d\d):(\d\d)(?:Z|[+-](\d\d)(?::(\d\d))?)?")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
_OPEN = ("..", "")
_PLAIN_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_REMEDY = "Write a date as YYYY, YYYY-MM, YYYY-MM-DD, 199X, 2004-XX, 2022-02/.. or with ?, ~ or % at its end."


class Precision(StrEnum):
    """How narrow a date is, narrowest first; an interval is as wide as it says and has its own name."""

    TIME = "time"
    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    MILLENNIUM = "millennium"
    INTERVAL = "interval"
    UNKNOWN = "unknown"


def _fail(edtf: str, rule: str) -> DateError:
    return DateError(f"{edtf!r} is no EDTF date: {rule}.", _REMEDY)


def _check_clock(edtf: str, clock: str) -> None:
    match = _CLOCK.fullmatch(clock)
    hour, minute, second, zone_hour, zone_minute = (int(part or 0) for part in match.groups()) if match else (99,) * 5
    end_of_day = (hour, minute, second) == (24, 0, 0)
    if (hour > 23 and not end_of_day) or minute > 59 or second > 59 or zone_hour > 14 or zone_minute > 59:
        raise _fail(edtf, "there is no such time of day")


def _year_bounds(year: str) -> tuple[int, int]:
    """Return first and last year of `199X`, `-0480`, ...; numbers may lie outside what `date` can hold."""
    digits = year.removeprefix("-")
    low, high = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
    return (-high, -low) if year.startswith("-") else (low, high)


def _day(year: int, month: int, day: int) -> date:
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month, day or monthrange(year, month)[1])


def _year_span(edtf: str, match: re.Match[str]) -> tuple[int, int]:
    if match["long"]:
        if match["month"]:
            raise _fail(edtf, "a year of more than four digits takes no month")
        return (int(match["long"]),) * 2
    if match["year"] == "-0000":
        raise _fail(edtf, "the year zero has no sign")
    return _year_bounds(match["year"])


def _month_bounds(edtf: str, year: int, month: int) -> tuple[date, date]:
    """Return the bounds of a month or, from 21 on, of a season."""
    begin, end = _SEASONS.get(month, (month, month))
    if not 1 <= begin <= 12:
        raise _fail(edtf, f"there is no month {month}")
    return _day(year, begin, 1), _day(year + (end < begin), end, 0)


def _day_bounds(edtf: str, year: int, month: int, match: re.Match[str]) -> tuple[date, date]:
    """Return the bounds of a day, with or without a time of day."""
    day = int(match["day"])
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(min(max(year, 1), 9999), month)[1]:
        raise _fail(edtf, f"month {month} has no day {day}")
    if match["time"]:
        _check_clock(edtf, match["time"])
    return (_day(year, month, day),) * 2


@lru_cache(maxsize=4096)
def _point_bounds(edtf: str) -> tuple[date, date]:
    """Return the bounds of a date that is no interval."""
    match = _POINT.fullmatch(edtf)
    if not match:
        raise _fail(edtf, "it does not have the shape of a date")
    first, last = _year_span(edtf, match)
    month, day = match["month"], match["day"]
    year_open, month_open = "X" in (match["year"] or ""), month == "XX"
    if (year_open and month not in (None, "XX")) or (month_open and day not in (None, "XX")):
        raise _fail(edtf, "digits are unspecified from the right only")
    if month is None or month_open:
        return _day(first, 1, 1), _day(last, 12, 31)
    if day is None or (day == "XX" and int(month) <= 12):
        return _month_bounds(edtf, first, int(month))
    if day == "XX":
        raise _fail(edtf, "a season has no days")
    return _day_bounds(edtf, first, int(month), match)


def _ends(edtf: str) -> tuple[str, str] | None:
    """Return both ends of an interval as written, or None where it is none."""
    left, slash, right = edtf.partition("/")
    return (left, right) if slash else None


@lru_cache(maxsize=4096)
def bounds(edtf: str) -> tuple[date, date]:
    """Return the first and the last day that `edtf` can mean, both inclusive.

    Open and unknown ends of an interval are `date.min` and `date.max`. Seasons are the northern meteorological ones; a winter begins in its
    year and ends in February of the next. Qualifiers do not widen bounds: they say how sure the source is, not by how much it may be wrong.

    Raises:
        DateError: `edtf` is not EDTF level 1, names a day that does not exist, or ends before it begins.
    """
    ends = _ends(edtf)
    if ends is None:
        return _point_bounds(edtf)
    left, right = ends
    if left in _OPEN and right in _OPEN:
        raise _fail(edtf, "an interval needs one known end")
    first = date.min if left in _OPEN else _point_bounds(left)[0]
    last = date.max if right in _OPEN else _point_bounds(right)[1]
    if first > last:
        raise _fail(edtf, "it ends before it begins")
    return first, last


def is_edtf(text: str) -> bool:
    """Tell whether `text` is a date of EDTF level 1."""
    try:
        bounds(text)
    except DateError:
        return False
    return True


def precision(edtf: str) -> Precision:
    """Return how narrow a date is.

    Raises:
        DateError: `edtf` is no date.
    """
    bounds(edtf)
    if _ends(edtf):
        return Precision.INTERVAL
    match = _POINT.fullmatch(edtf)
    if not match:
        raise _fail(edtf, "it does not have the shape of a date")
    if match["time"]:
        return Precision.TIME
    if match["day"] not in (None, "XX"):
        return Precision.DAY
    if match["month"] not in (None, "XX"):
        return Precision.SEASON if int(match["month"]) > 12 else Precision.MONTH
    unspecified = (match["year"] or "").count("X")
    return (Precision.YEAR, Precision.DECADE, Precision.CENTURY, Precision.MILLENNIUM, Precision.UNKNOWN)[unspecified]


def overlap(a: str, b: str) -> bool:
    """Tell whether some day lies in both dates.

    Raises:
        DateError: one of them is no date.
    """
    (a_first, a_last), (b_first, b_last) = bounds(a), bounds(b)
    return a_first <= b_last and b_first <= a_last


def covers(a: str, b: str) -> bool:
    """Tell whether every day of `b` lies in `a` ("2022-07" covers "2022-07-01", and each date covers itself).

    Raises:
        DateError: one of them is no date.
    """
    (a_first, a_last), (b_first, b_last) = bounds(a), bounds(b)
    return a_first <= b_first and b_last <= a_last


def is_day(edtf: str) -> bool:
    """Tell whether a date is one day of the calendar, without time of day or qualifier."""
    return _PLAIN_DAY.fullmatch(edtf) is not None


def is_next_day(first: str, second: str) -> bool:
    """Tell whether two dates are days of which the second follows the first."""
    return is_day(first) and is_day(second) and date.fromisoformat(second) - date.fromisoformat(first) == timedelta(days=1)


def days_apart(a: str, b: str) -> int:
    """Return how many days lie from the end of one date to the beginning of the other, 0 where they overlap.

    Raises:
        DateError: one of them is no date.
    """
    (first, last), (other_first, other_last) = bounds(a), bounds(b)
    return max(0, (first - other_last).days, (other_first - last).days)


def plain(edtf: str) -> str:
    """Return the date without its qualifiers ("1990/1994~" gives "1990/1994")."""
    return re.sub(r"[?~%](?=/|$)", "", edtf)


def is_approximate(edtf: str) -> bool:
    """Tell whether any part of the date is marked approximate (`~` or `%`)."""
    return "~" in edtf or "%" in edtf


def is_uncertain(edtf: str) -> bool:
    """Tell whether any part of the date is marked uncertain (`?` or `%`)."""
    return "?" in edtf or "%" in edtf


def _narrowness(edtf: str) -> tuple[int, bool, bool, str]:
    first, last = bounds(edtf)
    return (last - first).days, "T" not in edtf, plain(edtf) != edtf, edtf


def most_precise(dates: Iterable[str]) -> str | None:
    """Return the narrowest of dates that can all be true of one event, or None where there are none or two exclude each other.

    "2022-07" and "2022-07-01" give "2022-07-01"; "2022-07-01" and "2022-07-02" give None. Of equally narrow ones, a date with a time wins,
    then an unqualified one, then the first in string order, so that the result does not depend on the order of `dates`.

    Raises:
        DateError: one of them is no date.
    """
    ranked = sorted(set(dates), key=_narrowness)
    if not ranked or not all(overlap(a, b) for i, a in enumerate(ranked) for b in ranked[i + 1 :]):
        return None
    return ranked[0]


def earliest(dates: Iterable[str]) -> str | None:
    """Return the date that begins first (the narrowest of several), or None where there are none.

    Raises:
        DateError: one of them is no date.
    """
    return min(dates, key=lambda edtf: (bounds(edtf)[0], _narrowness(edtf)), default=None)


def latest(dates: Iterable[str]) -> str | None:
    """Return the date that ends last (the narrowest of several), or None where there are none.

    Raises:
        DateError: one of them is no date.
    """
    return max(dates, key=lambda edtf: (bounds(edtf)[1], tuple(_reverse(edtf))), default=None)


def _reverse(edtf: str) -> tuple[int, bool, bool, str]:
    width, untimed, qualified, text = _narrowness(edtf)
    return -width, not untimed, not qualified, text


def start_of(edtf: str) -> str | None:
    """Return the date at which an interval begins, as written ("2022-02/.." gives "2022-02"); another date is its own start.

    None where the interval has no known start.

    Raises:
        DateError: `edtf` is no date.
    """
    bounds(edtf)
    ends = _ends(edtf)
    return edtf if ends is None else (None if ends[0] in _OPEN else ends[0])


def end_of(edtf: str) -> str | None:
    """Return the date at which an interval ends, as written; another date is its own end. None where no end is known.

    Raises:
        DateError: `edtf` is no date.
    """
    bounds(edtf)
    ends = _ends(edtf)
    return edtf if ends is None else (None if ends[1] in _OPEN else ends[1])


def since(edtf: str) -> str:
    """Return the interval that begins with `edtf` and goes on ("2022-02" gives "2022-02/..").

    Raises:
        DateError: `edtf` is no date, or has no known start.
    """
    start = start_of(edtf)
    if start is None:
        raise _fail(edtf, "an interval without a start cannot begin another one")
    return f"{start}/.."


def until(edtf: str) -> str:
    """Return the interval of unknown beginning that ends with `edtf` ("2024-05-15" gives "../2024-05-15").

    Raises:
        DateError: `edtf` is no date, or has no known end.
    """
    end = end_of(edtf)
    if end is None:
        raise _fail(edtf, "an interval without an end cannot end another one")
    return f"../{end}"
