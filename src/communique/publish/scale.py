"""The time axis of a drawing: which days it covers, where a day lies, which days are labelled.

In: the dated entries of a process. Out: a `Scale` from days to horizontal positions in pixels. The axis covers the negotiation, not its
prehistory: what lies before a gap of years is drawn as coming in from the left edge, so that the rounds of two years are not squeezed into
the last tenth of a century.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from communique.model.record import Process, Story
from communique.publish.dates import Days, calendar_date, days_of

MAX_GAP_DAYS = 4 * 365
"""Entries older than such a gap are prehistory: pauses of two or three years between rounds are common, longer ones end a series."""

MIN_SPAN_DAYS = 60
PADDING = 0.03
"""Share of the span left free at both ends."""

TICK_ROOM = 62.0
"""Pixels that a labelled tick needs."""

_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
_MONTH_DAYS = 30.44
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled day; `is_year` where a year begins."""

    x: float
    label: str
    is_year: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps `[first, last]` onto `[left, right]` pixels, linearly in days."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Return where a day lies; days outside are put at the nearer end."""
        inside = min(max(day, self.first), self.last)
        share = (inside - self.first).days / max(1, (self.last - self.first).days)
        return round(self.left + share * (self.right - self.left), 1)

    def is_before(self, day: date) -> bool:
        """Tell whether a day lies to the left of the axis."""
        return day < self.first

    def ticks(self) -> tuple[Tick, ...]:
        """Return ticks at the begin of months or years, as many as there is room for, each January with its year."""
        n_fit = max(1, int((self.right - self.left) / TICK_ROOM))
        n_months = (self.last - self.first).days / _MONTH_DAYS
        step = next((step for step in _MONTH_STEPS if n_months / step <= n_fit), _MONTH_STEPS[-1])
        return tuple(self._ticks(step))

    def _ticks(self, step: int) -> Iterator[Tick]:
        month = -(-(self.first.year * 12 + self.first.month - 1) // step) * step
        is_first = True
        while month // 12 <= min(self.last.year, date.max.year):
            day = date(month // 12, month % 12 + 1, 1)
            if day > self.last:
                return
            if day >= self.first:
                is_year = day.month == 1
                name = _MONTH_NAMES[day.month - 1]
                label = str(day.year) if is_year else f"{name} {day.year}" if is_first else name
                yield Tick(self.x(day), label, is_year)
                is_first = False
            month += step


def known_days(process: Process, stories: Iterable[Story]) -> list[Days]:
    """Return the days of all that the axis should cover, in order: meetings, commitments with their reports, the coverage itself."""
    dates: list[str | None] = []
    for meeting in process.meetings:
        dates += [meeting.date, *meeting.scheduled]
    for commitment in process.commitments:
        dates += [commitment.agreed_on, *(report.as_of for report in commitment.reports), *(again.on for again in commitment.reaffirmed)]
    dates += [coverage_end(stories)]
    found = [_bounded(days) for edtf in dates if (days := days_of(edtf))]
    return sorted(found, key=lambda days: (days.first, days.last))


def _bounded(days: Days) -> Days:
    """Return an interval without its open end."""
    first = days.last if days.first == date.min else days.first
    return Days(first, first if days.last == date.max else days.last)


def coverage_end(stories: Iterable[Story]) -> str | None:
    """Return the day of the latest report as EDTF: later than that nothing is known."""
    published = [calendar_date(version.published_at) for story in stories for version in story.versions]
    return max((day for day in published if day), default=None)


def fit_scale(days: list[Days], left: float, right: float) -> Scale | None:
    """Return the scale that covers the days after the last long gap; None where there are none."""
    if not days:
        return None
    kept = [days[-1]]
    for earlier in reversed(days[:-1]):
        if (min(item.first for item in kept) - earlier.last).days > MAX_GAP_DAYS:
            break
        kept.append(earlier)
    first, last = min(item.first for item in kept), max(item.last for item in kept)
    missing = MIN_SPAN_DAYS - (last - first).days
    margin = timedelta(days=max(missing // 2, 0) + max(3, round((last - first).days * PADDING)))
    return Scale(_shift(first, -margin), _shift(last, margin), left, right)


def _shift(day: date, by: timedelta) -> date:
    """Return a day moved, within what a `date` can hold."""
    ordinal = day.toordinal() + by.days
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))
