"""What a source says about a text besides the text.

In: values found in headers, JSON fields and pages, each as written. Out: one record of cleaned values, and the version made of it and a
text. Nothing is guessed here but the outlet, which is the host of the address where the source names none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from communique.capture.characters import clean_characters
from communique.capture.dates import read_instant
from communique.capture.flow import PARAGRAPH_BREAK, FlowText
from communique.capture.notices import find_correction_note, find_credit
from communique.model.errors import SourceEmpty, SourceTooLarge
from communique.model.ids import hash_text
from communique.model.sources import Version

MAX_TEXT_CHARS = 5_000_000
"""Characters that the text of one article may have; the longest communiqués have a hundredth of that."""
MAX_VALUE_CHARS = 500
"""Characters that a title, a byline or an outlet may have; longer values are not what they claim to be."""

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*")
_TRACKING = re.compile(r"utm_|(?:fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|cmpid|ocid)$", re.IGNORECASE)
_HOST_PREFIX = re.compile(r"^(?:www\d?|m|amp|mobile)\.")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Fields of a `Version` that a source may declare; all of them cleaned, None where it declares none."""

    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: str | None = None
    published_at: str | None = None
    modified_at: str | None = None
    captured_at: str | None = None
    language: str | None = None
    credit: str | None = None
    correction_note: str | None = None

    def or_else(self, other: Metadata) -> Metadata:
        """Return these values, with the other's where there are none."""
        mine: dict[str, Any] = {f.name: getattr(self, f.name) for f in fields(self)}
        return Metadata(**{name: getattr(other, name) if value is None else value for name, value in mine.items()})


FIELD_NAMES = tuple(f.name for f in fields(Metadata))
"""The fields of `Metadata`, in order."""


def clean_value(field: str, value: str) -> str | None:
    """Return a declared value in the form the record keeps, or None when it is no such value."""
    value = " ".join(clean_characters(value).split())
    if not value:
        return None
    if field == "url":
        return canonical_url(value)
    if field.endswith("_at"):
        return read_instant(value)
    if field == "language":
        found = _LANGUAGE.fullmatch(value)
        return found[1].lower() if found else None
    return value if len(value) <= MAX_VALUE_CHARS else None


def canonical_url(url: str) -> str | None:
    """Return a web address without fragment and tracking parameters, scheme and host in lower case; None for anything else."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    query = parts.query
    if query:
        kept = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not _TRACKING.match(k)]
        query = urlencode(kept) if len(kept) < len(parse_qsl(query, keep_blank_values=True)) else query
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, query, ""))


def host_of(url: str | None) -> str | None:
    """Return the host of an address without `www.` and the like."""
    if not url:
        return None
    host = urlsplit(url).hostname or ""
    return _HOST_PREFIX.sub("", host) or None


def make_version(content: FlowText, metadata: Metadata, path: str) -> Version:
    """Return the version of a text. Credit and correction note are looked for in the text where the source declares none.

    Raises:
        SourceEmpty: the text has no characters.
        SourceTooLarge: the text has more than `MAX_TEXT_CHARS`.
    """
    text = content.text
    if not text:
        raise SourceEmpty(f"{path}: holds no text, only white space or markup.", "Check that the article was saved with its text.")
    if len(text) > MAX_TEXT_CHARS:
        raise SourceTooLarge(
            f"{path}: its text has {len(text):,} characters; the limit for one article is {MAX_TEXT_CHARS:,}.",
            "Split it into one file an article, or into JSON Lines with one article a line.",
        )
    paragraphs = text.split(PARAGRAPH_BREAK)
    return Version(
        id=hash_text(text),
        text=text,
        path=path,
        url=metadata.url,
        outlet=metadata.outlet or host_of(metadata.url),
        title=metadata.title,
        byline=metadata.byline,
        published_at=metadata.published_at,
        modified_at=metadata.modified_at,
        captured_at=metadata.captured_at,
        language=metadata.language,
        credit=metadata.credit or find_credit(paragraphs, metadata.byline),
        correction_note=metadata.correction_note or find_correction_note(paragraphs),
        links=content.links,
    )
