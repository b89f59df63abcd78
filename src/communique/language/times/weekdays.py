"""Weekdays: "Tuesday", "last Friday", "Monday of next week", "Tuesday the 30th", "the first Monday in June".

In: a match. Out: the day that is meant. A bare weekday is the last one in a text about the past and the next one in a text about what is
to come; "next Friday" is that of the week after this one, "last Tuesday" the most recent before today.
"""

from __future__ import annotations

from datetime import date

from communique.language.times.anchoring import Context, weekday_in_week
from communique.language.times.calendar_dates import day_number, fits, month_number
from communique.language.times.lexicon import ORDINALS, PARTS, WEEKDAYS
from communique.language.times.patterns import Draft, Found, Rule, rule
from communique.language.times.tense import Tense
from communique.language.times.values import Grain, Moment, Recurrence, day_moment, shift_days

_NAMED_DAYS = frozenset({"black", "bloody", "super", "ash", "cyber", "maundy", "holy", "shrove", "red", "giving", "fat", "good", "palm"})


def _draft(day: date | None, weekday: int, found: Found) -> Draft:
    if day is None:
        return Draft(Moment(Grain.DAY, None, weekday=weekday), found.begin, found.end, anchor=False)
    return Draft(day_moment(day), found.begin, found.end, anchored=True)


def _build_bare(found: Found, context: Context) -> Draft | None:
    weekday = WEEKDAYS[found.word("w")]
    if found.scan.word(found.begin - 1)[:1].isupper() and found.scan.lower(found.begin - 1) in _NAMED_DAYS:
        return None
    return _draft(context.weekday(weekday, found.at("w")), weekday, found)


def _build_relative(found: Found, context: Context) -> Draft | None:
    weekday, word = WEEKDAYS[found.word("w")], found.word("r")
    base = context.base
    counted = word == "next" and found.scan.lower(found.begin) == "the"
    if word in ("following", "previous", "preceding") or counted:
        recent = context.mentioned(Grain.DAY)
        base = recent.first if recent else None
    if base is None:
        return _draft(None, weekday, found)
    behind, ahead = (base.isoweekday() - weekday) % 7, (weekday - base.isoweekday()) % 7
    if word in ("last", "past", "previous", "preceding"):
        return _draft(shift_days(base, -(behind or 7)), weekday, found)
    if word == "next" and not counted:
        return _draft(weekday_in_week(base, weekday, 1), weekday, found)
    if word in ("coming", "following", "upcoming", "next"):
        return _draft(shift_days(base, ahead or 7), weekday, found)
    if word == "that":
        return _draft(context.weekday(weekday, found.at("w")), weekday, found)
    if context.tense(found.begin) is Tense.PAST:
        return _draft(shift_days(base, -behind), weekday, found)
    return _draft(shift_days(base, ahead), weekday, found)


def _build_of_week(found: Found, context: Context) -> Draft | None:
    """Build "Monday of next week" and "Monday last week"."""
    if found.word("u") != "week":
        return None
    weekday, base = WEEKDAYS[found.word("w")], context.base
    step = {"last": -1, "next": 1, "this": 0}[found.word("r")]
    return _draft(weekday_in_week(base, weekday, step) if base else None, weekday, found)


def _build_numbered(found: Found, context: Context) -> Draft | None:
    """Build "Tuesday the 30th": the day of that number nearest to the dateline whose weekday fits, otherwise the nearest, reported."""
    day, weekday = day_number(found.scan, found.at("d")), WEEKDAYS[found.word("w")]
    base = context.base
    if day is None or base is None:
        return None
    forward = context.tense(found.begin) is Tense.FUTURE
    for months in range(3):
        month = base.month - 1 + (months if forward else -months)
        year, number = base.year + month // 12, month % 12 + 1
        candidate = _safe(year, number, day)
        if candidate and candidate.isoweekday() == weekday:
            return _draft(candidate, weekday, found)
    candidate = _safe(base.year, base.month, day)
    if candidate is None:
        return None
    return Draft(day_moment(candidate), found.begin, found.end, anchored=True, mismatch=True)


def _build_counted(found: Found, context: Context) -> Draft | None:
    """Build "the first Monday in June", "the last Friday of May 2022"."""
    weekday, month, word = WEEKDAYS[found.word("w")], month_number(found.scan, found.at("m")), found.word("r")
    year = int(found.word("y")) if found.has("y") else context.year_of(month, None, found.at("m"))
    if year is None:
        return None
    days = [day for day in range(1, 32) if fits(year, month, day) and date(year, month, day).isoweekday() == weekday]
    place = -1 if word == "last" else ORDINALS[word] - 1
    if place >= len(days):
        return None
    anchored = not found.has("y")
    return Draft(Moment(Grain.DAY, year, month, days[place]), found.begin, found.end, anchored=anchored, inferred_year=anchored)


def _build_stretch(found: Found, context: Context) -> tuple[Draft, ...] | None:
    """Build "from Monday to Thursday": the second day follows the first within a week."""
    first, last = WEEKDAYS[found.word("v")], WEEKDAYS[found.word("w")]
    ahead = (last - first) % 7 or 7
    is_past = context.tense(found.begin) is Tense.PAST
    known = context.weekday(last if is_past else first, found.begin)
    if known is None:
        return None
    begin = shift_days(known, -ahead) if is_past else known
    end = known if is_past else shift_days(known, ahead)
    if begin is None or end is None:
        return None
    middle = found.at("k")
    return (
        Draft(day_moment(begin), found.at("v"), middle, anchored=True),
        Draft(day_moment(end), middle + 1, found.end, anchored=True),
    )


def _build_hours(found: Found, context: Context) -> Draft | None:
    """Build "the early hours of Sunday", "the late hours of Monday evening"."""
    day = context.weekday(WEEKDAYS[found.word("w")], found.at("w"))
    part = PARTS[found.word("p")] if found.has("p") else "MO" if found.word("m") == "early" else "NI"
    if day is None:
        return None
    return Draft(Moment(Grain.PART, day.year, day.month, day.day, part=part), found.begin, found.end, anchored=True)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _build_plural(found: Found, _: Context) -> Draft | None:
    return Draft(Recurrence(f"XXXX-WXX-{WEEKDAYS[found.word('w').removesuffix('s')]}"), found.begin, found.end)


RULES: tuple[Rule, ...] = (
    rule("w:wday", _build_bare),
    rule("(?:[the this]? r:[last past previous next coming]|the r:following|r:[this that]) w:wday", _build_relative),
    rule("w:wday of? r:[this last next] u:unit", _build_of_week),
    rule("r:[this last next] u:unit on? w:wday", _build_of_week),
    rule("w:wday comma? the (?:d:ordnum|d:[ordword second] (?=[stop dot comma rpar]|\\Z))", _build_numbered),
    rule("the? r:[ordword second last] w:wday [of in] m:anymonth (?:comma? y:year)?", _build_counted),
    rule("the? m:[early late] hunits [of on] w:wday (?:p:part)?", _build_hours),
    rule("from v:wday (?P<k>to|until|hyphen) w:wday", _build_stretch),
    rule("w:wdays", _build_plural),
)
