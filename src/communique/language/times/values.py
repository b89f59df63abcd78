"""The algebra of time values: one value, from which both the TIMEX3 string and the EDTF date come.

In: what the families of expressions understood (a month, a weekday resolved to a day, three decades). Out: `Moment`, `Length`,
`Recurrence` and `Reference`, each with `timex()` (ISO 24617-1) and `edtf(mod)` (EDTF level 1, or None where it names no point or
interval). Years are astronomical: 1 BC is 0, 480 BC is -479.

How vague parts become EDTF is decided here, once. A part of a year, month, decade or century is the interval that it usually means,
marked approximate at its end ("early 1990s" is `1990/1994~`, "late July 2024" is `2024-07-21/2024-07-31~`); the very beginning or end of
a year is its first or last month (`2022-01~`). Halves, quarters, weeks and weekends are exact intervals.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from fractions import Fraction

from communique.model.vocabulary import TimeType


class Grain(IntEnum):
    """How fine a moment is, coarse to fine."""

    CENTURY = 0
    DECADE = 1
    YEAR = 2
    HALF = 3
    SEASON = 4
    QUARTER = 5
    MONTH = 6
    WEEK = 7
    WEEKEND = 8
    DAY = 9
    PART = 10
    CLOCK = 11


class Mod(StrEnum):
    """TIMEX3 `mod`, and two of our own that TIMEX3 folds into START and END but EDTF tells apart."""

    START = "START"
    MID = "MID"
    END = "END"
    BEGINNING = "BEGINNING"
    CLOSE = "CLOSE"
    APPROX = "APPROX"
    MORE_THAN = "MORE_THAN"
    LESS_THAN = "LESS_THAN"
    EQUAL_OR_MORE = "EQUAL_OR_MORE"
    EQUAL_OR_LESS = "EQUAL_OR_LESS"
    BEFORE = "BEFORE"
    AFTER = "AFTER"

    @property
    def timex(self) -> str:
        """The word that TIMEX3 has for it."""
        return {Mod.BEGINNING: "START", Mod.CLOSE: "END"}.get(self, self.value)


SEASONS = ("SP", "SU", "FA", "WI")
_SEASON_MONTHS = {1: (3, 5), 2: (6, 8), 3: (9, 11), 4: (12, 2)}
_YEAR_PARTS = {Mod.START: (1, 4), Mod.MID: (5, 8), Mod.END: (9, 12)}
_MONTH_PARTS = {Mod.START: (1, 10), Mod.MID: (11, 20), Mod.END: (21, 31)}
_DECADE_PARTS = {Mod.START: (0, 4), Mod.MID: (4, 6), Mod.END: (5, 9)}
_CENTURY_PARTS = {Mod.START: (0, 33), Mod.MID: (34, 66), Mod.END: (67, 99)}
_SAME_PART = {Mod.BEGINNING: Mod.START, Mod.CLOSE: Mod.END}
MAX_YEAR = 9999


def edtf_year(year: int) -> str:
    """Return an astronomical year in four digits with its sign."""
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


def _joined(first: str, last: str, mark: str = "") -> str:
    return f"{first}{mark}" if first == last else f"{first}/{last}{mark}"


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the calendar at some grain.

    `index` is the month (1-12), ISO week, quarter, half or season (1 spring to 4 winter) that the grain asks for; for days and finer it is
    the month. `year` None means that nothing tells it; of a century or decade `year` is its first. `weekday` 1-7 matters only while no day
    is known. `part` is MO, AF, EV, NI, DT or MI, `clock` is hh:mm, `zone` is Z or an offset.
    """

    grain: Grain
    year: int | None
    index: int | None = None
    day: int | None = None
    part: str | None = None
    clock: str | None = None
    zone: str = ""
    weekday: int | None = None
    fiscal: bool = False

    @property
    def type(self) -> TimeType:
        """TIME for what is finer than a day, otherwise DATE."""
        return TimeType.TIME if self.grain >= Grain.PART else TimeType.DATE

    @property
    def is_known(self) -> bool:
        """Whether the calendar can compute with it."""
        if self.year is None or not 0 < self.year <= MAX_YEAR:
            return False
        return self.grain < Grain.DAY or (self.index is not None and self.day is not None)

    @property
    def first(self) -> date | None:
        """The first day of it, None where that is not known or outside the years 1 to 9999."""
        if not self.is_known or self.year is None:
            return None
        index = self.index or 1
        match self.grain:
            case Grain.WEEK:
                return date.fromisocalendar(self.year, index, 1)
            case Grain.WEEKEND:
                return date.fromisocalendar(self.year, index, 6)
            case Grain.QUARTER:
                return date(self.year, 3 * index - 2, 1)
            case Grain.HALF:
                return date(self.year, 6 * index - 5, 1)
            case Grain.SEASON:
                return date(self.year, _SEASON_MONTHS[index][0], 1)
            case _:
                return date(self.year, index, self.day or 1)

    def _year_text(self) -> str:
        if self.year is None:
            return "XXXX"
        return f"{self.year:04d}" if self.year > 0 else f"BC{1 - self.year:04d}"

    def timex(self) -> str:
        """Return the TIMEX3 value."""
        year = self._year_text()
        if self.grain is Grain.CENTURY:
            return year[:-2] if self.year is None or self.year > 0 else f"BC{-self.year // 100:02d}"
        if self.grain is Grain.DECADE:
            return year[:-1]
        if self.grain is Grain.YEAR:
            return f"FY{year}" if self.fiscal else year
        index = "XX" if self.index is None else f"{self.index:02d}"
        match self.grain:
            case Grain.HALF:
                return f"{year}-H{self.index or 'X'}"
            case Grain.QUARTER:
                return f"{year}-Q{self.index or 'X'}"
            case Grain.SEASON:
                return f"{year}-{SEASONS[(self.index or 1) - 1]}"
            case Grain.MONTH:
                return f"{year}-{index}"
            case Grain.WEEK:
                return f"{year}-W{index}"
            case Grain.WEEKEND:
                return f"{year}-W{index}-WE"
        return self._day_text(year, index) + self._time_text()

    def _day_text(self, year: str, index: str) -> str:
        if self.weekday and self.day is None:
            return f"XXXX-WXX-{self.weekday}"
        return f"{year}-{index}-" + ("XX" if self.day is None else f"{self.day:02d}")

    def _time_text(self) -> str:
        if self.grain is Grain.CLOCK:
            return f"T{self.clock}{self.zone}"
        return f"T{self.part}" if self.grain is Grain.PART else ""

    def edtf(self, mod: Mod | None = None) -> str | None:
        """Return the EDTF date of it, None while its year is unknown."""
        if self.year is None:
            return None
        mark = "~" if mod is Mod.APPROX and self.grain is not Grain.CLOCK else ""
        part = self._part(mod)
        if part is not None:
            return part
        match self.grain:
            case Grain.CENTURY | Grain.DECADE:
                return self._long_period(mark)
            case Grain.YEAR:
                return edtf_year(self.year) + mark
            case Grain.MONTH:
                return f"{edtf_year(self.year)}-{self.index:02d}{mark}" if self.index else edtf_year(self.year) + mark
            case Grain.SEASON:
                return f"{edtf_year(self.year)}-{20 + (self.index or 1)}{mark}"
            case Grain.HALF | Grain.QUARTER:
                length = 6 if self.grain is Grain.HALF else 3
                last = length * (self.index or 1)
                return _joined(f"{edtf_year(self.year)}-{last - length + 1:02d}", f"{edtf_year(self.year)}-{last:02d}", mark)
            case Grain.WEEK | Grain.WEEKEND:
                first = self.first
                days = 6 if self.grain is Grain.WEEK else 1
                return _joined(first.isoformat(), (first + timedelta(days)).isoformat(), mark) if first else None
        return self._day_edtf(mod, mark)

    def _day_edtf(self, mod: Mod | None, mark: str) -> str | None:
        if self.year is None or self.index is None:
            return None
        if self.day is None:
            return f"{edtf_year(self.year)}-{self.index:02d}"
        text = f"{edtf_year(self.year)}-{self.index:02d}-{self.day:02d}"
        if self.grain is Grain.CLOCK and self.clock and not self.clock.startswith("24") and mod is not Mod.APPROX:
            zone = f"{self.zone}:00" if len(self.zone) == 3 else self.zone
            return f"{text}T{self.clock}:00{zone}" if len(self.clock) == 5 else f"{text}T{self.clock}{zone}"
        return text + mark

    def _long_period(self, mark: str) -> str:
        """Return a decade or century, with unspecified digits where EDTF can say it so."""
        width = 100 if self.grain is Grain.CENTURY else 10
        year = self.year or 0
        if year >= 0 and year % width == 0:
            return edtf_year(year)[: -len(str(width)) + 1] + "X" * (len(str(width)) - 1) + mark
        return _joined(edtf_year(year), edtf_year(year + width - 1), mark)

    def _part(self, mod: Mod | None) -> str | None:
        """Return the interval that "early", "mid", "late", "beginning of" or "end of" cut out, None where they cut nothing."""
        if mod is None or self.year is None:
            return None
        if self.grain is Grain.YEAR and mod in _SAME_PART:
            return f"{edtf_year(self.year)}-{1 if mod is Mod.BEGINNING else 12:02d}~"
        base = _SAME_PART.get(mod, mod)
        if base not in _YEAR_PARTS:
            return None
        year = edtf_year(self.year)
        match self.grain:
            case Grain.YEAR:
                low, high = _YEAR_PARTS[base]
                return f"{year}-{low:02d}/{year}-{high:02d}~"
            case Grain.MONTH if self.index:
                low, high = _MONTH_PARTS[base]
                high = min(high, monthrange(max(self.year, 1), self.index)[1])
                return f"{year}-{self.index:02d}-{low:02d}/{year}-{self.index:02d}-{high:02d}~"
            case Grain.DECADE | Grain.CENTURY:
                low, high = (_DECADE_PARTS if self.grain is Grain.DECADE else _CENTURY_PARTS)[base]
                return f"{edtf_year(self.year + low)}/{edtf_year(self.year + high)}~"
        return None

    def on(self, day: date) -> Moment:
        """Return the same time of another day."""
        return replace(self, year=day.year, index=day.month, day=day.day)


def day_moment(day: date) -> Moment:
    """Return a calendar day."""
    return Moment(Grain.DAY, day.year, day.month, day.day)


def month_moment(year: int | None, month: int) -> Moment:
    """Return a calendar month."""
    return Moment(Grain.MONTH, year, month)


def week_moment(day: date, grain: Grain = Grain.WEEK) -> Moment:
    """Return the ISO week (or its weekend) that `day` lies in."""
    year, week, _ = day.isocalendar()
    return Moment(grain, year, week)


def shift_months(day: date, months: int) -> date | None:
    """Return the same day `months` later (the last of the month where there is none), None outside the calendar."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    if not 0 < year <= MAX_YEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift_days(day: date, days: int) -> date | None:
    """Return the day `days` later, None outside the calendar."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


_UNIT_CODES = {
    "second": "T{}S", "minute": "T{}M", "hour": "T{}H", "day": "{}D", "week": "{}W", "weekend": "{}WE", "fortnight": "{}W", "month": "{}M",
    "quarter": "{}Q", "season": "{}S", "year": "{}Y", "decade": "{}DE", "century": "{}CE", "millennium": "{}ML", "night": "{}NI",
    "morning": "{}MO", "evening": "{}EV", "afternoon": "{}AF",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Length:
    """A duration. `amounts` are pairs of unit and number, None for "several"; the order is from large to small units."""

    amounts: tuple[tuple[str, Fraction | None], ...]

    @property
    def type(self) -> TimeType:
        """Always DURATION."""
        return TimeType.DURATION

    def timex(self) -> str:
        """Return the ISO 8601 period, with X for an unknown number and the TimeML letters for decades and centuries."""
        date_part, time_part = "", ""
        for unit, amount in self.amounts:
            number = "X" if amount is None else _number(amount * 2 if unit == "fortnight" else amount)
            code = _UNIT_CODES[unit].format(number)
            if code.startswith("T"):
                time_part += code[1:]
            else:
                date_part += code
        return f"P{date_part}" + (f"T{time_part}" if time_part else "")

    def edtf(self, mod: Mod | None = None) -> None:  # noqa: ARG002 - the values share one shape
        """Return None: a length is nowhere in the calendar."""
        return


def _number(amount: Fraction) -> str:
    return str(amount.numerator) if amount.denominator == 1 else f"{float(amount):.2f}".rstrip("0")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """What happens again and again; `value` is the TIMEX3 value (P1W for weekly, XXXX-WXX-2 for every Tuesday)."""

    value: str

    @property
    def type(self) -> TimeType:
        """Always SET."""
        return TimeType.SET

    def timex(self) -> str:
        """Return the TIMEX3 value."""
        return self.value

    def edtf(self, mod: Mod | None = None) -> None:  # noqa: ARG002 - the values share one shape
        """Return None: a set is no single date."""
        return


@dataclass(frozen=True, slots=True)
class Reference:
    """PAST_REF, PRESENT_REF or FUTURE_REF."""

    value: str

    @property
    def type(self) -> TimeType:
        """Always DATE."""
        return TimeType.DATE

    def timex(self) -> str:
        """Return the TIMEX3 value."""
        return self.value

    def edtf(self, mod: Mod | None = None) -> None:  # noqa: ARG002 - the values share one shape
        """Return None: "recently" names no date."""
        return


Value = Moment | Length | Recurrence | Reference
