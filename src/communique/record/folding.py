"""The fold: all claims of all versions become the record.

In: readings, stories with their changes, problems. Out: the `Ledger`. It is a pure function: the order of the input does not matter, a
reading given twice changes nothing, and no entry exists without evidence. Claims of which the reader is not sure enough are no fact yet:
they stay in the store and wait for review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from communique.model.claims import (
    Claim,
    CommitmentClaim,
    MeetingClaim,
    ProgressClaim,
    Reading,
    ReaffirmationClaim,
    RelationClaim,
    StandingClaim,
    StatementClaim,
    claim_id,
)
from communique.model.record import Actor, Background, Conflict, Evidence, Ledger, Meeting, Process, Relation, Statement, Story
from communique.model.sources import Problem
from communique.model.vocabulary import ActorKind, MeetingKind
from communique.record.actors import Directory
from communique.record.agreements import Agreements, fold_commitments
from communique.record.commitments import is_denied
from communique.record.conflicts import apply_corrections, find_corrections, find_replacements, find_wrong_weekdays, sort_conflicts
from communique.record.processes import Group, Groups, fold_phase
from communique.record.relations import fold_relations, relation_pairs
from communique.record.rounds import fold_meetings
from communique.record.statements import fold_statements
from communique.record.witnesses import Witnesses

SURE_ENOUGH = 0.5
"""Claims below this score are not shown as fact: the reader itself holds them for more likely wrong than right."""

C = TypeVar("C")
FiledRelation = tuple[RelationClaim, str, str | None]


@dataclass(frozen=True, slots=True)
class Folder:
    """What belongs to one process, or to none, before it is folded."""

    claims: list[Claim]
    relations: list[FiledRelation]


def fold_ledger(
    readings: Sequence[Reading], stories: Sequence[Story], problems: Sequence[Problem] = (), today: str | None = None
) -> Ledger:
    """Return the record of all readings.

    `stories` give the order of versions and who is an independent witness. `today` is an ISO date; with it, planned meetings whose day
    has passed become unconfirmed.

    Raises:
        ValueError: `today` is no ISO date.
    """
    return _Fold(readings, stories, today).fold(problems)


def is_sure(claim: Claim) -> bool:
    """Tell whether a claim may be shown as fact; one that is not waits for review."""
    return claim.provenance.score >= SURE_ENOUGH and bool(claim.provenance.span.exact)


class _Fold:
    """One run of the fold: what is known once for all processes."""

    def __init__(self, readings: Sequence[Reading], stories: Sequence[Story], today: str | None) -> None:
        self.readings = _once(readings)
        self.by_version = {reading.version: reading for reading in self.readings}
        self.stories = stories
        self.today = today
        self.witnesses = Witnesses(stories)
        self.directory = Directory(self.readings)
        sure = {self.directory.rewrite(claim) for reading in self.readings for claim in reading.claims if is_sure(claim)}
        self.claims = self.witnesses.sort(sure)
        self.groups = Groups(self.claims, self.witnesses)
        self.folders = self._file_claims()
        self.corrections = find_corrections(stories)

    def fold(self, problems: Sequence[Problem]) -> Ledger:
        processes = [process for group in self.groups.groups if (process := self._fold_process(group))]
        processes.sort(key=lambda process: (process.name, process.id))
        stories = sorted(
            self.stories, key=lambda story: (self.witnesses.place(story.versions[0].id).order if story.versions else ("",), story.id)
        )
        return Ledger(
            processes=tuple(processes),
            background=self._fold_background(),
            stories=_name_processes(stories, processes),
            problems=tuple(sorted(set(problems))),
        )

    # --- filing ---------------------------------------------------------------------------------------------------------------

    def _file_claims(self) -> dict[str | None, Folder]:
        """Put every claim where it belongs; a claim that refers to another one goes where that one is."""
        folders: defaultdict[str | None, Folder] = defaultdict(lambda: Folder([], []))
        home: dict[str, str | None] = {}
        for claim in sorted(self.claims, key=lambda claim: not isinstance(claim, MeetingClaim)):
            if isinstance(claim, MeetingClaim | CommitmentClaim):
                home[claim_id(claim)] = process = self._home_of(claim, home)
                folders[process].claims.append(claim)
        for claim in self.claims:
            if isinstance(claim, RelationClaim):
                for a, b in relation_pairs(claim):
                    process = self.groups.file((a, b), claim.provenance.span.version) if b else None
                    folders[process].relations.append((claim, a, b))
            elif not isinstance(claim, MeetingClaim | CommitmentClaim):
                folders[self._home_of(claim, home)].claims.append(claim)
        return dict(folders)

    def _home_of(self, claim: Claim, home: dict[str, str | None]) -> str | None:
        version = claim.provenance.span.version
        match claim:
            case MeetingClaim():
                filed = self.groups.file(claim.parties, version)
                is_round = claim.kind is MeetingKind.ROUND and len(claim.parties) == 1
                return filed or (self.groups.only_with(claim.parties) if is_round else None)
            case CommitmentClaim():
                met = home.get(claim.origin) if claim.origin else None
                is_of_meeting = met is not None and set(claim.obligors) <= self.groups.parties_of(met)
                filed = met if is_of_meeting else self.groups.file(claim.obligors, version)
                return filed or (self.groups.only_with(claim.obligors) if is_denied(claim) else None)
            case ProgressClaim():
                return self._home_of_reference(claim.commitment, home, [claim.obligor] if claim.obligor else [], version)
            case StandingClaim() | ReaffirmationClaim():
                return self._home_of_reference(claim.commitment, home, claim.parties, version)
            case StatementClaim():
                return self._home_of_words(claim)
        return None

    def _home_of_reference(self, commitment: str | None, home: dict[str, str | None], parties: Iterable[str], version: str) -> str | None:
        if commitment is not None and commitment in home:
            return home[commitment]
        return self.groups.file(parties, version) or self.groups.only_with(parties)

    def _home_of_words(self, claim: StatementClaim) -> str | None:
        """Words belong to the process of the side that speaks, or that the speaker mediates."""
        speakers = [part.strip() for part in (claim.speaker or "").split(";") if part.strip()]
        sides = {claim.side} if claim.side else {self.directory.side(name) or name for name in speakers}
        if not sides:
            return None
        version = claim.provenance.span.version
        found = self.groups.file(sides, version)
        main = self.groups.file((), version)
        mediates = main is not None and any(sides & set(group.mediators) for group in self.groups.groups if group.id == main)
        return found or (main if mediates else None)

    # --- one process ----------------------------------------------------------------------------------------------------------

    def _fold_process(self, group: Group) -> Process | None:
        folder = self.folders.get(group.id, Folder([], []))
        meetings, disputed = fold_meetings(_of_kind(folder, MeetingClaim), group.id, self.witnesses, self.today)
        agreements = self._fold_agreements(folder, group.id, meetings)
        relations, contrary = fold_relations(folder.relations, group.id, self.witnesses)
        statements = fold_statements(_of_kind(folder, StatementClaim), group.id, self.witnesses)
        if not (meetings or agreements.commitments or relations or statements):
            return None
        conflicts: list[Conflict] = [*disputed, *agreements.conflicts, *contrary]
        conflicts += apply_corrections(relations, self.corrections)
        conflicts += find_replacements(relations, self.witnesses)
        conflicts += find_wrong_weekdays(meetings, self.by_version)
        process = Process(
            id=group.id,
            name=group.name,
            parties=group.parties,
            mediators=group.mediators,
            phase=fold_phase(meetings, agreements.commitments),
            actors=(),
            meetings=meetings,
            commitments=agreements.commitments,
            relations=relations,
            statements=statements,
            conflicts=sort_conflicts(conflicts, self.witnesses),
        )
        return replace(process, actors=self._fold_actors(process))

    def _fold_agreements(self, folder: Folder, process: str | None, meetings: Sequence[Meeting]) -> Agreements:
        by_claim = {piece.claim: meeting for meeting in meetings for piece in meeting.evidence}
        kinds = (CommitmentClaim, ReaffirmationClaim, ProgressClaim, StandingClaim)
        return fold_commitments([claim for claim in folder.claims if isinstance(claim, kinds)], process, by_claim, self.witnesses)

    def _fold_actors(self, process: Process) -> tuple[Actor, ...]:
        """Return the parties, the mediators, and everybody who acts or speaks for one of them in texts about the process."""
        texts = {piece.version for piece in evidence_in(process)}
        kinds = dict.fromkeys((*process.parties, *process.mediators), ActorKind.STATE)
        sides: dict[str, str | None] = {name: name for name in process.parties}
        for meeting in process.meetings:
            for person in meeting.participants:
                kinds.setdefault(person.name, ActorKind.PERSON)
                sides.setdefault(person.name, person.side)
        for version in sorted(texts & self.by_version.keys()):
            for mention in self.by_version[version].actors:
                name = self.directory.name(mention.name)
                if self.directory.side(name) in process.parties and name not in kinds:
                    kinds[name] = self.directory.kind(name) or ActorKind.ORGANISATION
        entries = [self.directory.entry(name, self.witnesses, kinds[name], sides.get(name)) for name in sorted(kinds)]
        rank = {name: index for index, name in enumerate((*process.parties, *process.mediators))}
        return tuple(sorted(entries, key=lambda actor: (rank.get(actor.name, len(rank)), actor.side or "~", actor.name)))

    # --- the rest -------------------------------------------------------------------------------------------------------------

    def _fold_background(self) -> Background:
        """Fold what belongs to no process; meetings of the same actors together."""
        folder = self.folders.get(None, Folder([], []))
        by_parties: defaultdict[tuple[str, ...], list[MeetingClaim]] = defaultdict(list)
        for claim in _of_kind(folder, MeetingClaim):
            if claim.parties:
                by_parties[claim.parties].append(claim)
        meetings = [
            meeting for parties in sorted(by_parties) for meeting in fold_meetings(by_parties[parties], None, self.witnesses, self.today)[0]
        ]
        return Background(
            meetings=tuple(meetings),
            commitments=self._fold_agreements(folder, None, meetings).commitments,
            relations=fold_relations(folder.relations, None, self.witnesses)[0],
            statements=fold_statements(_of_kind(folder, StatementClaim), None, self.witnesses),
        )


def _name_processes(stories: Sequence[Story], processes: Sequence[Process]) -> tuple[Story, ...]:
    """Return the stories with the ids of the processes that rest on them, in the order of `processes`."""
    told: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for process in processes:
        for piece in evidence_in(process):
            told[piece.version][process.id] = None
    order = {process.id: index for index, process in enumerate(processes)}
    named = []
    for story in stories:
        found = {process for version in story.versions for process in told.get(version.id, ())}
        named.append(replace(story, processes=tuple(sorted(found, key=order.__getitem__))))
    return tuple(named)


def _of_kind(folder: Folder, kind: type[C]) -> list[C]:
    return [claim for claim in folder.claims if isinstance(claim, kind)]


def _once(readings: Sequence[Reading]) -> list[Reading]:
    """Return one reading for each version, sorted by version; of several, the same one whatever their order."""
    given: defaultdict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        given[reading.version].append(reading)
    return [min(given[version], key=repr) if len(given[version]) > 1 else given[version][0] for version in sorted(given)]


def evidence_in(process: Process) -> Iterator[Evidence]:
    """Yield all evidence of a process's entries."""
    entries: list[Meeting | Relation | Statement] = [*process.meetings, *process.relations, *process.statements]
    for entry in entries:
        yield from entry.evidence
    for commitment in process.commitments:
        yield from commitment.evidence
        for report in commitment.reports:
            yield from report.evidence
        for event in commitment.reaffirmed:
            yield from event.evidence
