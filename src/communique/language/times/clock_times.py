"""Times of day: "3 p.m.", "09:00 GMT", "noon", "Tuesday evening", "the morning of 3 May", "16:00 UTC today".

In: a match, or a day found by another family with the words beside it. Out: a TIME on the day that the text names beside it, otherwise on
the day last mentioned in the sentence, otherwise on the dateline's.
"""

from __future__ import annotations

import re
from dataclasses import replace

from communique.language.times.anchoring import Context
from communique.language.times.lexicon import NOON, ONES, PARTS, TAGS, ZONES
from communique.language.times.patterns import Draft, Found, Rule, rule, translate
from communique.language.times.scan import Scan
from communique.language.times.values import Grain, Moment, day_moment

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d\d))?(?::(\d\d))?")


def clock_text(word: str, half: str) -> str | None:
    """Return hh:mm (or hh:mm:ss) of a clock time and its "am" or "pm" (may be empty), None where there is no such time."""
    match = _CLOCK.fullmatch(word)
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 24 or minute > 59:
        return None
    return f"{hour:02d}:{minute:02d}" + (f":{match[3]}" if match[3] else "")


def _zone(scan: Scan, tokens: range) -> str:
    return next((ZONES[scan.word(token)] for token in tokens if scan.word(token) in ZONES), "")


def _day(found: Found, context: Context) -> tuple[Moment | None, bool]:
    """Return the day that a bare time of day belongs to."""
    scan = found.scan
    for token, moment, _ in reversed(context.history):
        if scan.tags.count(TAGS["stop"], token, found.begin):
            break
        if moment.grain >= Grain.DAY and moment.day is not None:
            return moment, True
    if context.narrative:
        return context.recent(Grain.DAY), True
    return (day_moment(context.today) if context.today else None), True


def _draft(clock: str, zone: str, found: Found, context: Context) -> Draft:
    day, anchored = _day(found, context)
    moment = Moment(Grain.CLOCK, None, clock=clock, zone=zone)
    if day is not None:
        moment = replace(moment, year=day.year, index=day.index, day=day.day)
    return Draft(moment, found.begin, found.end, anchored=anchored and day is not None, anchor=False)


def _build_clock(found: Found, context: Context) -> Draft | None:
    """Build "3 p.m.", "15:00", "9 o'clock", "1430 GMT"."""
    scan, token = found.scan, found.at("c")
    word = scan.word(token)
    if scan.tags[token] in (TAGS["year"], TAGS["num"], TAGS["int3"]):
        if not word.isdigit() or not 3 <= len(word) <= 4:
            return None
        word = f"{word[:-2]}:{word[-2:]}"
    half = found.word("h")[:1] if found.has("h") else ""
    clock = clock_text(word, half)
    if clock is None:
        return None
    return _draft(clock, _zone(scan, range(found.begin, found.end)), found, context)


def _build_noon(found: Found, context: Context) -> Draft | None:
    clock = NOON[found.word("c")]
    return _draft(clock, _zone(found.scan, range(found.begin, found.end)), found, context)


def _build_word_clock(found: Found, context: Context) -> Draft | None:
    """Build "three o'clock" and "eight p.m."."""
    hour = ONES.get(found.word("c"), 99)
    half = found.word("h")[:1] if found.has("h") else ""
    clock = clock_text(str(hour), half) if hour <= 12 else None
    return _draft(clock, "", found, context) if clock else None


def _build_part(found: Found, context: Context) -> Draft | None:
    """Build "in the morning", "during the night": of the day that the sentence speaks of."""
    day, _ = _day(found, context)
    moment = Moment(Grain.PART, None, part=PARTS[found.word("p")])
    if day is not None:
        moment = replace(moment, year=day.year, index=day.index, day=day.day)
    begin = found.begin + 1
    return Draft(moment, begin, found.end, anchored=day is not None, anchor=False)


_HALF = "(?:h:ampm|oclock)"
RULES: tuple[Rule, ...] = (
    rule(f"c:[clock int12] {_HALF} ZONE?", _build_clock),
    rule("c:clock ZONE?", _build_clock),
    rule("c:[year num int3 small] zone", _build_clock),
    rule("c:noon ZONE?", _build_noon),
    rule(f"c:ones {_HALF} ZONE?", _build_word_clock),
    rule("in the p:part (?!of)", _build_part),
)

_PART_AFTER = re.compile(translate("(?:early|late)? p:part"))
_PART_BEFORE = re.compile(translate("(?:the? (?P<m>early|late)? p:part (?:[units hunits]? of|of|on)?|p:part)") + r"\Z")
_CLOCK_AFTER = re.compile(translate("comma? (?:at|from|approx)? (?:(?P<c>[clock int12]) h:ampm|d:clock|n:noon) ZONE?"))
_LOOK_BACK = 6
_LINKS = frozenset({TAGS["on"], TAGS["of"], ""})


def join_time(draft: Draft, scan: Scan, floor: int) -> None:
    """Widen a day by the time of day that stands beside it; tokens before `floor` belong to others."""
    moment = draft.value
    if not isinstance(moment, Moment) or moment.grain is not Grain.DAY:
        return
    part = _PART_AFTER.match(scan.tags, draft.end)
    if part:
        draft.value, draft.end = replace(moment, grain=Grain.PART, part=PARTS[scan.lower(part.start("p"))]), part.end()
        return
    clock = _CLOCK_AFTER.match(scan.tags, draft.end)
    found = _value(clock, moment, scan) if clock else None
    if clock and found:
        draft.value, draft.end = found, clock.end()
        return
    start = max(floor, draft.begin - _LOOK_BACK)
    before = _PART_BEFORE.search(scan.tags[start : draft.begin])
    if before:
        part_name = PARTS[scan.lower(start + before.start("p"))]
        draft.value, draft.begin = replace(moment, grain=Grain.PART, part=part_name), start + before.start()


def merge_time(earlier: Draft, day: Draft, scan: Scan) -> bool:
    """Give a time of day the day that follows it; True where both became one expression ("3 p.m. on Monday"), held in `earlier`."""
    time, moment = earlier.value, day.value
    if not isinstance(time, Moment) or not isinstance(moment, Moment) or time.grain is not Grain.CLOCK or moment.grain is not Grain.DAY:
        return False
    gap = scan.tags[earlier.end : day.begin]
    if gap not in _LINKS and gap != TAGS["comma"]:
        return False
    earlier.value = replace(time, year=moment.year, index=moment.index, day=moment.day, weekday=moment.weekday)
    earlier.anchored, earlier.inferred_year, earlier.mismatch = day.anchored, day.inferred_year, day.mismatch
    if gap == TAGS["comma"]:
        return False
    earlier.end, earlier.anchor = day.end, True
    return True


def _value(match: re.Match[str], moment: Moment, scan: Scan) -> Moment | None:
    """Return the day with the clock time that follows it."""
    zone = _zone(scan, range(match.start(), match.end()))
    if match["n"]:
        return replace(moment, grain=Grain.CLOCK, clock=NOON[scan.lower(match.start("n"))], zone=zone)
    half = scan.lower(match.start("h"))[:1] if match["h"] else ""
    clock = clock_text(scan.word(match.start("c" if match["c"] else "d")), half)
    return replace(moment, grain=Grain.CLOCK, clock=clock, zone=zone) if clock else None
