"""When something was published, as its source writes it.

In: the value of a header line, a JSON field or a meta element. Out: an ISO 8601 date or date-time, or None when the value is neither.
Times are kept with their offset as found; nothing is converted and no part of a date is guessed. Dates inside the text are the business
of `language`.
"""

from __future__ import annotations

import re
from datetime import date, datetime

MAX_INSTANT_CHARS = 64
"""Characters that a date with time, zone and weekday may have."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sept sep",
         "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DAY_FIRST = re.compile(r"(?:[a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]+)\.?,?\s+(\d{4})", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"(?:[a-z]+,?\s+)?([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_TIME_GAP = re.compile(r"(?<=\d)\s+(?=[+-]\d{2}:?\d{2}$|Z$)|(?<=\d{4}-\d{2}-\d{2})\s+(?=\d{2}:)")


def read_instant(value: str) -> str | None:
    """Return the value as an ISO 8601 date or date-time, or None: `2024-07-30`, `30 July 2024`, `Tue, 30 Jul 2024 10:00:00 GMT`."""
    value = " ".join(value.split())
    if len(value) > MAX_INSTANT_CHARS or not value.isascii() or not any(c.isdigit() for c in value):
        return None
    return _read_iso(value) or _read_spelled(value) or _read_mail(value)


def _read_iso(value: str) -> str | None:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    head, *tail = _TIME_GAP.split(value)
    glue = "T" if tail and ":" not in head else ""
    joined = head + glue + "".join(tail)
    try:
        datetime.fromisoformat(joined)
    except ValueError:
        return None
    return joined


def _read_spelled(value: str) -> str | None:
    for pattern, (day, month, year) in ((_DAY_FIRST, (1, 2, 3)), (_MONTH_FIRST, (2, 1, 3))):
        found = pattern.fullmatch(value)
        if found and found[month].lower() in _MONTHS:
            try:
                return date(int(found[year]), _MONTHS[found[month].lower()], int(found[day])).isoformat()
            except ValueError:
                return None
    return None


def _read_mail(value: str) -> str | None:
    """Return the date-time of an RFC 5322 date, as feeds have it."""
    if ":" not in value:
        return None
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
