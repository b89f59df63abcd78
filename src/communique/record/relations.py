"""Relations between two actors as intervals: ties, borders, flights, truces, and who said that they began and ended when.

In: relation claims of one process, or of the background. Out: `Relation` entries, each state once however often it is told, and what
sources disagree about. Nothing is resolved in silence: two values for one beginning are both kept, and shown as a conflict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from communique.model.claims import RelationClaim, claim_id
from communique.model.edtf import bounds, days_apart, earliest, end_of, is_edtf, most_precise, overlap, start_of
from communique.model.ids import make_id
from communique.model.judgements import TargetKind
from communique.model.record import Conflict, ConflictValue, Relation
from communique.model.vocabulary import Domain, Factuality, RelationValue
from communique.record.rulings import Rulings
from communique.record.tellings import Tellings
from communique.record.witnesses import Witnesses
from communique.record.wording import likeness

MAX_START_DISPUTE_DAYS = 800
"""Two beginnings of one state this close are a dispute about its date; beyond, the state began twice."""
LIKE_SCOPE = 0.5
"""Likeness from which two scopes are one ("third-country citizens", "citizens of third countries")."""

_ONE_SIDED = frozenset({Domain.RECOGNITION, Domain.REPRESENTATION, Domain.TERRITORY_CONTROL, Domain.VISA, Domain.TREATY})
"""Domains in which it matters who of the two acts; in the others the pair is the same both ways."""
OPEN = frozenset(
    {
        RelationValue.ESTABLISHED,
        RelationValue.RESUMED,
        RelationValue.OPEN,
        RelationValue.REOPENED,
        RelationValue.OPERATING,
        RelationValue.PERMITTED,
        RelationValue.IN_FORCE,
    }
)
SHUT = frozenset({RelationValue.SUSPENDED, RelationValue.SEVERED, RelationValue.CLOSED, RelationValue.BARRED, RelationValue.ENDED})
FiledRelation = tuple[RelationClaim, str, str | None]
"""A relation claim with one of the pairs that it is about."""
_ALIKE = (
    frozenset({RelationValue.OPEN, RelationValue.REOPENED, RelationValue.RESUMED, RelationValue.OPERATING}),
    frozenset({RelationValue.ENDED, RelationValue.SEVERED}),
    frozenset({RelationValue.CLOSED, RelationValue.BARRED}),
)
"""Words for one state, between which no source contradicts another."""


@dataclass(frozen=True, slots=True)
class State:
    """A relation claim about one pair, with usable dates."""

    claim: RelationClaim
    a: str
    b: str | None
    since: str | None
    until: str | None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes a state: who, what about, which value."""
        return self.a, self.b or "", self.claim.domain.value, self.claim.value

    @property
    def version(self) -> str:
        """The version that says so."""
        return self.claim.provenance.span.version


def relation_pairs(claim: RelationClaim) -> list[tuple[str, str | None]]:
    """Return the pairs that a claim is about, in the order in which the record names them."""
    pairs = set()
    for a in claim.a:
        for b in claim.b or (None,):
            if a != b:
                is_swapped = b is not None and claim.domain not in _ONE_SIDED and b < a
                pairs.add((b, a) if b is not None and is_swapped else (a, b))
    return sorted(pairs, key=lambda pair: (pair[0], pair[1] or ""))


def fold_relations(
    claims: Iterable[FiledRelation], process: str | None, witnesses: Witnesses, rulings: Rulings
) -> tuple[tuple[Relation, ...], tuple[Conflict, ...]]:
    """Return the relations of claims, each given with its pair, and their conflicts. Only what is said to hold is a relation."""
    grouped: defaultdict[tuple[str, str, str, str], list[State]] = defaultdict(list)
    for claim, a, b in claims:
        if claim.provenance.factuality is Factuality.HAPPENED:
            state = State(claim, a, b, _start(claim), claim.to if claim.to and is_edtf(claim.to) else None)
            grouped[state.key].append(state)
    episodes = [episode for states in grouped.values() for episode in _split_episodes(states, witnesses)]
    episodes, _ = rulings.regroup(TargetKind.RELATION, episodes, lambda state: claim_id(state.claim))
    made = (rulings.edited(TargetKind.RELATION, _make_relation(episode, process, witnesses)) for episode in episodes)
    closed = _close_intervals(sorted(made, key=_relation_order))
    return tuple(closed), _find_conflicts(closed)


def _start(claim: RelationClaim) -> str | None:
    """Return when a state began; a range with both ends is a beginning that nobody knows more exactly."""
    if not claim.from_ or not is_edtf(claim.from_):
        return None
    return claim.from_ if end_of(claim.from_) else start_of(claim.from_)


def _split_episodes(states: Sequence[State], witnesses: Witnesses) -> list[list[State]]:
    """Return the states of one key by beginning, by who imposed them, and for whom. Claims without a date join the latest beginning."""
    episodes: list[Tellings[State]] = []
    ordered = sorted(states, key=lambda state: (state.since is None, *_width(state.since), witnesses.claim_order(state.claim)))
    for state in ordered:
        fits = [told for told in episodes if all(_is_one_episode(state, other) for other in told.facing(state.version))]
        if not fits:
            fits = [Tellings()]
            episodes += fits
        home = fits[0] if state.since else max(fits, key=_latest_begin)
        home.add(state, (state.since, state.claim.imposed_by, state.claim.scope), state.version)
    return [told.all for told in episodes]


def _latest_begin(told: Tellings[State]) -> date:
    return max((bounds(state.since)[0] for state in told.all if state.since), default=date.min)


def _width(since: str | None) -> tuple[int, str]:
    return ((bounds(since)[1] - bounds(since)[0]).days, since) if since else (0, "")


def _is_one_episode(a: State, b: State) -> bool:
    if a.since and b.since and not overlap(a.since, b.since):
        return False
    if a.claim.imposed_by and b.claim.imposed_by and a.claim.imposed_by != b.claim.imposed_by:
        return False
    if (a.claim.scope is None) != (b.claim.scope is None):
        return a.version != b.version and bool(a.since) and a.since == b.since
    return a.claim.scope is None or b.claim.scope is None or likeness(a.claim.scope, b.claim.scope) >= LIKE_SCOPE


def _make_relation(episode: Sequence[State], process: str | None, witnesses: Witnesses) -> Relation:
    states = sorted(episode, key=lambda state: witnesses.claim_order(state.claim))
    first = states[0]
    evidence = witnesses.evidence(state.claim for state in states)
    since = [state.since for state in states if state.since]
    until = [state.until for state in states if state.until]
    return Relation(
        id=make_id("relation", process, *first.key, first.since, claim_id(first.claim)),
        a=first.a,
        b=first.b,
        domain=first.claim.domain,
        value=first.claim.value,
        from_=most_precise(since) or earliest(since),
        to=most_precise(until) or earliest(until),
        imposed_by=next((state.claim.imposed_by for state in states if state.claim.imposed_by), None),
        scope=next((state.claim.scope for state in states if state.claim.scope), None),
        evidence=evidence,
        witnesses=witnesses.count(evidence),
    )


def _relation_order(relation: Relation) -> tuple[str, str, str, date, str]:
    begin = bounds(relation.from_)[0] if relation.from_ else date.min
    return relation.a, relation.b or "", relation.domain.value, begin, relation.id


def _close_intervals(relations: Sequence[Relation]) -> list[Relation]:
    """End a state where the opposite one began later, as long as both are about the whole and not about an exception to it."""
    result = []
    for relation in relations:
        ends = [
            other.from_
            for other in relations
            if other.from_
            and relation.from_
            and relation.to is None
            and _is_end_of(relation, other)
            and bounds(relation.from_)[1] < bounds(other.from_)[0]
        ]
        result.append(replace(relation, to=earliest(ends)) if ends else relation)
    return result


def _is_end_of(relation: Relation, other: Relation) -> bool:
    is_same = (relation.a, relation.b, relation.domain) == (other.a, other.b, other.domain)
    is_whole = relation.scope is None and other.scope is None
    return is_same and is_whole and _are_opposite(relation.value, other.value)


def _are_opposite(a: str, b: str) -> bool:
    return (a in OPEN and b in SHUT) or (a in SHUT and b in OPEN)


def _find_conflicts(relations: Sequence[Relation]) -> tuple[Conflict, ...]:
    """Return conflicts over one state's beginning, over the value that began at one time, and over ties that never were."""
    conflicts = []
    for a, b in combinations(relations, 2):
        if (a.a, a.b, a.domain) != (b.a, b.b, b.domain) or (a.scope is None) != (b.scope is None):
            continue
        name = _disputed_field(a, b)
        if name:
            values = ((b.from_ if name == "from" else b.value) or "", (a.from_ if name == "from" else a.value) or "")
            given = sorted([ConflictValue(values[1], a.evidence), ConflictValue(values[0], b.evidence)], key=lambda value: value.value)
            conflicts.append(Conflict(make_id("conflict", a.id, b.id, name), a.id, name, tuple(given), silent_change=False))
    return tuple(sorted(conflicts, key=lambda conflict: conflict.id))


def _disputed_field(a: Relation, b: Relation) -> str | None:
    if a.value == b.value:
        if a.from_ and b.from_ and not overlap(a.from_, b.from_) and not (a.to or b.to):
            return "from" if days_apart(a.from_, b.from_) <= MAX_START_DISPUTE_DAYS else None
        return None
    if RelationValue.NEVER_ESTABLISHED in (a.value, b.value) and {a.value, b.value} & (OPEN | SHUT):
        return "value"
    if any({a.value, b.value} <= alike for alike in _ALIKE):
        return None
    has_same_start = a.from_ is not None and a.from_ == b.from_
    is_contrary = _are_opposite(a.value, b.value) or (a.value in SHUT and b.value in SHUT)
    return "value" if has_same_start and is_contrary else None
