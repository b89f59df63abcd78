"""Judgements as the fold obeys them: which claims are out, which entries belong together, what a person has set.

In: the judgements that hold, and where the claims of the versions that they speak of stand now. Out: answers for each step of the fold. A
claim that a judgement remembers is found by its id, or, where a new reading has set it a little differently, by standing in the same words.
What finds nothing changes nothing, and holds again as soon as its claim is back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from communique.model.claims import Claim, Reading, claim_id, kind_of
from communique.model.errors import EditRefused
from communique.model.judgements import ClaimMark, Judgement, Target, TargetKind, Verb, find_active
from communique.model.record import Commitment, Conflict, Meeting, Relation, Statement
from communique.record.editing import set_field

T = TypeVar("T")
E = TypeVar("E", Meeting, Commitment, Relation, Statement)
Marks = Mapping[str, Sequence[ClaimMark]]
"""The claims of versions as they are read now, by version."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One judgement with the ids that its targets' claims have now, one set a target."""

    judgement: Judgement
    claims: tuple[frozenset[str], ...]

    @property
    def all_claims(self) -> frozenset[str]:
        """The claims of all targets."""
        return frozenset().union(*self.claims)


class Rulings:
    """What persons decided, for the fold to ask. `judgements` in any order; those taken back are left out."""

    def __init__(self, judgements: Iterable[Judgement] = (), marks: Marks | None = None) -> None:
        self.active = find_active(judgements)
        self.decisions = tuple(Decision(one, tuple(find_claims(target, marks or {}) for target in one.targets)) for one in self.active)
        self._verdicts: dict[str, Verb] = {}
        self._by_kind: defaultdict[TargetKind, list[Decision]] = defaultdict(list)
        self._touched: defaultdict[TargetKind, set[str]] = defaultdict(set)
        for decision in self.decisions:
            self._sort_in(decision)

    def _sort_in(self, decision: Decision) -> None:
        verb = decision.judgement.verb
        kinds = {target.kind for target in decision.judgement.targets}
        if verb in (Verb.ACCEPT, Verb.REJECT):
            for target, claims in zip(decision.judgement.targets, decision.claims, strict=True):
                if target.kind is TargetKind.CLAIM or verb is Verb.ACCEPT:
                    self._verdicts.update(dict.fromkeys(claims, verb))
        if verb is Verb.SPLIT and TargetKind.CLAIM in kinds:
            kinds = {TargetKind.MEETING, TargetKind.COMMITMENT, TargetKind.RELATION, TargetKind.STATEMENT}
        for kind in sorted(kinds):
            self._by_kind[kind].append(decision)
            self._touched[kind] |= decision.all_claims

    def versions(self) -> set[str]:
        """Return the versions that hold claims which are judged."""
        return {mark.version for one in self.active for target in one.targets for mark in target.claims}

    def of_kind(self, kind: TargetKind) -> Sequence[Decision]:
        """Return the decisions about things of one kind, in order."""
        return self._by_kind.get(kind, ())

    # --- claims ---------------------------------------------------------------------------------------------------------------

    def verdict(self, claim: str) -> Verb | None:
        """Return whether a claim was accepted or rejected for itself, None where nobody said; of several words the last counts."""
        return self._verdicts.get(claim)

    # --- entries --------------------------------------------------------------------------------------------------------------

    def regroup(self, kind: TargetKind, groups: list[list[T]], id_of: Callable[[T], str]) -> tuple[list[list[T]], set[str]]:
        """Return the groups of claims that make entries as persons want them, and the ids of the claims of rejected entries.

        Groups are joined, claims are taken out into groups of their own, and rejected groups are left out, in the order of the judgements.
        The order of groups and within them is kept; joined claims stand in the place of the first group, after its own.
        """
        touched = self._touched.get(kind)
        if not touched or not any(id_of(item) in touched for group in groups for item in group):
            return groups, set()
        groups = [list(group) for group in groups]
        gone: set[str] = set()
        for number, decision in enumerate(self._by_kind[kind], start=1):
            match decision.judgement.verb:
                case Verb.MERGE:
                    groups = _join(groups, decision.claims, id_of)
                case Verb.SPLIT:
                    groups = _take_out(groups, decision.all_claims, id_of)
                case Verb.REJECT:
                    for target, claims in zip(decision.judgement.targets, decision.claims, strict=True):
                        is_lifted = any(self._accepts(later, claims) for later in self._by_kind[kind][number:])
                        index = _holder(groups, claims, id_of) if target.kind is kind and not is_lifted else None
                        if index is not None:
                            gone |= {id_of(item) for item in groups.pop(index)}
        return groups, gone

    @staticmethod
    def _accepts(decision: Decision, claims: frozenset[str]) -> bool:
        return decision.judgement.verb is Verb.ACCEPT and bool(decision.all_claims & claims)

    def edited(self, kind: TargetKind, entry: E) -> E:
        """Return the entry with the fields that persons set. An edit that does not fit the entry any more changes nothing."""
        touched = self._touched.get(kind)
        if not touched:
            return entry
        held = {piece.claim for piece in entry.evidence}
        if not held & touched:
            return entry
        for decision in self._by_kind[kind]:
            judgement = decision.judgement
            if judgement.verb is Verb.EDIT and judgement.field and held & decision.all_claims:
                try:
                    entry = set_field(kind, entry, judgement.field, judgement.value)
                except EditRefused:
                    continue
        return entry

    def is_dismissed(self, conflict: Conflict) -> bool:
        """Tell whether a person said that this is no conflict; an acceptance that comes later takes that back."""
        told = [decision for decision in self.of_kind(TargetKind.CONFLICT) if decision.judgement.verb in (Verb.ACCEPT, Verb.REJECT)]
        if not told:
            return False
        held = {piece.claim for value in conflict.values for piece in value.evidence}
        last: Verb | None = None
        for decision in told:
            for target, claims in zip(decision.judgement.targets, decision.claims, strict=True):
                if target.names == (conflict.field,) and claims & held:
                    last = decision.judgement.verb
        return last is Verb.REJECT


NO_RULINGS = Rulings()


def mark_of(claim: Claim) -> ClaimMark:
    """Return a claim as judgements remember it."""
    span = claim.provenance.span
    return ClaimMark(claim_id(claim), kind_of(claim).value, span.version, span.start, span.end)


def marks_in(readings: Iterable[Reading]) -> dict[str, tuple[ClaimMark, ...]]:
    """Return the claims of readings by version."""
    return {reading.version: tuple(map(mark_of, reading.claims)) for reading in readings}


def find_claims(target: Target, marks: Marks) -> frozenset[str]:
    """Return the ids that the claims of a target have now: their own, or those of claims of their kind that stand in the same words."""
    found: set[str] = set()
    for mark in target.claims:
        now = marks.get(mark.version, ())
        if any(one.id == mark.id for one in now):
            found.add(mark.id)
        else:
            found |= {one.id for one in now if one.kind == mark.kind and one.start < mark.end and mark.start < one.end}
    return frozenset(found)


def _holder(groups: Sequence[Sequence[T]], claims: frozenset[str], id_of: Callable[[T], str]) -> int | None:
    """Return the group that holds most of some claims, the first of equals, None where none holds any."""
    held = [(sum(id_of(item) in claims for item in group), -index) for index, group in enumerate(groups)]
    n_held, index = max(held, default=(0, 0))
    return -index if n_held else None


def _join(groups: list[list[T]], targets: Iterable[frozenset[str]], id_of: Callable[[T], str]) -> list[list[T]]:
    homes = sorted({index for claims in targets if (index := _holder(groups, claims, id_of)) is not None})
    if len(homes) < 2:
        return groups
    joined = [item for index in homes for item in groups[index]]
    return [joined if index == homes[0] else group for index, group in enumerate(groups) if index not in homes[1:]]


def _take_out(groups: list[list[T]], claims: frozenset[str], id_of: Callable[[T], str]) -> list[list[T]]:
    """Put the claims into one group of their own, unless they are a whole group already."""
    out = [item for group in groups for item in group if id_of(item) in claims]
    kept = [[item for item in group if id_of(item) not in claims] for group in groups]
    return [group for group in kept if group] + ([out] if out else [])
