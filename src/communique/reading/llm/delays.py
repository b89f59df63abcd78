"""How long to wait before asking again: what the server says, else exponentially longer with jitter.

In: the headers of an answer, the number of an attempt, a seed. Out: seconds. The jitter comes from the seed, so that a run can be repeated,
and a date in `Retry-After` is counted from the server's own `Date`, so that no clock of ours is asked (RFC 9110, 10.2.3).
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST_DELAY_S = 1.0
MAX_DELAY_S = 60.0
MAX_ASKED_S = 300.0
"""A server that asks for more is not waited for."""


def backoff(attempt: int, seed: str) -> float:
    """Return the seconds to wait after the attempt of that number, from 0: twice as long each time, a random half of it taken off."""
    longest = min(MAX_DELAY_S, FIRST_DELAY_S * 2.0**attempt)
    return longest * (0.5 + random.Random(f"{seed}/{attempt}").random() / 2)  # noqa: S311 - spreads requests, guards nothing


def asked_delay(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that `Retry-After` asks for, None where it is absent or makes no sense. The keys are lower case."""
    value = headers.get("retry-after", "").strip()
    if value.replace(".", "", 1).isdecimal():
        return float(value)
    until, now = _instant(value), _instant(headers.get("date", ""))
    return max(0.0, (until - now).total_seconds()) if until and now else None


def _instant(value: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(value)
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
