"""What relative and incomplete expressions are resolved against.

In: the dateline, the tense at each place, and the moments already read. Out: the reference day, the moment last mentioned at the grain
that an expression needs, and the year, week or weekday that fits. In news the dateline rules, and a background passage keeps its own year
for a sentence or two. A text that narrates the past (many years, hardly a weekday) is resolved against its own last date instead.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from communique.language.times.lexicon import TAGS
from communique.language.times.scan import Scan
from communique.language.times.tense import Tense, Tenses
from communique.language.times.values import SEASONS, Grain, Moment, day_moment, shift_days, shift_months, week_moment
from communique.model.analysis import Sentence

_NARRATIVE_MIN_YEARS = 5
_NARRATIVE_RATIO = 3
_BACKGROUND_STOPS = 2
_OPENING = 6
_FAR_YEARS = 1
_MEMORY = 40
_AGAINST_TENSE = 4.0
_UNTOLD_AHEAD = 1.5
_NEWSY = re.compile(f"[{TAGS['wday']}{TAGS['today']}]")
_YEARS = re.compile(TAGS["year"])


@dataclass(slots=True)
class Context:
    """The state of reading one text from left to right."""

    scan: Scan
    today: date | None
    tenses: Tenses
    narrative: bool
    history: deque[tuple[int, Moment, bool]] = field(default_factory=lambda: deque(maxlen=_MEMORY))
    mentions: deque[Moment] = field(default_factory=lambda: deque(maxlen=_MEMORY))

    def remember(self, token: int, moment: Moment, explicit_year: bool) -> None:
        """Keep a moment (of known year) that later expressions may refer to; `explicit_year` tells that its words name the year."""
        self.mentions.append(moment)
        if not (self.narrative and explicit_year and moment.grain is Grain.YEAR and self._is_in_passing(token, moment)):
            self.history.append((token, moment, explicit_year))

    def _is_in_passing(self, token: int, moment: Moment) -> bool:
        """Tell whether a bare year is named late in a sentence, far from the year that a narrative has reached."""
        recent = self.recent(Grain.YEAR)
        if not self.history or recent is None or recent.year is None or moment.year is None:
            return False
        clause = self.scan.lower(token - 1) == "in" and self.scan.lower(token - 2) in ("and", ",", "but", "then")
        return not self._opens_sentence(token) and not clause and abs(moment.year - recent.year) >= _FAR_YEARS

    def _opens_sentence(self, token: int) -> bool:
        return token < _OPENING or TAGS["stop"] in self.scan.tags[token - _OPENING : token]

    def tense(self, token: int) -> Tense:
        """Return the tense that governs token `token`; "until Friday" looks forward and "since Friday" back."""
        if token and not self.narrative and self.scan.tags[token - 1] in (TAGS["until"], TAGS["since"]):
            return Tense.FUTURE if self.scan.tags[token - 1] == TAGS["until"] else Tense.PAST
        return self.tenses.at(self.scan.starts[token])

    @property
    def base(self) -> date | None:
        """The day that "this" and "last" count from: the dateline, in a narrative the date last mentioned."""
        if self.narrative and self.history:
            recent = self.recent(Grain.YEAR)
            return recent.first if recent else None
        return self.today

    def recent(self, grain: Grain) -> Moment | None:
        """Return the moment last mentioned that is at least as fine as `grain`; where there is none, in news, the dateline."""
        for _, moment, _ in reversed(self.history):
            if moment.grain >= grain and moment.year is not None and (grain < Grain.DAY or moment.day is not None):
                return moment
        return day_moment(self.today) if self.today and not (self.narrative and self.history) else None

    def mentioned(self, grain: Grain) -> Moment | None:
        """Return what "that year" or "two days later" points to: the last moment of that grain, also one named in passing."""
        for moment in reversed(self.mentions):
            if moment.grain >= grain and (grain < Grain.DAY or moment.day is not None):
                return moment
        return self.recent(grain)

    def background_year(self, token: int) -> Moment | None:
        """Return the moment with an explicit year that the passage around `token` is about, None where the dateline rules."""
        for place, moment, explicit in reversed(self.history):
            stops = self.scan.tags.count(TAGS["stop"], place, token)
            if stops >= _BACKGROUND_STOPS:
                return None
            if not explicit and self.today and moment.year == self.today.year and moment.grain >= Grain.DAY:
                return None
            if explicit and moment.year is not None and (moment.grain > Grain.YEAR or self._opens_sentence(place)):
                return moment
        return None

    def year_of(self, month: int, day: int | None, token: int) -> int | None:
        """Return the year that a month or a day without a year lies in, None where nothing tells it."""
        if self.narrative or self.today is None:
            recent = self.recent(Grain.YEAR)
            return recent.year if recent else None
        tense = self.tense(token)
        background = self.background_year(token)
        if background and background.year != self.today.year and tense is not Tense.FUTURE and background.year is not None:
            year = _following_year(background, month)
            if year is not None:
                return year
        return _nearest_year(self.today, month, day, tense)

    def weekday(self, weekday: int, token: int) -> date | None:
        """Return the day that a bare weekday means: the last one, or the next one where the text looks forward; today counts for both."""
        base = self._weekday_base()
        if base is None:
            return None
        tense = self.tense(token)
        if tense in (Tense.FUTURE, Tense.PRESENT):
            return shift_days(base, (weekday - base.isoweekday()) % 7)
        return shift_days(base, -((base.isoweekday() - weekday) % 7))

    def _weekday_base(self) -> date | None:
        if not self.narrative:
            return self.today
        recent = self.recent(Grain.DAY)
        return recent.first if recent else None


def _following_year(background: Moment, month: int) -> int | None:
    """Return the year of `month` in a passage about `background`: the same, or the next one after the turn of the year.

    None for a month that lies before it: a passage goes forward, so the dateline rules again.
    """
    if background.grain not in (Grain.MONTH, Grain.DAY) or not background.index or background.year is None or month >= background.index:
        return background.year
    return background.year + 1 if background.index >= 10 and month <= 3 else None


def _nearest_year(today: date, month: int, day: int | None, tense: Tense) -> int:
    """Return the year in which a day or a month without a year lies.

    A month goes the way of the tense. A day is the nearest one, where the way that the tense does not look counts `_AGAINST_TENSE` times: a
    report that means a day eleven months away names its year, and "the vote set for 3 August was put off" is told in the past. Where no
    tense is told, what is to come counts `_UNTOLD_AHEAD` times: reports look back more than ahead.
    """
    if day is None and tense is Tense.PAST:
        return today.year - (month > today.month)
    if day is None and tense is Tense.FUTURE:
        return today.year + (today.month - month > 1)
    place = day or today.day
    years = (today.year - 1, today.year, today.year + 1)

    def cost(year: int) -> float:
        distance = 365.25 * (year - today.year) + 30.44 * (month - today.month) + place - today.day
        if distance < 0:
            return -distance * (_AGAINST_TENSE if tense is Tense.FUTURE else 1.0)
        return distance * (_AGAINST_TENSE if tense is Tense.PAST else _UNTOLD_AHEAD if tense is Tense.UNKNOWN else 1.0)

    return min(years, key=lambda year: (cost(year), year))


def shifted(base: date, unit: str, count: int) -> Moment | None:
    """Return the calendar unit that lies `count` units after the one `base` is in, None outside the calendar."""
    if unit in ("day", "week", "weekend", "fortnight"):
        day = shift_days(base, count * {"day": 1, "fortnight": 14}.get(unit, 7))
        if day is None:
            return None
        return day_moment(day) if unit == "day" else week_moment(day, Grain.WEEKEND if unit == "weekend" else Grain.WEEK)
    if unit == "quarter":
        total = base.year * 4 + (base.month - 1) // 3 + count
        return Moment(Grain.QUARTER, total // 4, total % 4 + 1)
    if unit == "month":
        day = shift_months(base.replace(day=1), count)
        return Moment(Grain.MONTH, day.year, day.month) if day else None
    width, grain = {"year": (1, Grain.YEAR), "decade": (10, Grain.DECADE), "century": (100, Grain.CENTURY)}.get(unit, (0, Grain.YEAR))
    if not width:
        return None
    return Moment(grain, (base.year // width + count) * width)


def season_near(base: date, season: int, direction: int) -> int:
    """Return the year of the season of `base`'s year (0), the last one that was over (-1) or the next one to begin (1)."""
    begin = 3 * season
    if direction < 0:
        end_month = begin + 2
        return base.year - 1 if base.month <= min(end_month, 12) or season == len(SEASONS) else base.year
    if direction > 0:
        return base.year + (base.month >= begin)
    return base.year - (season == len(SEASONS) and base.month <= 2)


def weekday_in_week(base: date, weekday: int, weeks: int) -> date | None:
    """Return a weekday of the ISO week that lies `weeks` after that of `base`."""
    return shift_days(base, weekday - base.isoweekday() + 7 * weeks)


def begin_reading(scan: Scan, sentences: Sequence[Sentence], today: date | None) -> Context:
    """Return the context at the start of a text."""
    years = [int(scan.word(match.start())) for match in _YEARS.finditer(scan.tags)]
    near = today.year if today else 0
    far = sum(1 for year in years if abs(year - near) > 1)
    newsy = sum(1 for _ in _NEWSY.finditer(scan.tags))
    narrative = far >= _NARRATIVE_MIN_YEARS and far >= _NARRATIVE_RATIO * newsy and (today is None or far * 2 > len(years))
    return Context(scan, today, Tenses(scan, sentences), narrative)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    corrected = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * corrected) // 451
    month, day = divmod(h + corrected - 7 * m + 114, 31)
    return date(year, month, 1) + timedelta(day)
