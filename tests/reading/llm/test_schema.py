"""The form of an answer follows the claim types, and what strict structured output allows."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import pytest

from communique.model.claims import MeetingClaim
from communique.model.vocabulary import ClaimKind, MeetingState, RelationValue
from communique.reading.llm.schema import CLAIM_TYPES, answer_schema, describe_kinds, fields_of, parse_answer
from tests.reading.llm.sample import COMMITMENT, MEETING, REFUSAL, STATEMENT, fit


def objects(node: Any) -> Iterator[dict[str, Any]]:
    """Yield all schemas of objects inside a schema."""
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects(value)


def test_every_kind_of_claim_has_a_form() -> None:
    assert set(CLAIM_TYPES) == set(ClaimKind)
    variants = answer_schema()["properties"]["claims"]["items"]["anyOf"]
    assert sorted(kind for v in variants for kind in v["properties"]["kind"]["enum"]) == sorted(ClaimKind)


def test_every_field_of_every_claim_has_a_role() -> None:
    for claim_type in CLAIM_TYPES.values():
        assert {f.name for f in fields_of(claim_type)} <= {f.name for f in dataclasses.fields(claim_type)}


def test_a_field_without_a_role_is_an_error_at_once() -> None:
    @dataclasses.dataclass(frozen=True)
    class NewClaim:
        mood: str | None = None

    with pytest.raises(KeyError, match="mood"):
        fields_of(NewClaim)


def test_the_schema_keeps_to_what_strict_output_allows() -> None:
    for schema in objects(answer_schema()):
        assert schema["additionalProperties"] is False
        assert schema["required"] == list(schema["properties"])


@pytest.mark.parametrize("claim", [MEETING, COMMITMENT, REFUSAL, STATEMENT], ids=lambda claim: str(claim["kind"]))
def test_a_good_claim_fits_the_schema(claim: dict[str, Any]) -> None:
    assert fit(claim) == []


def test_words_are_those_of_the_vocabularies() -> None:
    state = next(f for f in fields_of(MeetingClaim) if f.name == "state")
    assert (state.vocabulary, state.is_required) == (MeetingState, True)
    said = describe_kinds()
    assert all(value.value in said for value in RelationValue)
    assert "meeting_kind: one of round, technical" in said


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('{"claims": []}', ()),
        ('```json\n{"claims": [{"kind": "meeting"}]}\n```', ({"kind": "meeting"},)),
        ('{"claims": [7]}', ({},)),
        ('{"claims": {}}', None),
        ("[]", None),
        ('{"claims": [', None),
        ("I am sorry.", None),
        ("", None),
        ("{" * 100_000 + "}", None),
        ('{"claims": ' + "[" * 100_000 + "}", None),
    ],
)
def test_an_answer_is_claims_or_nothing(content: str, expected: tuple[Any, ...] | None) -> None:
    assert parse_answer(content) == expected


def test_the_schema_can_be_sent() -> None:
    assert json.loads(json.dumps(answer_schema())) == answer_schema()
