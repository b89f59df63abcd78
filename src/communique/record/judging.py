"""Making judgements: from what a person names and wants to a judgement that can be kept, or an error that says why not.

In: a record, a way to look up claims, and a request. Out: a `Judgement` bound to claims, names or parties. Everything that can be wrong is
found here, before anything is stored: what is gone, a merge of one thing with itself, a field or value that does not exist, a party nobody
knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from communique.language.gazetteer import Gazetteer
from communique.model.errors import EditRefused, JudgementError, MergeRefused, PartyUnknown, TargetGone, UnknownEntry
from communique.model.judgements import (
    ClaimMark,
    Judgement,
    JudgementState,
    Target,
    TargetKind,
    Verb,
    make_judgement,
    with_value,
)
from communique.model.record import Actor, Commitment, Conflict, Entry, Evidence, Ledger, Meeting, Process, Relation, Statement, entries_in
from communique.record.editing import convert, try_field
from communique.record.settling import KIND_OF
from communique.stories.words import fold

FindClaims = Callable[[str], Sequence[ClaimMark]]
"""Returns the claims whose id begins with some letters, unsure ones too."""

MIN_PREFIX = 4
_MAX_LISTED = 4
_LABEL = 80
_MERGEABLE = (
    TargetKind.MEETING,
    TargetKind.COMMITMENT,
    TargetKind.RELATION,
    TargetKind.STATEMENT,
    TargetKind.ACTOR,
    TargetKind.PROCESS,
)
_VERDICTS = (TargetKind.CLAIM, TargetKind.MEETING, TargetKind.COMMITMENT, TargetKind.RELATION, TargetKind.STATEMENT, TargetKind.CONFLICT)


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks for. `targets` are ids or beginnings of ids; `at` is an ISO 8601 instant with offset.

    `field` and `values` are those of an edit, or the spellings that a split takes from an actor (`values` alone).
    """

    verb: Verb
    targets: tuple[str, ...]
    by: str
    at: str
    field: str | None = None
    values: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """A process that a person declares. `words` tell its claims from those of another process of the same parties."""

    name: str
    parties: tuple[str, ...]
    mediators: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """What an id names: its target, the entry where it is one, and the process that it is in."""

    target: Target
    entry: Entry | Actor | Process | Conflict | None = None
    process: str | None = None


class Judge:
    """Turns requests about one record into judgements."""

    def __init__(self, ledger: Ledger, find_claims: FindClaims) -> None:
        self._ledger = ledger
        self._find_claims = find_claims
        self._known = {found.target.id: found for found in _list_entries(ledger)}

    def judge(self, request: Request) -> Judgement:
        """Return the judgement that a request asks for.

        Raises:
            TargetGone: what it is about is not in the record.
            UnknownEntry: a beginning of an id fits several.
            MergeRefused: the things are one already, or of different kinds or processes.
            EditRefused: there is no such field, or it cannot take the value.
            JudgementError: the verb does not apply, or something is missing.
        """
        _check_author(request.by, request.at)
        if not request.targets:
            raise JudgementError(f"There is nothing to {request.verb.value}.", "Give an id, as the export or `communique show` gives it.")
        found = [self.find(wanted) for wanted in request.targets]
        values: tuple[str, ...] = ()
        match request.verb:
            case Verb.ACCEPT | Verb.REJECT:
                _check_verdict(request.verb, found)
            case Verb.MERGE:
                _check_merge(found)
            case Verb.SPLIT:
                found = self._check_split(found, request.values)
            case Verb.EDIT:
                values = _check_edit(found, request)
            case Verb.UNDO:
                self._check_undo(found)
            case Verb.NOTE if not (request.note or "").strip():
                raise JudgementError("A note without words says nothing.", "Give them with --note.")
            case Verb.DECLARE:
                raise JudgementError("A process is declared by its parties.", "Use `communique process declare`.")
        field = request.field if request.verb is Verb.EDIT else None
        made = make_judgement(request.verb, request.by.strip(), request.at, [one.target for one in found], field, request.note)
        return with_value(made, values) if values else made

    def declare(self, declaration: Declaration, by: str, at: str, note: str | None = None) -> Judgement:
        """Return the judgement that declares a process.

        Raises:
            PartyUnknown: a party or mediator is in no report and no list of states.
            JudgementError: there are fewer than two parties, or no name.
        """
        _check_author(by, at)
        parties = tuple(sorted({self._party(name) for name in declaration.parties}))
        mediators = tuple(sorted({self._party(name) for name in declaration.mediators}))
        if len(parties) < 2:
            raise JudgementError("A process has at least two parties.", "Name each of them, in quotes where a name has several words.")
        if not declaration.name.strip():
            raise JudgementError("A process needs a name.", "Give it first, in quotes.")
        targets = [Target(TargetKind.PROCESS, "", declaration.name.strip(), names=parties)]
        targets += [Target(TargetKind.PROCESS, "", "mediators", names=mediators)] if mediators else []
        made = make_judgement(Verb.DECLARE, by.strip(), at, targets, declaration.name.strip(), note)
        return with_value(made, tuple(sorted({word.strip() for word in declaration.words if word.strip()})))

    def known_ids(self) -> set[str]:
        """Return the ids of all that can be judged, claims that no entry rests on excepted."""
        return set(self._known)

    # --- finding --------------------------------------------------------------------------------------------------------------

    def find(self, wanted: str) -> _Found:
        """Return what an id, or the beginning of one, names.

        Raises:
            TargetGone: nothing in the record.
            UnknownEntry: several things.
        """
        if wanted in self._known:
            return self._known[wanted]
        if len(wanted) >= MIN_PREFIX:
            near = {key: found for key, found in self._known.items() if key.startswith(wanted)}
            if wanted.startswith("c-"):
                near |= {mark.id: _Found(_claim_target(mark)) for mark in self._find_claims(wanted)}
            if len(near) == 1:
                return next(iter(near.values()))
            if near:
                listed = ", ".join(sorted(near)[:_MAX_LISTED])
                raise UnknownEntry(f"{wanted!r} begins {len(near)} ids where one is needed: {listed}.", "Give more of it.")
        return self._find_former(wanted)

    def _find_former(self, wanted: str) -> _Found:
        """Return what became of a thing that was judged before under another id."""
        for ruling in reversed(self._ledger.judgements):
            for target, about in zip(ruling.judgement.targets, ruling.about, strict=True):
                if target.id == wanted and about in self._known:
                    return self._known[str(about)]
        rule = "it is not in this record, or not any more"
        raise TargetGone(f"{wanted}: {rule}.", "Look it up with `communique export` or `communique judge list`.")

    def _party(self, written: str) -> str:
        """Return the canonical name of a party.

        Raises:
            PartyUnknown: neither the record nor the list of states has it.
        """
        key = fold(written.strip())
        for process in self._ledger.processes:
            for actor in process.actors:
                if key in {fold(name) for name in (actor.name, *actor.aliases)}:
                    return actor.name
            for party in (*process.parties, *process.mediators):
                if fold(party) == key:
                    return party
        places = [place for form in (written, written.title(), written.upper()) for place in Gazetteer.load().find_all(form)]
        if not places:
            remedy = "Write it as reports do, or read a report that names it first."
            raise PartyUnknown(f"{written!r} is no party that a report or the list of states knows.", remedy)
        return places[0].canonical

    # --- checks that need the record ------------------------------------------------------------------------------------------

    def _check_split(self, found: Sequence[_Found], spellings: Sequence[str]) -> list[_Found]:
        first = found[0]
        if isinstance(first.entry, Actor):
            return [_split_spellings(first.target, first.entry, spellings)]
        if spellings or any(one.target.kind is not TargetKind.CLAIM for one in found):
            raise JudgementError(
                "Only claims can be split from their entry, and spellings from an actor.",
                "Give ids of claims (c-…), or the id of an actor with --spelling.",
            )
        wanted = {mark.id for one in found for mark in one.target.claims}
        entries = [entry for entry in self._ledger.entries() if wanted & {piece.claim for piece in entry.evidence}]
        if not entries:
            raise TargetGone(f"{found[0].target.id}: no entry rests on it.", "An unsure claim has to be accepted first.")
        if all({piece.claim for piece in entry.evidence} <= wanted for entry in entries):
            raise JudgementError(f"{found[0].target.id} is all that its entry rests on.", "Reject it, or edit the entry.")
        return list(found)

    def _check_undo(self, found: Sequence[_Found]) -> None:
        states = {ruling.judgement.id: ruling.state for ruling in self._ledger.judgements}
        for one in found:
            if one.target.kind is not TargetKind.JUDGEMENT:
                raise JudgementError(f"{one.target.id} is no judgement.", "Give the id of one from `communique judge list`.")
            if states[one.target.id] is JudgementState.UNDONE:
                raise JudgementError(f"{one.target.id} was taken back before.", "Undo the undo to let it hold again.")


# --- what there is ------------------------------------------------------------------------------------------------------------


def _list_entries(ledger: Ledger) -> Iterator[_Found]:
    for folder in ledger.folders():
        process = folder.id if isinstance(folder, Process) else None
        for entry in entries_in(folder):
            kind = KIND_OF[type(entry)]
            marks = tuple(sorted({_mark(kind, piece) for piece in entry.evidence}, key=_mark_order))
            yield _Found(Target(kind, entry.id, label_of(entry), marks), entry, process)
            for mark in marks:
                yield _Found(_claim_target(mark), None, process)
    for one in ledger.processes:
        yield _Found(Target(TargetKind.PROCESS, one.id, one.name, names=one.parties), one, one.id)
        for actor in one.actors:
            yield _Found(Target(TargetKind.ACTOR, actor.id, actor.name, names=(actor.name, *actor.aliases)), actor)
        for conflict in one.conflicts:
            yield _Found(_conflict_target(conflict), conflict, one.id)
    for ruling in ledger.judgements:
        judgement = ruling.judgement
        label = f"{judgement.verb.value} by {judgement.by}"
        yield _Found(Target(TargetKind.JUDGEMENT, judgement.id, label, names=(judgement.id,)))


def _mark(kind: TargetKind, piece: Evidence) -> ClaimMark:
    return ClaimMark(piece.claim, kind.value, piece.version, piece.start, piece.end)


def _mark_order(mark: ClaimMark) -> tuple[str, int, str]:
    return mark.version, mark.start, mark.id


def _claim_target(mark: ClaimMark) -> Target:
    return Target(TargetKind.CLAIM, mark.id, mark.kind, (mark,))


def _conflict_target(conflict: Conflict) -> Target:
    pieces = {piece for value in conflict.values for piece in value.evidence if piece.claim}
    marks = tuple(sorted((_mark(TargetKind.CLAIM, piece) for piece in pieces), key=_mark_order))
    values = " / ".join(value.value for value in conflict.values)
    return Target(TargetKind.CONFLICT, conflict.id, f"{conflict.field}: {values}"[:_LABEL], marks, (conflict.field,))


def label_of(entry: Entry) -> str:
    """Return words by which a person recognises an entry."""
    match entry:
        case Meeting():
            number = f" {entry.ordinal}" if entry.ordinal else ""
            said = f"{entry.series}{number}, {entry.state.value} {entry.date or ' '.join(entry.scheduled[-1:])}"
        case Commitment():
            said = entry.label
        case Relation():
            said = f"{entry.a}–{entry.b or '?'}: {entry.domain.value} {entry.value}"
        case Statement():
            said = f"{entry.speaker or 'unknown'}: {entry.text}"
    return " ".join(said.split())[:_LABEL]


# --- checks -------------------------------------------------------------------------------------------------------------------


def _check_author(by: str, at: str) -> None:
    if not by.strip():
        raise JudgementError("A judgement needs somebody who made it.", "Say who, with --by NAME.")
    try:
        instant = datetime.fromisoformat(at)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise JudgementError(f"{at!r} is no instant.", "Write it as 2024-07-30T14:05:00+00:00.")


def _check_verdict(verb: Verb, found: Iterable[_Found]) -> None:
    for one in found:
        if one.target.kind not in _VERDICTS:
            what = {TargetKind.PROCESS: "Merge or rename it", TargetKind.ACTOR: "Merge, split or edit it"}.get(one.target.kind, "Undo it")
            raise JudgementError(f"A {one.target.kind.value} cannot be {verb.value}ed.", f"{what} instead.")


def _check_merge(found: Sequence[_Found]) -> None:
    if len(found) < 2:
        raise MergeRefused("A merge needs two things at least.", "Give the ids of all that are one.")
    kinds = sorted({one.target.kind.value for one in found})
    if len(kinds) > 1 or found[0].target.kind not in _MERGEABLE:
        raise MergeRefused(f"A {' and a '.join(kinds)} cannot be merged.", "Merge things of one kind: meetings, commitments, actors, …")
    ids = [one.target.id for one in found]
    if len(set(ids)) < len(ids):
        twice = next(key for key in ids if ids.count(key) > 1)
        raise MergeRefused(f"{twice} would be merged with itself: both are one already.", "Give the ids of two different things.")
    homes = {one.process for one in found}
    if found[0].target.kind not in (TargetKind.ACTOR, TargetKind.PROCESS) and (len(homes) > 1 or None in homes):
        raise MergeRefused(
            f"{ids[0]} and {ids[1]} are not of one process.", "Merge the processes first, or declare the one that both are of."
        )
    if len({one.target.names for one in found}) < len(found) and found[0].target.kind is TargetKind.PROCESS:
        raise MergeRefused(f"{ids[0]} and {ids[1]} have the same parties.", "Undo the declaration that parted them.")


def _split_spellings(target: Target, actor: Actor, spellings: Sequence[str]) -> _Found:
    known = {fold(name): name for name in (actor.name, *actor.aliases)}
    if not spellings:
        raise JudgementError(f"Which spellings are not {actor.name}?", f"Give them with --spelling: {', '.join(sorted(known.values()))}.")
    unknown = [spelling for spelling in spellings if fold(spelling) not in known]
    if unknown:
        raise TargetGone(f"{unknown[0]!r} is no spelling of {actor.name}.", f"There is {', '.join(sorted(known.values()))}.")
    out = {fold(spelling) for spelling in spellings}
    if out >= known.keys():
        raise JudgementError(f"Nothing would be left of {actor.name}.", "Leave at least one spelling.")
    return _Found(replace(target, names=tuple(sorted(known[key] for key in out))), actor)


def _check_edit(found: Sequence[_Found], request: Request) -> tuple[str, ...]:
    if len(found) != 1 or not request.field:
        raise EditRefused("An edit sets one field of one entry.", "Give ID FIELD VALUE.")
    (one,) = found
    kind = one.target.kind
    convert(kind, request.field, request.values)
    match one.entry:
        case Meeting() | Commitment() | Relation() | Statement() as entry:
            try_field(kind, entry, request.field, request.values)
    return request.values
