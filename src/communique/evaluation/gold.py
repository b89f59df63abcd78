"""Annotated items: texts with the claims that a reader should find in them.

In: a file of JSON lines by the annotation guideline, one item a line: `text`, `claims` (each with `type` and `anchor`, half-open code
points of the text), and where known `key` and `published_at`. Out: `GoldItem`s in their order. A line that is none is an error that
names the file, the line and the rule: scores over half of a file would be worse than none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.evaluation.scoring import KINDS, GuideClaim
from communique.model.errors import SourceEmpty, SourceMissing, SourceUnreadable

_REMEDY = "Name a file of JSON lines with the fields text and claims; docs/readers.md shows one."
_NEEDED = {
    "meeting": ("state",),
    "commitment": ("force",),
    "relation": ("domain", "value"),
    "refusal": ("by",),
    "demand": ("by",),
    "statement": ("speaker",),
}
"""Without its main attribute a claim cannot be compared; a status has one of two."""


@dataclass(frozen=True, slots=True)
class GoldItem:
    """An annotated text; `published_at` is its dateline (ISO 8601)."""

    key: str
    text: str
    claims: tuple[GuideClaim, ...]
    published_at: str | None = None


def read_gold(path: Path) -> tuple[GoldItem, ...]:
    """Return the items of a gold file.

    Raises:
        SourceMissing: there is no such file.
        SourceUnreadable: it is no gold file.
        SourceEmpty: it holds no item.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise SourceMissing(f"{path} is no file.", _REMEDY) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SourceUnreadable(f"{path} cannot be read as UTF-8: {error}.", _REMEDY) from error
    items = tuple(_read_item(line, f"{path}:{number}") for number, line in enumerate(lines, start=1) if line.strip())
    if not items:
        raise SourceEmpty(f"{path} holds no annotated item.", _REMEDY)
    return items


def _read_item(line: str, place: str) -> GoldItem:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SourceUnreadable(f"{place} is no JSON.", _REMEDY) from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not isinstance(row.get("claims"), list):
        raise SourceUnreadable(f"{place} is no annotated item: it needs a text and a list of claims.", _REMEDY)
    for claim in row["claims"]:
        _check_claim(claim, len(row["text"]), place)
    published = row.get("published_at")
    return GoldItem(str(row.get("key", place)), row["text"], tuple(row["claims"]), published if isinstance(published, str) else None)


def _check_claim(claim: Any, length: int, place: str) -> None:
    kind = claim.get("type") if isinstance(claim, dict) else None
    if kind not in KINDS:
        raise SourceUnreadable(f"{place} holds a claim whose type is none of {', '.join(KINDS)}.", _REMEDY)
    anchor = claim.get("anchor")
    is_range = isinstance(anchor, list) and len(anchor) == 2 and all(isinstance(offset, int) for offset in anchor)
    if not is_range or not 0 <= anchor[0] < anchor[1] <= length:
        raise SourceUnreadable(f"{place} holds a {kind} whose anchor is no range [start, end) of the text.", _REMEDY)
    missing = [name for name in _NEEDED.get(kind, ()) if name not in claim]
    if missing:
        raise SourceUnreadable(f"{place} holds a {kind} without {missing[0]}.", _REMEDY)
