"""Sources: what was published, kept as it was.

In: what `capture` reads. Out: immutable versions whose `text` every offset of the package refers to, and problems for what could not be
read. Offsets are half-open and count Unicode code points of the version's text in normal form C (W3C Web Annotation,
TextPositionSelector).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Span:
    """`exact == text_of(version)[start:end]`, always."""

    version: str
    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink of the article: where it points and the words of the text that carry it."""

    url: str
    start: int
    end: int


REWRITTEN_DAYS = 7
"""A text that is changed so soon after it was published is still told from the day of its last change."""


@dataclass(frozen=True, slots=True)
class Version:
    """One text as captured once. `id` is the hash of `text`.

    `published_at`, `modified_at`: ISO 8601 date or date-time with offset as found, or None. `published_inferred` tells that it was taken
    from another version of the same article. `captured_at`: when we read it (None when reproducibility matters more, as for files on
    disk). `path`: the file or address it was read from, relative to what the user named. Paragraphs of `text` are separated by a blank
    line.
    """

    id: str
    text: str
    path: str = ""
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: str | None = None
    published_at: str | None = None
    published_inferred: bool = False
    modified_at: str | None = None
    captured_at: str | None = None
    language: str | None = None
    credit: str | None = None
    correction_note: str | None = None
    previous: str | None = None
    links: tuple[Link, ...] = ()

    @property
    def known_from(self) -> str | None:
        """Return the day (ISO 8601) from which on this text could be read: of its last change, else of its publication."""
        stamp = self.modified_at or self.published_at
        return stamp[:10] if stamp else None

    @property
    def written_at(self) -> str | None:
        """Return the instant from which its "yesterday" and "on Friday" are to be understood, as given: of its last change, else of its
        publication. What is changed `REWRITTEN_DAYS` after publication is no longer written anew."""
        if not (self.modified_at and self.published_at):
            return self.published_at or self.modified_at
        delay = date.fromisoformat(self.modified_at[:10]) - date.fromisoformat(self.published_at[:10])
        return self.modified_at if 0 <= delay.days <= REWRITTEN_DAYS else self.published_at

    def span(self, start: int, end: int) -> Span:
        """Return the span of the half-open range `[start, end)` of this version's text."""
        return Span(self.id, start, end, self.text[start:end])


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that was not read, and what the user can do about it."""

    path: str
    error: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Clock:
    """The instant at which a run records things; passed in so that results do not depend on when they were made."""

    now: datetime
