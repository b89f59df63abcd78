"""Processes found by their parties, and where a claim is filed.

In: claims with canonical names. Out: the groups that hold meetings or bind themselves together, and for any claim the group that it
belongs to, or none. A claim about other actors is never filed under the process at hand: it goes to its own process, or to the
background. Mediators are no parties; what is only recapped as the past of others founds no process.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.model.claims import Claim, CommitmentClaim, MeetingClaim, ReaffirmationClaim
from communique.model.ids import make_id
from communique.model.record import Commitment, Meeting
from communique.model.vocabulary import Factuality, Force, MeetingState, Outcome
from communique.record.commitments import settle_force
from communique.record.sightings import effective_state
from communique.record.witnesses import Witnesses

Parties = frozenset[str]
FOREGROUND, RECAP = 2, 1
"""Weights of a claim in the choice of a text's main process: what is news, and what is told as the past."""


@dataclass(frozen=True, slots=True)
class Group:
    """A process before its entries are known."""

    id: str
    name: str
    parties: tuple[str, ...]
    mediators: tuple[str, ...]


class Groups:
    """The processes of a record, and what is filed where."""

    def __init__(self, claims: Sequence[Claim], witnesses: Witnesses) -> None:
        founding = [(claim, parties) for claim in claims if len(parties := _joint_parties(claim)) >= 2]
        news = {parties for claim, parties in founding if not _is_background(claim)}
        mediators = _find_mediators(claims)
        support: Counter[Parties] = Counter()
        texts: defaultdict[Parties, set[str]] = defaultdict(set)
        for claim, parties in founding:
            support[parties] += _weight(claim)
            texts[parties].add(claim.provenance.span.version)
        self._home: dict[Parties, Parties] = _fold_groups(news, mediators, support, texts)
        homes = sorted({self._home[parties] for parties in news}, key=sorted)
        helpers = _index_by_party(mediators)
        self.groups = tuple(
            _make_group(parties, {group: mediators[group] for party in parties for group in helpers[party]}) for parties in homes
        )
        self._ids = {frozenset(group.parties): group.id for group in self.groups}
        self._parties = {process: parties for parties, process in self._ids.items()}
        self._by_party: defaultdict[str, list[Group]] = defaultdict(list)
        for group in self.groups:
            for party in group.parties:
                self._by_party[party].append(group)
        self._main_of_version, self._main_of_story, self._support = self._weigh(founding, witnesses)
        self._witnesses = witnesses

    def _weigh(
        self, founding: Iterable[tuple[Claim, Parties]], witnesses: Witnesses
    ) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]], Counter[str]]:
        versions: defaultdict[str, Counter[str]] = defaultdict(Counter)
        stories: defaultdict[str, Counter[str]] = defaultdict(Counter)
        total: Counter[str] = Counter()
        for claim, parties in founding:
            process = self._ids.get(self._home.get(parties, parties))
            if process:
                version = claim.provenance.span.version
                for count in (versions[version], stories[witnesses.place(version).story], total):
                    count[process] += _weight(claim)
        return versions, stories, total

    def parties_of(self, process: str) -> Parties:
        """Return the parties of a process by its id."""
        return self._parties[process]

    def file(self, parties: Iterable[str], version: str) -> str | None:
        """Return the id of the process that a claim with these parties belongs to, None for the background.

        A group is filed under its own process, or under the narrowest larger one that holds all of it. One party, or none, is filed under
        the process that its text mostly speaks of, provided that the party takes part in it.
        """
        named = frozenset(parties)
        named = self._home.get(named, named)
        if len(named) >= 2:
            return self._file_group(named, version)
        counts = self._main_of_version.get(version) or self._main_of_story.get(self._witnesses.place(version).story) or Counter()
        fitting = [process for process in counts if named <= self.parties_of(process)]
        return min(fitting, key=lambda process: (-counts[process], -self._support[process], process), default=None)

    def only_with(self, parties: Iterable[str]) -> str | None:
        """Return the id of the only process that some party takes part in, None where there is none or several."""
        named = frozenset(parties)
        found = {group.id for party in named for group in self._by_party.get(party, ())}
        return found.pop() if len(found) == 1 else None

    def _file_group(self, named: Parties, version: str) -> str | None:
        if named in self._ids:
            return self._ids[named]
        counts = self._main_of_version.get(version, Counter())
        larger = [group for group in self._by_party.get(min(named), ()) if named < frozenset(group.parties)]
        best = min(larger, key=lambda group: (len(group.parties), -counts[group.id], -self._support[group.id], group.id), default=None)
        return best.id if best else None


def _joint_parties(claim: Claim) -> Parties:
    """Return who acts together in a claim that can found a process, an empty set for other claims."""
    match claim:
        case MeetingClaim() if effective_state(claim) is not None:
            return frozenset(claim.parties)
        case CommitmentClaim() if settle_force(claim) not in (None, Force.INTENT):
            return frozenset(claim.obligors)
        case ReaffirmationClaim() if claim.provenance.factuality is Factuality.HAPPENED:
            return frozenset(claim.parties)
    return frozenset()


def _is_background(claim: Claim) -> bool:
    return isinstance(claim, MeetingClaim | CommitmentClaim) and claim.background


def _weight(claim: Claim) -> int:
    return RECAP if _is_background(claim) else FOREGROUND


def _find_mediators(claims: Iterable[Claim]) -> dict[Parties, frozenset[str]]:
    found: defaultdict[Parties, set[str]] = defaultdict(set)
    for claim in claims:
        if isinstance(claim, MeetingClaim):
            found[frozenset(claim.parties)].update(set(claim.mediators) - set(claim.parties))
    return {parties: frozenset(names) for parties, names in found.items()}


def _fold_groups(
    groups: set[Parties], mediators: dict[Parties, frozenset[str]], support: Counter[Parties], texts: dict[Parties, set[str]]
) -> dict[Parties, Parties]:
    """Return for every group the one it is part of.

    A group with a mediator counted among its parties is the group without it. A part of a larger group is that group when no text speaks
    of the part without speaking of the whole, and the whole is spoken of at least as much.
    """
    home: dict[Parties, Parties] = {}
    sharing = _index_by_party(groups)
    for group in sorted(groups, key=lambda group: (len(group), sorted(group))):
        near = {other for party in group for other in sharing[party]}
        without = [
            smaller for smaller in near if smaller < group and len(smaller) >= 2 and group - smaller <= mediators.get(smaller, set())
        ]
        wholes = [larger for larger in near if group < larger and texts[group] <= texts[larger] and support[larger] >= support[group]]
        wholes = [larger for larger in wholes if not larger - group <= mediators.get(group, frozenset())]
        best = min(without, key=lambda other: (-support[other], sorted(other)), default=None)
        if best is None:
            best = min(wholes, key=lambda other: (-support[other], len(other), sorted(other)), default=None)
        home[group] = best or group
    return {group: _last_home(group, home) for group in home}


def _index_by_party(groups: Iterable[Parties]) -> defaultdict[str, list[Parties]]:
    sharing: defaultdict[str, list[Parties]] = defaultdict(list)
    for group in groups:
        for party in group:
            sharing[party].append(group)
    return sharing


def _last_home(group: Parties, home: dict[Parties, Parties]) -> Parties:
    seen = {group}
    while home[group] not in seen:
        group = home[group]
        seen.add(group)
    return group


def _make_group(parties: Parties, mediators: dict[Parties, frozenset[str]]) -> Group:
    names = tuple(sorted(parties))
    helpers = {name for group, found in mediators.items() if group & parties for name in found if group <= parties} - parties
    return Group(make_id("process", *names), "–".join(names), names, tuple(sorted(helpers)))


def fold_phase(meetings: Sequence[Meeting], commitments: Sequence[Commitment]) -> str:
    """Return a word for where a process stands: its last meeting decides, and without meetings what was agreed.

    `meetings` are in order of time. One of: "planned", "talks", "agreed", "stalled", "broken_off", "contacts".
    """
    called_off = {MeetingState.POSTPONED, MeetingState.CANCELLED, MeetingState.DROPPED, MeetingState.UNCONFIRMED}
    binding = {Outcome.AGREEMENT, Outcome.SIGNED, Outcome.FRAMEWORK}
    if not meetings:
        return "agreed" if any(commitment.force not in (Force.INTENT, Force.CONDITIONAL) for commitment in commitments) else "contacts"
    last = meetings[-1]
    met = [meeting for meeting in meetings if meeting.state in (MeetingState.HELD, MeetingState.UNDER_WAY)]
    if last.state is MeetingState.BROKEN_OFF or last.outcome is Outcome.WALKOUT:
        return "broken_off"
    if last.state in called_off:
        return "stalled"
    if last.state is MeetingState.HELD and last.outcome in binding:
        return "agreed"
    return "talks" if met else "planned"
