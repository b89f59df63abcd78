"""What a stretch of a text dates to the past, and whom it names: the anchors by which two versions tell the same history.

In: a side and a range of its text. Out: bounds of past dates and folded names. Dates come from the time expressions of the reading and,
where it has none, from bare years; the date of publication says what is past.
"""

from __future__ import annotations

import re
from datetime import date

from communique.model.edtf import bounds, is_edtf
from communique.stories.outlets import day_of
from communique.stories.sides import Range, Side
from communique.stories.words import find_words

PAST_DAYS = 60
"""What a text dates so many days or more before its own publication is background."""

_YEAR = re.compile(r"\b(1\d{3}|20\d{2})(s)?\b")
_AGES = re.compile(r"\b(?:centur(?:y|ies)|decades? ago|years ago|historically)\b", re.IGNORECASE)


def past_dates(side: Side, start: int, end: int) -> list[tuple[date, date]]:
    """Return the bounds of the dates in a range that lie well before the text's publication, in text order."""
    published = day_of(side.version.published_at)
    found = []
    for time in side.times_in(start, end):
        if time.edtf and is_edtf(time.edtf):
            first, last = bounds(time.edtf)
            if first > date.min and (published is None or (published - first).days >= PAST_DAYS):
                found.append((first, min(last, published) if published else last))
    for match in _YEAR.finditer(side.version.text, start, end):
        first, last = date(int(match[1]), 1, 1), date(int(match[1]) + (9 if match[2] else 0), 12, 31)
        if published is None or last.year < published.year:
            found.append((first, last))
    return found


def is_past(side: Side, start: int, end: int) -> bool:
    """Return whether a range tells history: it is dated well before the text or speaks of decades and centuries."""
    return bool(past_dates(side, start, end)) or bool(_AGES.search(side.version.text, start, end))


def is_long_past(side: Side, day: str) -> bool:
    """Return whether a day (EDTF) lies well before the text's publication; a text of unknown day knows no past."""
    published = day_of(side.version.published_at)
    return published is not None and is_edtf(day) and (published - bounds(day)[1]).days >= PAST_DAYS


def share_past(before: tuple[Side, Range], after: tuple[Side, Range]) -> bool:
    """Return whether two ranges date something to the same past."""
    dates = past_dates(after[0], *after[1])
    return any(a[0] <= b[1] and b[0] <= a[1] for b in past_dates(before[0], *before[1]) for a in dates)


def share_name(before: tuple[Side, Range], after: tuple[Side, Range]) -> bool:
    """Return whether two ranges name somebody or something in common, by its actor or by a capitalised word."""
    return bool(_names(before[0], *before[1]) & _names(after[0], *after[1]))


def _names(side: Side, start: int, end: int) -> set[str]:
    names = {entity.actor for entity in side.reading.entities if start <= entity.start < end and entity.actor}
    return names | {word.stem for word in find_words(side.version.text, start, end) if word.is_capital and not word.is_function}
