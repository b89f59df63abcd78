"""One version met twice: how its metadata come together.

In: the stored version and the same text read from another place. Out: one version, whichever of both came first. Every field is the least
of what is known by a fixed order, so that merging is commutative, associative and idempotent; the text is the same by definition.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from communique.model.errors import StoreError
from communique.model.sources import Version


def merge_versions(a: Version, b: Version) -> Version:
    """Return what both say of one text: the smallest path, the earliest dates, a stated date before an inferred one.

    Raises:
        StoreError: the ids differ, or one id stands for two texts.
    """
    if a.id != b.id or a.text != b.text:
        remedy = "Ids are hashes of the text: compute them with hash_text, and never by hand."
        raise StoreError(f"{a.path or a.id} and {b.path or b.id} are not the same text under one id.", remedy)
    published = min(a, b, key=_publication_order)
    return replace(
        a,
        path=min((path for path in (a.path, b.path) if path), default=""),
        url=_least(a.url, b.url),
        outlet=_least(a.outlet, b.outlet),
        title=_least(a.title, b.title),
        byline=_least(a.byline, b.byline),
        published_at=published.published_at,
        published_inferred=published.published_inferred,
        modified_at=_earliest(a.modified_at, b.modified_at),
        captured_at=_earliest(a.captured_at, b.captured_at),
        language=_least(a.language, b.language),
        credit=_least(a.credit, b.credit),
        correction_note=_least(a.correction_note, b.correction_note),
        previous=_least(a.previous, b.previous),
        links=tuple(sorted({*a.links, *b.links}, key=lambda link: (link.start, link.end, link.url))),
    )


def _least(a: str | None, b: str | None) -> str | None:
    return min((value for value in (a, b) if value is not None), default=None)


def _earliest(a: str | None, b: str | None) -> str | None:
    return min((value for value in (a, b) if value is not None), key=_instant_order, default=None)


def _publication_order(version: Version) -> tuple[bool, bool, tuple[str, bool, str, str]]:
    return version.published_at is None, version.published_inferred, _instant_order(version.published_at or "")


def _instant_order(stamp: str) -> tuple[str, bool, str, str]:
    """Order ISO 8601 dates and times by day, then by instant. A time without an offset counts as UTC; a bare date stands after the times of
    its day, which say more; what is no date goes last."""
    try:
        instant = datetime.fromisoformat(stamp)
    except ValueError:
        return "~", True, "", stamp
    instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
    try:
        instant = instant.astimezone(UTC)
    except OverflowError:
        instant = instant.replace(tzinfo=UTC)
    return instant.date().isoformat(), len(stamp) <= len("2024-07-30"), instant.isoformat(), stamp
