"""The form in which a model has to answer: a JSON Schema made from the claim types, so that both can never differ.

In: the dataclasses of `model.claims`. Out: their fields with the part that each plays, the schema for `response_format`, the same in words
for models that do not see the schema, and the claims of an answer. Every field of a claim type has a role; a new one without a role is
an error at once. The schema keeps to what strict structured output allows: all keys required, none besides, null for what is unknown.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from types import NoneType
from typing import Any, get_args, get_type_hints

from communique.model.claims import (
    CommitmentClaim,
    MeetingClaim,
    ProgressClaim,
    ReaffirmationClaim,
    RelationClaim,
    StanceClaim,
    StandingClaim,
    StatementClaim,
)
from communique.model.vocabulary import ClaimKind, Factuality, RelationValue, StanceKind

Json = dict[str, Any]

CLAIM_TYPES: dict[ClaimKind, type] = {
    ClaimKind.MEETING: MeetingClaim,
    ClaimKind.COMMITMENT: CommitmentClaim,
    ClaimKind.REAFFIRMATION: ReaffirmationClaim,
    ClaimKind.PROGRESS: ProgressClaim,
    ClaimKind.STANDING: StandingClaim,
    ClaimKind.RELATION: RelationClaim,
    ClaimKind.STATEMENT: StatementClaim,
} | {ClaimKind(stance.value): StanceClaim for stance in StanceKind}


class Relative(StrEnum):
    """How a meeting stands to another one of its series where the text does not count it."""

    NONE = ""
    LAST = "last"
    NEXT = "next"


class Role(Enum):
    """What a field holds and thus how it is held against the text; the value says it to the model."""

    WORD = "one of"
    FLAG = "true or false"
    NUMBER = "a number that the report states, or null"
    DATE = "EDTF date, or null"
    NAME = "name of an actor, or null"
    SPEAKER = "name of a person or actor, two as 'A; B', or null"
    NAMES = "list of names of actors"
    PLACES = "list of places as written, specific before general"
    PERSONS = "list of {name, office, side} of those at the table"
    VERBATIM = "words of the report, letter for letter, or null"
    REFERENCE = "the anchor of the claim of this answer that is meant, or null"


_LEFT_OUT = frozenset({"provenance", "ordinal_inferred", "stance", "text", "edge", "gist", "context", "likely_kind"})
"""Filled by the reader itself."""
_KEYS = {"from_": "from", "kind": "meeting_kind"}
"""Fields that are called otherwise in an answer, as in the export."""
_WORDS: dict[str, type[StrEnum]] = {"value": RelationValue, "relative": Relative}
"""Vocabularies of fields whose type is wider."""
_ROLES: dict[str, Role] = (
    dict.fromkeys(("date", "due", "agreed_on", "on", "as_of", "from_", "to", "said_on"), Role.DATE)
    | dict.fromkeys(("host", "obligor", "imposed_by", "side"), Role.NAME)
    | dict.fromkeys(("parties", "mediators", "obligors", "beneficiaries", "a", "b", "by", "of_whom"), Role.NAMES)
    | dict.fromkeys(("object", "of", "condition", "scope", "office", "series"), Role.VERBATIM)
    | dict.fromkeys(("origin", "meeting", "commitment"), Role.REFERENCE)
    | {"speaker": Role.SPEAKER, "places": Role.PLACES, "participants": Role.PERSONS, "ordinal": Role.NUMBER, "background": Role.FLAG}
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a claim type: its name there, its key in an answer, its role.

    `vocabulary` for words, `is_plain` where the type keeps them as strings; `is_required` where null is no value.
    """

    name: str
    key: str
    role: Role
    vocabulary: type[StrEnum] | None = None
    is_required: bool = False
    is_plain: bool = False


@cache
def fields_of(claim_type: type) -> tuple[Field, ...]:
    """Return the fields of a claim type that a model fills, in their order.

    Raises:
        KeyError: a field has no role.
    """
    hints = get_type_hints(claim_type)
    return tuple(_field(f.name, hints[f.name]) for f in dataclasses.fields(claim_type) if f.name not in _LEFT_OUT)


def _field(name: str, hint: Any) -> Field:
    options = [option for option in get_args(hint) if option is not NoneType] or [hint]
    vocabulary = next((o for o in options if isinstance(o, type) and issubclass(o, StrEnum)), _WORDS.get(name))
    is_required = NoneType not in get_args(hint)
    role = Role.WORD if vocabulary is not None else _ROLES[name]
    return Field(name, _KEYS.get(name, name), role, vocabulary, is_required, name in _WORDS)


# --- for the endpoint ------------------------------------------------------------------------------------------------------------


def answer_schema() -> Json:
    """Return the JSON Schema (2020-12) of an answer: an object whose `claims` are one object each, by kind."""
    return _object({"claims": {"type": "array", "items": {"anyOf": [_claim(claim_type, kinds) for claim_type, kinds in _variants()]}}})


def _variants() -> list[tuple[type, list[str]]]:
    """Return the claim types with the kinds that have their shape."""
    shapes: dict[type, list[str]] = {}
    for kind, claim_type in CLAIM_TYPES.items():
        shapes.setdefault(claim_type, []).append(kind.value)
    return list(shapes.items())


def _claim(claim_type: type, kinds: list[str]) -> Json:
    shared: Json = {
        "kind": {"type": "string", "enum": kinds},
        "anchor": {"type": "string"},
        "occurrence": {"type": ["integer", "null"]},
        "factuality": {"type": "string", "enum": [value.value for value in Factuality]},
        "according_to": {"type": "array", "items": {"type": "string"}},
        "is_certain": {"type": "boolean"},
    }
    return _object(shared | {field.key: _type_of(field) for field in fields_of(claim_type)})


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _type_of(field: Field) -> Json:
    if field.vocabulary is not None:
        words: list[str | None] = [word.value for word in field.vocabulary]
        return {"type": "string", "enum": words} if field.is_required else {"type": ["string", "null"], "enum": [*words, None]}
    if field.role in {Role.NAMES, Role.PLACES}:
        return {"type": "array", "items": {"type": "string"}}
    if field.role is Role.PERSONS:
        person = {"name": {"type": "string"}, "office": {"type": ["string", "null"]}, "side": {"type": ["string", "null"]}}
        return {"type": "array", "items": _object(person)}
    if field.role is Role.FLAG:
        return {"type": "boolean"}
    return {"type": ["integer" if field.role is Role.NUMBER else "string", "null"]}


def describe_kinds() -> str:
    """Return the same for a model that does not see the schema: one paragraph a kind, one line a field."""
    return "\n\n".join(
        "\n".join([f"{', '.join(kinds)}:", *(f"  {field.key}: {_say(field)}" for field in fields_of(claim_type))])
        for claim_type, kinds in _variants()
    )


def _say(field: Field) -> str:
    if field.vocabulary is None:
        return field.role.value
    words = ", ".join(word.value or '""' for word in field.vocabulary)
    return f"{field.role.value} {words}" + ("" if field.is_required else ", or null")


# --- from the endpoint -----------------------------------------------------------------------------------------------------------


def parse_answer(content: str) -> tuple[Json, ...] | None:
    """Return the claims of an answer as they are, None where it is no JSON object with a list of claims; words around the object are
    passed over, because some models put it into a code fence.
    """
    try:
        answer = json.loads(content[content.find("{") : content.rfind("}") + 1])
    except (ValueError, RecursionError):
        return None
    claims = answer.get("claims") if isinstance(answer, dict) else None
    if not isinstance(claims, list):
        return None
    return tuple(claim if isinstance(claim, dict) else {} for claim in claims)
