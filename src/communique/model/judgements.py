"""Judgements: what a person decided about the record, which wins over the machine until it is taken back.

In: what somebody says of an entry, a claim, an actor or a process. Out: `Judgement`s that are bound to what stands in the sources, never to
ids that are derived from it: to the spans of claims, to the spellings of a name, to the parties of a process. So a judgement still means
the same thing after more reports were read, or after all of them were read anew, and it is exported with the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from communique.model.ids import make_id


class Verb(StrEnum):
    """What a judgement does."""

    ACCEPT = "accept"
    REJECT = "reject"
    MERGE = "merge"
    SPLIT = "split"
    EDIT = "edit"
    NOTE = "note"
    UNDO = "undo"
    DECLARE = "declare"


class TargetKind(StrEnum):
    """What a judgement is about."""

    CLAIM = "claim"
    MEETING = "meeting"
    COMMITMENT = "commitment"
    RELATION = "relation"
    STATEMENT = "statement"
    CONFLICT = "conflict"
    ACTOR = "actor"
    PROCESS = "process"
    JUDGEMENT = "judgement"


class JudgementState(StrEnum):
    """What has become of a judgement: it holds, it was taken back, or nothing in the record answers to it any more."""

    ACTIVE = "active"
    UNDONE = "undone"
    DORMANT = "dormant"


@dataclass(frozen=True, slots=True)
class ClaimMark:
    """A claim as a judgement remembers it: its id, and where it stands, for the day on which a new reading sets it a word further on.

    `kind` is a `ClaimKind`; `start` and `end` are half-open code points of the version's text.
    """

    id: str
    kind: str
    version: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """What a judgement is about. `id` and `label` are those shown when it was judged and serve readers only.

    `claims` are the claims of an entry at that time; `names` the spellings of an actor, the parties of a process, the field of a conflict,
    or the id of a judgement.
    """

    kind: TargetKind
    id: str
    label: str
    claims: tuple[ClaimMark, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision. `at` is an ISO 8601 instant with offset, as given.

    `field` and `value` belong to an edit (no value clears the field), to a declared or split process (its name, and the words that tell its
    claims from those of another process of the same parties), and `note` is what the person adds in words.
    """

    id: str
    verb: Verb
    by: str
    at: str
    targets: tuple[Target, ...]
    field: str | None = None
    value: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A judgement with what it comes to now. `about` has one id for each target, None for a target that is gone."""

    judgement: Judgement
    state: JudgementState
    about: tuple[str | None, ...]


def make_judgement(verb: Verb, by: str, at: str, targets: Sequence[Target], field: str | None = None, note: str | None = None) -> Judgement:
    """Return a judgement without a value under the id that its content gives it."""
    return _with_id(Judgement("", verb, by, at, tuple(targets), field, (), note))


def with_value(judgement: Judgement, value: Sequence[str]) -> Judgement:
    """Return the judgement with a value, under the id that this gives it."""
    return _with_id(
        Judgement("", judgement.verb, judgement.by, judgement.at, judgement.targets, judgement.field, tuple(value), judgement.note)
    )


def _with_id(told: Judgement) -> Judgement:
    key = make_id("j", told.verb, told.by, told.at, repr(told.targets), told.field, repr(told.value), told.note)
    return Judgement(key, told.verb, told.by, told.at, told.targets, told.field, told.value, told.note)


def in_order(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return the judgements once each, by instant, then id: the order in which they apply."""
    unique = {judgement.id: judgement for judgement in judgements}
    return tuple(sorted(unique.values(), key=lambda judgement: (judgement.at, judgement.id)))


def find_undone(judgements: Iterable[Judgement]) -> frozenset[str]:
    """Return the ids of the judgements that were taken back. Who takes back an undo lets what it had taken back hold again."""
    undone: set[str] = set()
    for judgement in reversed(in_order(judgements)):
        if judgement.verb is Verb.UNDO and judgement.id not in undone:
            undone |= {name for target in judgement.targets for name in target.names} - {judgement.id}
    return frozenset(undone)


def find_active(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return the judgements that hold, in order; an undo does its work here and is none of them."""
    told = in_order(judgements)
    undone = find_undone(told)
    return tuple(judgement for judgement in told if judgement.id not in undone and judgement.verb is not Verb.UNDO)
