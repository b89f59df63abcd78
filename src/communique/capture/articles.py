"""Articles as JSON objects, one a line or in one file.

In: objects with `text` or `html` and any of `url, title, outlet, byline, published_at, modified_at, captured_at, language, credit,
correction_note`. Out: versions. A text may hold scraps of HTML, as APIs deliver them. Where both are given, `text` counts. Unknown fields
are passed over; a field of the wrong kind is an error of that article alone, because a silently dropped date would be worse.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from communique.capture.characters import clean_characters
from communique.capture.metadata import FIELD_NAMES, Metadata, clean_value, make_version
from communique.capture.plain import read_running_text
from communique.model.errors import SourceEmpty, SourceUnreadable
from communique.model.sources import Problem, Version

ALIASES: dict[str, tuple[str, ...]] = {
    "byline": ("author",),
    "language": ("lang",),
    "modified_at": ("updated_at", "modified", "updated"),
    "outlet": ("source", "site_name", "publisher"),
    "published_at": ("published", "date"),
    "title": ("headline",),
    "url": ("link",),
}
"""Other names under which a field is accepted, after its own."""

_REMEDY_OBJECT = "Give one JSON object an article, with `text` or `html`."
_REMEDY_DATE = "Write dates as YYYY-MM-DD or as ISO 8601 date-times."


@dataclass(frozen=True, slots=True)
class Captured:
    """A version, and what was wrong with its source although it could be read."""

    version: Version
    notes: tuple[Problem, ...] = ()


def parse_json(text: str, name: str) -> Any:
    """Return the value of a JSON text.

    Raises:
        SourceUnreadable: it is no JSON; the message says where.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise SourceUnreadable(f"{name}: is no valid JSON: {error.msg} at column {error.colno}.", _REMEDY_OBJECT) from error
    except (ValueError, RecursionError) as error:
        raise SourceUnreadable(f"{name}: is no JSON that can be read: {error}.", _REMEDY_OBJECT) from error


def is_article(value: object) -> bool:
    """Tell whether a JSON value is an object with a text."""
    return isinstance(value, dict) and ("text" in value or "html" in value)


def read_article(value: Any, path: str) -> Captured:
    """Return the version of one JSON object. `path` is what messages and the version call it.

    Raises:
        SourceUnreadable: it is no object, or a field is of the wrong kind.
        SourceEmpty: it has neither `text` nor `html`, or they are blank.
        SourceTooLarge: its text is longer than an article may be.
    """
    if not isinstance(value, dict):
        raise SourceUnreadable(f"{path}: is a JSON {_kind(value)} where an object has to be.", _REMEDY_OBJECT)
    metadata, notes = _read_fields(value, path)
    text, page = _string(value, "text", path), _string(value, "html", path)
    if text is not None and text.strip():
        version = make_version(read_running_text(clean_characters(text), metadata.url), metadata, path)
    elif page is not None and page.strip():
        from communique.capture.document import read_document

        version = read_document(page, path, metadata)
    else:
        raise SourceEmpty(f"{path}: has no text in `text` or `html`.", _REMEDY_OBJECT)
    return Captured(version, notes)


def _read_fields(value: dict[str, Any], path: str) -> tuple[Metadata, tuple[Problem, ...]]:
    fields: dict[str, str] = {}
    notes: list[Problem] = []
    for field in FIELD_NAMES:
        name = next((name for name in (field, *ALIASES.get(field, ())) if value.get(name) is not None), field)
        raw = _string(value, name, path)
        if raw is None or not raw.strip():
            continue
        cleaned = clean_value(field, raw)
        if cleaned is not None:
            fields[field] = cleaned
        elif field.endswith("_at"):
            notes.append(Problem(path, f"{path}: `{name}` is no date: {raw[:40]!r}. The article was read without it.", _REMEDY_DATE))
    return Metadata(**fields), tuple(notes)


def _string(value: dict[str, Any], name: str, path: str) -> str | None:
    """Return a field that has to be a string, None when absent or null.

    Raises:
        SourceUnreadable: it is something else.
    """
    found = value.get(name)
    if found is None or isinstance(found, str):
        return found
    if name in ("author", "byline") and isinstance(found, list) and all(isinstance(part, str) for part in found):
        return ", ".join(found)
    raise SourceUnreadable(f"{path}: `{name}` is a JSON {_kind(found)} where a string has to be.", "Quote the value.")


def _kind(value: object) -> str:
    kinds: dict[type, str] = {dict: "object", list: "array", str: "string", bool: "boolean", int: "number", float: "number"}
    return kinds.get(type(value), "null")
