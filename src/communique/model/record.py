"""The record: what we hold, always derived from claims and rebuilt from them at any time.

In: what `record` folds. Out: types whose fields are those of the exported record (docs/export.md), so that publishing is a renaming and
nothing more. No entry exists without evidence. Every tuple has a stable order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from communique.model.judgements import Ruling
from communique.model.sources import Problem, Version
from communique.model.vocabulary import (
    ActorKind,
    Aim,
    ChangeKind,
    Domain,
    Factuality,
    Force,
    MeetingKind,
    MeetingState,
    Outcome,
    Progress,
    QuoteMode,
    Readout,
    Standing,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span with what the claim behind it says of its certainty. `claim` is the claim's id."""

    version: str
    start: int
    end: int
    exact: str
    factuality: Factuality
    according_to: str | None
    score: float
    claim: str


@dataclass(frozen=True, slots=True)
class Office:
    """An office as an actor held it. `from_` and `to` bound the dates at which sources give it, not the term itself."""

    title: str
    body: str | None
    from_: str | None
    to: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, organisation, group or person under its canonical name."""

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...]
    side: str | None
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class Participation:
    """A person at a meeting, with the office then held and the party represented."""

    name: str
    office: str | None
    side: str | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of a process. `scheduled` lists the dates it was planned for, oldest plan first; `date` is when it met."""

    id: str
    series: str
    ordinal: int | None
    ordinal_inferred: bool
    counted: bool
    kind: MeetingKind
    state: MeetingState
    scheduled: tuple[str, ...]
    date: str | None
    places: tuple[str, ...]
    host: str | None
    participants: tuple[Participation, ...]
    mediators: tuple[str, ...]
    outcome: Outcome
    readout: Readout | None
    next: str | None
    evidence: tuple[Evidence, ...]
    witnesses: int = 1


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What one source said about the progress of a commitment. Never edited, never removed."""

    progress: Progress
    obligor: str | None
    as_of: str | None
    according_to: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Reaffirmation:
    """A commitment confirmed again: when, at which meeting (id)."""

    on: str | None
    meeting: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """What somebody is bound to. `progress` maps "joint" and each obligor to a progress, in that order."""

    id: str
    label: str
    object: str
    obligors: tuple[str, ...]
    beneficiaries: tuple[str, ...]
    force: Force
    aim: Aim
    measure: str | None
    condition: str | None
    due: str | None
    scope: str | None
    agreed_on: str | None
    origin: str | None
    standing: Standing
    progress: tuple[tuple[str, Progress], ...]
    reports: tuple[StatusReport, ...]
    reaffirmed: tuple[Reaffirmation, ...]
    evidence: tuple[Evidence, ...]
    witnesses: int = 1


@dataclass(frozen=True, slots=True)
class Relation:
    """A state of affairs between two actors over an interval."""

    id: str
    a: str
    b: str | None
    domain: Domain
    value: str
    from_: str | None
    to: str | None
    imposed_by: str | None
    scope: str | None
    evidence: tuple[Evidence, ...]
    witnesses: int = 1


@dataclass(frozen=True, slots=True)
class Statement:
    """Words of a speaker, once, however many versions carry them."""

    id: str
    speaker: str | None
    office: str | None
    side: str | None
    said_on: str | None
    mode: QuoteMode
    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """One of the values that sources disagree about."""

    value: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What disagrees, with all values. `silent_change`: one article changed its word without saying so."""

    id: str
    about: str
    field: str
    values: tuple[ConflictValue, ...]
    silent_change: bool


@dataclass(frozen=True, slots=True)
class Process:
    """A negotiation: who with whom, under whose mediation, and all that the sources say of it."""

    id: str
    name: str
    parties: tuple[str, ...]
    mediators: tuple[str, ...]
    phase: str
    actors: tuple[Actor, ...]
    meetings: tuple[Meeting, ...]
    commitments: tuple[Commitment, ...]
    relations: tuple[Relation, ...]
    statements: tuple[Statement, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Background:
    """What belongs to no process: same shapes."""

    meetings: tuple[Meeting, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    relations: tuple[Relation, ...] = ()
    statements: tuple[Statement, ...] = ()


Entry = Meeting | Commitment | Relation | Statement


def entries_in(folder: Process | Background) -> Iterator[Entry]:
    """Yield what a process, or the background, holds; conflicts are about entries and none themselves."""
    yield from folder.meetings
    yield from folder.commitments
    yield from folder.relations
    yield from folder.statements


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two versions of one article. `significance` in [0, 1]: facts above wording."""

    id: str
    from_version: str
    to_version: str
    kind: ChangeKind
    before: Evidence | None
    after: Evidence | None
    disclosed: bool
    significance: float


@dataclass(frozen=True, slots=True)
class Story:
    """Versions of one article, oldest first, with their changes, most significant first."""

    id: str
    title: str
    processes: tuple[str, ...]
    independent_witnesses: int
    versions: tuple[Version, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The whole record. `judgements` are all that persons decided, in order, with what they come to."""

    processes: tuple[Process, ...]
    background: Background
    stories: tuple[Story, ...]
    problems: tuple[Problem, ...]
    judgements: tuple[Ruling, ...] = ()

    def folders(self) -> tuple[Process | Background, ...]:
        """Return the processes and, last, the background: everything that holds entries."""
        return (*self.processes, self.background)

    def entries(self) -> Iterator[Entry]:
        """Yield all entries, folder by folder."""
        for folder in self.folders():
            yield from entries_in(folder)
