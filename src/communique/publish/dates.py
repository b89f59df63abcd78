"""Dates for readers: EDTF strings in plain English, and days as positions.

In: EDTF strings of the record. Out: "30 July 2024", "July 2022", "since February 2022", never more precise than the source was. A string
that is no date is shown as it stands, because hiding it would hide a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from communique.model.edtf import bounds, is_edtf

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_SHORT = 3
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d).*)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)(?:-XX)?")


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day that something can have been, both inclusive."""

    first: date
    last: date

    @property
    def middle(self) -> date:
        """The day halfway between both."""
        return self.first + (self.last - self.first) / 2


def say_date(edtf: str | None, *, is_short: bool = False) -> str:
    """Return a date in words, months in three letters where `is_short`; the empty string for None."""
    if not edtf:
        return ""
    if not is_edtf(edtf):
        return edtf
    left, slash, right = edtf.partition("/")
    if not slash:
        return _say_point(left, is_short=is_short)
    begin, end = (_say_point(part, is_short=is_short) if part not in ("", "..") else "" for part in (left, right))
    if begin and end:
        return f"{begin} to {end}"
    return f"since {begin}" if begin else f"until {end}"


def _say_point(edtf: str, *, is_short: bool) -> str:
    bare = edtf.rstrip("?~%")
    mark = edtf[len(bare) :]
    doubt = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}.get(mark, "")
    return doubt + _say_bare(bare, is_short=is_short)


def _say_bare(edtf: str, *, is_short: bool) -> str:
    if match := _DAY.fullmatch(edtf):
        year, month, day, clock = match.groups()
        said = f"{int(day)} {_month(month, is_short=is_short)} {year}"
        return f"{said}, {clock}" if clock else said
    if match := _MONTH.fullmatch(edtf):
        year, month = match.groups()
        if int(month) == 24:
            return f"winter {year}/{(int(year) + 1) % 100:02d}"
        return f"{_SEASONS.get(int(month)) or _month(month, is_short=is_short)} {year}"
    year = edtf.split("-XX", maxsplit=1)[0]
    if year.endswith("X") and not year.startswith("X"):
        return f"the {year.replace('X', '0')}s"
    return year


def _month(number: str, *, is_short: bool) -> str:
    name = _MONTHS[int(number) - 1]
    return name[:_SHORT] if is_short else name


def days_of(edtf: str | None) -> Days | None:
    """Return the days that a date can mean; None where there is no date or none that can be read. Open ends are `date.min`, `date.max`."""
    return Days(*bounds(edtf)) if edtf and is_edtf(edtf) else None


def first_day(edtf: str | None) -> date:
    """Return the first day of a date for sorting; `date.min` where there is none."""
    days = days_of(edtf)
    return days.first if days else date.min


def say_span(from_: str | None, to: str | None, *, is_short: bool = False) -> str:
    """Return an interval in words: "since May 2023", "until 1993", "1993 to 2009", or the empty string where neither end is known."""
    begin, end = say_date(from_, is_short=is_short), say_date(to, is_short=is_short)
    if begin and end:
        return f"{begin} to {end}"
    if begin and " to " in begin:
        return f"since between {begin.replace(' to ', ' and ')}"
    if begin:
        return begin if begin.startswith(("since ", "until ")) else f"since {begin}"
    return f"until {end}" if end else ""


def calendar_date(instant: str | None) -> str | None:
    """Return the date of an ISO 8601 date or date-time as EDTF, or None where it has none."""
    match = re.match(r"\d{4}-\d\d-\d\d", instant or "")
    return match.group() if match and is_edtf(match.group()) else None


def say_range(instants: Iterable[str | None]) -> str:
    """Return the earliest and the latest of some instants in words, once where both are the same day."""
    found = sorted({day for instant in instants if (day := calendar_date(instant))})
    if not found:
        return ""
    first, last = say_date(found[0]), say_date(found[-1])
    return first if first == last else f"{first} to {last}"
