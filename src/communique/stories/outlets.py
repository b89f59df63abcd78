"""Who published a text, by what the capture knows of it, and which page it is.

In: a `Version`. Out: a canonical address, whether two versions come from one outlet, which agencies it credits, and the day and instant of
its dates. Names of outlets and hosts are never mixed: "The Daily" and "daily.example" may or may not be one house, so that stays unknown.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from communique.model.sources import Version
from communique.stories.words import fold

_TRACKING = re.compile(r"^(?:utm_.*|fbclid|gclid|mc_[ce]id|ref|ref_src|source|cmpid|ocid|share|amp|outputtype|output)$", re.IGNORECASE)
_MOBILE_HOSTS = ("www.", "m.", "mobile.", "amp.", "edition.")

_CREDIT_SEPARATORS = re.compile(r"[;,/|&]|\band\b|\bwith\b")


def canonical_address(version: Version) -> str | None:
    """Return the address of the page without scheme, tracking parameters, fragment and mobile prefixes; None for no page or a home page."""
    if not version.url:
        return None
    parts = urlsplit(version.url if "//" in version.url else f"//{version.url}")
    path = re.sub(r"/(?:amp|index\.html?)/?$", "", parts.path).rstrip("/")
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query) if not _TRACKING.match(pair[0])))
    host = _bare_host(parts.hostname)
    if not host or not (path or query):
        return None
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def _bare_host(hostname: str | None) -> str:
    host = (hostname or "").lower()
    for prefix in _MOBILE_HOSTS:
        host = host.removeprefix(prefix)
    return host


def outlet_marks(version: Version) -> tuple[str, str]:
    """Return what marks the publisher: the host of the address and the folded name of the outlet, each empty where unknown."""
    address = canonical_address(version)
    host = address.partition("/")[0].partition("?")[0] if address else ""
    return host, fold(version.outlet).strip().removeprefix("the ") if version.outlet else ""


def is_same_outlet(a: tuple[str, str], b: tuple[str, str]) -> bool | None:
    """Return whether two publishers' marks are one publisher's; None where it cannot be told."""
    for mark_a, mark_b in zip(a, b, strict=True):
        if mark_a and mark_b:
            return mark_a == mark_b
    return None


def find_credits(version: Version) -> frozenset[str]:
    """Return the folded names of the agencies in the credit line that the capture found."""
    return frozenset(filter(None, (name.strip(" .()") for name in _CREDIT_SEPARATORS.split(fold(version.credit or "")))))


def day_of(stamp: str | None) -> date | None:
    """Return the calendar day of an ISO 8601 date or date-time, or None where there is none that can be read."""
    moment = instant_of(stamp)
    if moment is not None:
        return moment.date()
    try:
        return date.fromisoformat(stamp[:10]) if stamp else None
    except ValueError:
        return None


def instant_of(stamp: str | None) -> datetime | None:
    """Return the instant of an ISO 8601 date-time, UTC where it gives no offset; None for a bare date or what cannot be read."""
    if not stamp or len(stamp) <= len("2024-07-30"):
        return None
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
