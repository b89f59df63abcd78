"""The header that a plain text may begin with.

In: a text. Out: its metadata and the rest. Three forms are known: lines such as `title: Envoys meet` or `date: 2024-07-30`, the same
between two lines of `---`, and `date 2024-07-30` with the text following on the same line. A header has to begin at the first line, and a
line is taken for one only when its key is known and its value is of the key's kind, so that prose is never swallowed.
"""

from __future__ import annotations

import re

from communique.capture.metadata import Metadata, clean_value

KEYS: dict[str, str] = {
    "url": "url",
    "link": "url",
    "outlet": "outlet",
    "publisher": "outlet",
    "site": "outlet",
    "title": "title",
    "headline": "title",
    "byline": "byline",
    "author": "byline",
    "date": "published_at",
    "published": "published_at",
    "published_at": "published_at",
    "published at": "published_at",
    "modified": "modified_at",
    "modified_at": "modified_at",
    "updated": "modified_at",
    "updated_at": "modified_at",
    "captured_at": "captured_at",
    "language": "language",
    "lang": "language",
    "credit": "credit",
    "correction": "correction_note",
    "correction_note": "correction_note",
}
"""Header keys and the fields of `Metadata` that they fill."""

_INSTANT = r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_BARE_DATE = re.compile(rf"\s*(?:date|published)\s+(?P<date>{_INSTANT})(?=\s|$)[^\S\n]*", re.IGNORECASE)
_LINE = re.compile(r"[^\S\n]*(?P<key>[A-Za-z_]+(?: at)?)[^\S\n]*:[^\S\n]*(?P<value>[^\n]*?)[^\S\n]*(?:\n|$)")
_FENCE = re.compile(r"\s*---[^\S\n]*\n(?P<inside>.*?)\n---[^\S\n]*(?:\n|$)", re.DOTALL)


def split_header(text: str) -> tuple[Metadata, str]:
    """Return the metadata of the header and the text after it; all of the text where there is no header."""
    fence = _FENCE.match(text)
    if fence:
        found, _ = _read_lines(fence["inside"], skip_unknown=True)
        return (Metadata(**found), text[fence.end() :]) if found else (Metadata(), text)
    found, end = _read_lines(text, skip_unknown=False)
    bare = _BARE_DATE.match(text, end)
    if bare and "published_at" not in found:
        instant = clean_value("published_at", bare["date"])
        if instant:
            found["published_at"] = instant
            end = bare.end()
    return Metadata(**found), text[end:]


def _read_lines(text: str, *, skip_unknown: bool) -> tuple[dict[str, str], int]:
    """Return the fields of the header lines at the start and the offset after them. The first of two lines with one key counts."""
    found: dict[str, str] = {}
    end = len(text) - len(text.lstrip())
    while line := _LINE.match(text, end):
        field = KEYS.get(line["key"].lower())
        value = clean_value(field, line["value"].strip("\"'")) if field else None
        if field and value:
            found.setdefault(field, value)
        elif not skip_unknown:
            break
        end = line.end()
        if end == len(text):
            break
    return found, end
