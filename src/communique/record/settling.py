"""What judgements come to: which of them hold, and which entries they speak of now.

In: judgements, the record that was folded with them, and where claims stand now. Out: `Ruling`s in order. A judgement whose claims, names
or processes are not in the record at present is dormant: it is kept, and holds again as soon as they are back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from communique.model.judgements import (
    Judgement,
    JudgementState,
    Ruling,
    Target,
    TargetKind,
    Verb,
    find_undone,
    in_order,
)
from communique.model.record import Commitment, Ledger, Meeting, Relation, Statement
from communique.record.rulings import Marks, find_claims
from communique.stories.words import fold

KIND_OF: dict[type, TargetKind] = {
    Meeting: TargetKind.MEETING,
    Commitment: TargetKind.COMMITMENT,
    Relation: TargetKind.RELATION,
    Statement: TargetKind.STATEMENT,
}
"""What a judgement calls the types of entries."""


class Index:
    """The entries of a record by the claims, names and parties that judgements remember."""

    def __init__(self, ledger: Ledger) -> None:
        self._holders: defaultdict[TargetKind, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._actors: dict[str, str] = {}
        self._processes: dict[frozenset[str], str] = {}
        self._ids = {process.id for process in ledger.processes}
        for entry in ledger.entries():
            for piece in entry.evidence:
                self._holders[KIND_OF[type(entry)]][piece.claim].append(entry.id)
        for process in ledger.processes:
            self._processes.setdefault(frozenset(process.parties), process.id)
            for conflict in process.conflicts:
                for claim in {piece.claim for value in conflict.values for piece in value.evidence}:
                    self._holders[TargetKind.CONFLICT][f"{conflict.field} {claim}"].append(conflict.id)
            for actor in process.actors:
                self._actors |= {fold(name): actor.id for name in (actor.name, *actor.aliases)}

    def find(self, target: Target, marks: Marks) -> str | None:
        """Return the id of what a target is now, None where it is gone."""
        claims = sorted(find_claims(target, marks))
        match target.kind:
            case TargetKind.JUDGEMENT:
                return target.id
            case TargetKind.CLAIM:
                return claims[0] if claims else None
            case TargetKind.ACTOR:
                return next((self._actors[key] for key in sorted(map(fold, target.names)) if key in self._actors), None)
            case TargetKind.PROCESS:
                return target.id if target.id in self._ids else self._processes.get(frozenset(target.names))
        keys = [f"{target.names[0]} {claim}" for claim in claims] if target.kind is TargetKind.CONFLICT and target.names else claims
        holders = Counter(holder for key in keys for holder in self._holders[target.kind].get(key, ()))
        return min(holders, key=lambda holder: (-holders[holder], holder), default=None)


def settle_rulings(judgements: Iterable[Judgement], ledger: Ledger, marks: Marks) -> tuple[Ruling, ...]:
    """Return all judgements in order with their state and what they are about now.

    What was rejected is in no entry any more: such a judgement holds as long as its claims are read.
    """
    told = in_order(judgements)
    if not told:
        return ()
    index, undone = Index(ledger), find_undone(told)
    rulings = []
    for judgement in told:
        about = tuple(index.find(target, marks) for target in judgement.targets)
        rulings.append(Ruling(judgement, _state_of(judgement, about, undone, marks), about))
    return tuple(rulings)


def _state_of(judgement: Judgement, about: tuple[str | None, ...], undone: frozenset[str], marks: Marks) -> JudgementState:
    if judgement.id in undone:
        return JudgementState.UNDONE
    stands = any(find_claims(target, marks) for target in judgement.targets)
    is_out = judgement.verb is Verb.REJECT and stands
    if judgement.verb in (Verb.DECLARE, Verb.UNDO) or is_out:
        return JudgementState.ACTIVE
    return JudgementState.ACTIVE if any(about) else JudgementState.DORMANT
