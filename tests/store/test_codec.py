"""Records to JSON and back: the same value again, and an error that names the field for anything else."""

from __future__ import annotations

import json
import math
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.analysis import Entity, TimeExpression
from communique.model.claims import ActorMention, CommitmentClaim, MeetingClaim, RelationClaim, StatementClaim
from communique.model.errors import StoreError
from communique.model.record import Change, Commitment, Conflict, Meeting, Process, Relation, Statement, Story
from communique.model.sources import Problem, Span, Version
from communique.store.codec import decode, decode_many, encode

RECORDS = (
    MeetingClaim,
    CommitmentClaim,
    RelationClaim,
    StatementClaim,
    ActorMention,
    Entity,
    TimeExpression,
    Version,
    Problem,
    Meeting,
    Commitment,
    Relation,
    Statement,
    Conflict,
    Change,
    Process,
    Story,
)


def is_finite(record: Any) -> bool:
    """Tell whether no score is an infinity or no number at all, which no reader gives and JSON cannot hold."""
    if is_dataclass(record):
        return all(is_finite(getattr(record, field.name)) for field in fields(record))
    if isinstance(record, tuple):
        return all(map(is_finite, record))
    return not isinstance(record, float) or math.isfinite(record)


@given(st.sampled_from(RECORDS).flatmap(st.builds).filter(is_finite))
def test_every_record_comes_back_as_it_was(record: Any) -> None:
    assert decode(type(record), encode(record)) == record


@given(st.lists(st.builds(Entity), max_size=3))
def test_lists_come_back_as_they_were(entities: list[Entity]) -> None:
    assert decode_many(Entity, encode(tuple(entities))) == tuple(entities)


def test_the_same_value_gives_the_same_bytes_and_only_ascii() -> None:
    span = Span("v-1", 0, 5, "Kılıç")
    assert encode(span) == encode(Span("v-1", 0, 5, "Kılıç"))
    assert encode(span).isascii()
    assert list(json.loads(encode(span))) == ["end", "exact", "start", "version"]


def test_a_field_that_was_added_later_takes_its_default() -> None:
    assert decode(Version, '{"id": "v-1", "text": "x"}') == Version("v-1", "x")


@pytest.mark.parametrize(
    ("payload", "names"),
    [
        ('{"version": "v-1", "start": 0, "end": 5}', "Span.exact"),
        ('{"version": "v-1", "start": "0", "end": 5, "exact": "x"}', "Span.start"),
        ('{"version": "v-1", "start": true, "end": 5, "exact": "x"}', "Span.start"),
        ('{"version": "v-1", "start": 0, "end": 5, "exact": "x", "colour": "red"}', "Span.colour"),
        ('["v-1"]', "Span"),
        ("{", "Span"),
    ],
)
def test_a_damaged_row_is_an_error_that_names_the_field(payload: str, names: str) -> None:
    with pytest.raises(StoreError, match=names.replace(".", r"\.")):
        decode(Span, payload)


def test_a_word_outside_the_vocabulary_is_refused() -> None:
    payload = encode(Entity(0, 1, "PERSON", "A")).replace("PERSON", "ALIEN")  # type: ignore[arg-type]
    with pytest.raises(StoreError, match=r"Entity\.type.*EntityType"):
        decode(Entity, payload)


def test_what_is_no_record_is_not_encoded() -> None:
    with pytest.raises(TypeError, match="set"):
        encode({1, 2})
    with pytest.raises(ValueError, match="JSON"):
        encode(float("nan"))
