"""Versions, readings and claims written by hand, so that the comparison is tested without a model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from communique.model.analysis import Entity, TimeExpression
from communique.model.claims import ActorMention, Claim, Provenance, Reading
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.model.vocabulary import EntityType, Factuality, TimeType

_END = re.compile(r"(?<=[.!?])[”\"’']?(?=\s+[A-Z“\"]|\s*$)")


def make_version(text: str, **fields: str | None) -> Version:
    """Return a version whose id is that of its text."""
    return Version(hash_text(text), text, **fields)  # type: ignore[arg-type]


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of the sentences of plain test prose."""
    ranges = []
    start = 0
    for match in _END.finditer(text):
        stop = match.end()
        begin = start + len(text[start:stop]) - len(text[start:stop].lstrip())
        if begin < stop:
            ranges.append((begin, stop))
        start = stop
    tail = text[start:].strip()
    if tail:
        at = text.index(tail, start)
        ranges.append((at, at + len(tail)))
    return tuple(ranges)


def make_reading(version: Version, claims: Sequence[Claim] = (), actors: Sequence[ActorMention] = (), **found: tuple[Any, ...]) -> Reading:
    """Return a reading with the sentences of the text and the claims given; `found` may hold its `times` and `entities`."""
    return Reading(version.id, tuple(claims), tuple(actors), split_sentences(version.text), date=version.published_at, **found)


def moment(version: Version, words: str, edtf: str, *, anchored: bool = False, type_: TimeType = TimeType.DATE) -> TimeExpression:
    """Return a time expression at the first place where the text has these words."""
    start = version.text.index(words)
    day = edtf if type_ in {TimeType.DATE, TimeType.TIME} else None
    return TimeExpression(start, start + len(words), type_, words, edtf, day, anchored=anchored)


def name(version: Version, words: str, type_: EntityType = EntityType.PLACE, actor: str | None = None) -> Entity:
    """Return a name at the first place where the text has these words."""
    start = version.text.index(words)
    return Entity(start, start + len(words), type_, words, actor)


def told(version: Version, words: str, *, factuality: Factuality = Factuality.HAPPENED, by: tuple[str, ...] = ()) -> Provenance:
    """Return the provenance of a claim at the first place where the text has these words."""
    start = version.text.index(words)
    return Provenance(version.span(start, start + len(words)), factuality, by)
