"""Fields of entries that a person may set, and what they can take.

In: an entry or the kind of one, a field as exports call it, and words. Out: the entry with the field set, or an error that names the field,
the rule and the words that would do. Only what sources could have said otherwise may be edited: ids, evidence and counts of witnesses
follow from the claims and stay theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from communique.model.edtf import is_edtf
from communique.model.errors import EditRefused
from communique.model.judgements import TargetKind
from communique.model.record import Commitment, Entry, Meeting, Relation, Statement
from communique.model.vocabulary import (
    PROGRESS_RANK,
    ActorKind,
    Aim,
    Domain,
    Force,
    MeetingKind,
    MeetingState,
    Outcome,
    Progress,
    QuoteMode,
    Readout,
    RelationValue,
    Standing,
)

E = TypeVar("E", Meeting, Commitment, Relation, Statement)
Convert = Callable[[Sequence[str]], Any]

PROGRESS_OF = "progress."
"""Before the name of an obligor: the field that holds this party's progress."""
_MET = (MeetingState.HELD, MeetingState.UNDER_WAY, MeetingState.BROKEN_OFF)


class _Unfit(Exception):
    """A value does not fit; the message is the rule."""


def _one(values: Sequence[str]) -> str:
    if len(values) != 1 or not values[0].strip():
        raise _Unfit("takes one value")
    return values[0].strip()


def _text(values: Sequence[str]) -> str | None:
    return _one(values) if values else None


def _words(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(value.strip() for value in values if value.strip())


def _date(values: Sequence[str]) -> str | None:
    edtf = _text(values)
    if edtf is not None and not is_edtf(edtf):
        raise _Unfit("takes an EDTF date such as 2024-07-30, 2022-07 or 1993")
    return edtf


def _dates(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(edtf for value in values if (edtf := _date([value])))


def _number(values: Sequence[str]) -> int | None:
    told = _text(values)
    if told is not None and not (told.isdecimal() and int(told) >= 1):
        raise _Unfit("takes a whole number from 1 on")
    return int(told) if told is not None else None


def _word_of(words: type[StrEnum], *, or_none: bool = False) -> Convert:
    def convert(values: Sequence[str]) -> StrEnum | None:
        if or_none and not values:
            return None
        told = _one(values)
        if told not in [word.value for word in words]:
            raise _Unfit(f"takes one of {', '.join(word.value for word in words)}")
        return words(told)

    return convert


def _relation_value(values: Sequence[str]) -> str:
    told = _one(values)
    known = [value.value for value in RelationValue]
    if told not in known and not (told.startswith("open_to(") and told.endswith(")")):
        raise _Unfit(f"takes one of {', '.join(known)}, or open_to(…)")
    return told


FIELDS: Mapping[TargetKind, Mapping[str, Convert]] = {
    TargetKind.MEETING: {
        "series": _one,
        "ordinal": _number,
        "kind": _word_of(MeetingKind),
        "state": _word_of(MeetingState),
        "scheduled": _dates,
        "date": _date,
        "places": _words,
        "host": _text,
        "mediators": _words,
        "outcome": _word_of(Outcome),
        "readout": _word_of(Readout, or_none=True),
    },
    TargetKind.COMMITMENT: {
        "label": _one,
        "beneficiaries": _words,
        "force": _word_of(Force),
        "aim": _word_of(Aim),
        "measure": _text,
        "condition": _text,
        "due": _text,
        "scope": _text,
        "agreed_on": _date,
        "standing": _word_of(Standing),
    },
    TargetKind.RELATION: {
        "domain": _word_of(Domain),
        "value": _relation_value,
        "from": _date,
        "to": _date,
        "imposed_by": _text,
        "scope": _text,
    },
    TargetKind.STATEMENT: {
        "speaker": _text,
        "office": _text,
        "side": _text,
        "said_on": _date,
        "mode": _word_of(QuoteMode),
    },
    TargetKind.ACTOR: {"name": _one, "kind": _word_of(ActorKind), "side": _text},
    TargetKind.PROCESS: {"name": _one},
}
"""The fields of each kind of entry, with what turns words into their values."""


def convert(kind: TargetKind, field: str, values: Sequence[str]) -> Any:
    """Return what `values` mean as the value of a field.

    Raises:
        EditRefused: entries of this kind have no such field, or it cannot take the values.
    """
    fields = FIELDS.get(kind, {})
    if kind is TargetKind.COMMITMENT and field.startswith(PROGRESS_OF):
        fields = {field: _word_of(Progress)}
    if field not in fields:
        may = f"Of a {kind.value} you can set {', '.join(fields)}." if fields else f"Judge a {kind.value} by accept, reject or note."
        raise EditRefused(f"A {kind.value} has no field {field!r} that can be set.", may)
    try:
        return fields[field](values)
    except _Unfit as unfit:
        told = ", ".join(map(repr, values)) or "nothing"
        raise EditRefused(f"{field} cannot be {told}: it {unfit}.", "Give such a value, and the name as shown.") from unfit


def set_field(kind: TargetKind, entry: E, field: str, values: Sequence[str]) -> E:
    """Return the entry with a field set, and with what depends on it.

    A meeting whose number is set has it stated; one that has not met has no date. Joint progress is that of the least advanced party.

    Raises:
        EditRefused: as in `convert`.
    """
    value = convert(kind, field, values)
    if isinstance(entry, Commitment) and field.startswith(PROGRESS_OF):
        changed: E = _set_progress(entry, field.removeprefix(PROGRESS_OF), value)
        return changed
    edited = replace(entry, **{f"{field}_" if field == "from" else field: value})
    if isinstance(edited, Meeting):
        if field == "ordinal":
            return replace(edited, ordinal_inferred=False, counted=value is not None)
        if edited.state not in _MET:
            return replace(edited, date=None)
    return edited


def try_field(kind: TargetKind, entry: Entry, field: str, values: Sequence[str]) -> None:
    """Make sure that a field of an entry can be set.

    Raises:
        EditRefused: as in `set_field`.
    """
    match entry:
        case Meeting():
            set_field(kind, entry, field, values)
        case Commitment():
            set_field(kind, entry, field, values)
        case Relation():
            set_field(kind, entry, field, values)
        case Statement():
            set_field(kind, entry, field, values)


def _set_progress(entry: Commitment, party: str, progress: Progress) -> Any:
    known = dict(entry.progress)
    if party not in known or party == "joint":
        names = ", ".join(name for name in known if name != "joint")
        raise EditRefused(f"{party!r} is not bound by this commitment.", f"Name one of its obligors: {names}.")
    known[party] = progress
    joint = min((known[name] for name in known if name != "joint"), key=PROGRESS_RANK.__getitem__)
    return replace(entry, progress=tuple({**known, "joint": joint}.items()))
