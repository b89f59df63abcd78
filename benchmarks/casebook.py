"""The case book: whole processes, each told by many reports, with the ledger that a careful desk officer would keep of them.

In: a folder of tests/casebook (its README.md fixes the format). Out: a `Case` of frozen records whose quotes are located in the text that
the product reads, or a `CaseBookError` that lists every fault. Processes of the part `held_out` are looked at by nobody, so what is said
about their faults names places and rules and repeats none of their words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.casebook_faults import Fault, find_faults, flatten, locate
from communique.capture.sources import read_sources
from communique.model.sources import Problem, Version
from communique.model.vocabulary import ActorKind, ChangeKind, Force, MeetingKind, MeetingState, Progress, Standing

CASEBOOK = Path(__file__).resolve().parents[1] / "tests" / "casebook"
PARTS = ("develop", "held_out")
LEDGER = "ledger.json"


class CaseBookError(ValueError):
    """A process of the case book breaks its format; the message lists the faults, one a line."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A way to write an actor. `reports` are the ids of those where it is this actor, None where it always is."""

    text: str
    reports: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class TrueOffice:
    """An office as reports give it, from and to the days (EDTF) on which they do."""

    title: str
    body: str | None
    from_: str | None
    to: str | None


@dataclass(frozen=True, slots=True)
class TrueActor:
    """A state, body, group or person under all its spellings."""

    id: str
    name: str
    kind: ActorKind
    side: str | None
    spellings: tuple[Spelling, ...]
    offices: tuple[TrueOffice, ...]


@dataclass(frozen=True, slots=True)
class TrueMeeting:
    """A meeting as all reports together leave it. `series` is the kind that numbers it; `date` is None for what never met."""

    id: str
    series: MeetingKind
    ordinal: int | None
    ordinal_inferred: bool
    state: MeetingState
    date: str | None
    scheduled: tuple[str, ...]
    places: tuple[str, ...]
    parties: tuple[str, ...]
    persons: tuple[str, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """Words of a report that name a promise, at `[start, end)` of its text."""

    report: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a promise stands on a day: as a text, and in deed by obligor."""

    standing: Standing
    progress: tuple[tuple[str, Progress], ...]


@dataclass(frozen=True, slots=True)
class TrueCommitment:
    """A promise, once, with all its tellings. `as_of` runs parallel to the days of its case; None while nobody had told it."""

    id: str
    object: str
    obligors: tuple[str, ...]
    force: Force
    agreed_on: str | None
    origin: str | None
    due: str | None
    tellings: tuple[Telling, ...]
    as_of: tuple[Stand | None, ...]


@dataclass(frozen=True, slots=True)
class TrueConflict:
    """What reports disagree about: the field of an entry, the values, the reports that give them."""

    about: str
    field: str
    values: tuple[str, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrueChange:
    """A difference between two versions of one article, given by report ids; `before` and `after` are verbatim or None."""

    from_: str
    to: str
    kind: ChangeKind
    before: str | None
    after: str | None
    disclosed: bool


@dataclass(frozen=True, slots=True)
class TrueStories:
    """Groups of report ids by relation; a report in no group stands alone."""

    versions: tuple[tuple[str, ...], ...]
    copies: tuple[tuple[str, ...], ...]
    events: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One process of the case book. `reports` maps ids to versions as the product captures them, in the order of the ids."""

    key: str
    folder: Path
    name: str
    parties: tuple[str, ...]
    mediators: tuple[str, ...]
    part: str
    as_of: tuple[str, ...]
    reports: dict[str, Version]
    actors: tuple[TrueActor, ...]
    meetings: tuple[TrueMeeting, ...]
    commitments: tuple[TrueCommitment, ...]
    conflicts: tuple[TrueConflict, ...]
    stories: TrueStories
    changes: tuple[TrueChange, ...]


def list_cases(part: str | None = None, root: Path = CASEBOOK) -> tuple[Path, ...]:
    """Return the folders of finished processes, sorted, of one part or of all. Only the part is read of their ledgers.

    Raises:
        CaseBookError: a ledger is no JSON.
    """
    folders = sorted(path.parent for path in root.glob(f"*/{LEDGER}"))
    return tuple(folder for folder in folders if part is None or _part_of(_read_ledger(folder)) == part)


def check_case(folder: Path) -> tuple[Fault, ...]:
    """Return what a process breaks of the format, empty where it is in order; for a held-out one without any of its words.

    Raises:
        CaseBookError: the ledger is no JSON object, or a report cannot be read.
    """
    ledger = _read_ledger(folder)
    faults = find_faults(ledger, _read_reports(folder))
    return tuple(fault.without_words() for fault in faults) if _part_of(ledger) != "develop" else tuple(faults)


def read_case(folder: Path) -> Case:
    """Return a process of the case book.

    Raises:
        CaseBookError: it breaks the format; every fault is in the message.
    """
    faults = check_case(folder)
    if faults:
        raise CaseBookError("\n".join(f"{folder.name}: {fault}" for fault in faults))
    ledger = _read_ledger(folder)
    reports = _read_reports(folder)
    process = ledger["process"]
    days = tuple(ledger["as_of"])
    return Case(
        key=folder.name,
        folder=folder,
        name=process["name"],
        parties=tuple(process["parties"]),
        mediators=tuple(process["mediators"]),
        part=process["part"],
        as_of=days,
        reports=reports,
        actors=tuple(map(_make_actor, ledger["actors"])),
        meetings=tuple(map(_make_meeting, ledger["meetings"])),
        commitments=tuple(_make_commitment(entry, reports, days) for entry in ledger["commitments"]),
        conflicts=tuple(
            TrueConflict(entry["about"], entry["field"], tuple(map(str, entry["values"])), tuple(flatten(entry["reports"])))
            for entry in ledger["conflicts"]
        ),
        stories=TrueStories(*(_groups(ledger["stories"][relation]) for relation in ("versions", "copies", "events"))),
        changes=tuple(
            TrueChange(entry["from"], entry["to"], ChangeKind(entry["kind"]), entry["before"], entry["after"], entry["disclosed"])
            for entry in ledger["changes"]
        ),
    )


def _read_ledger(folder: Path) -> dict[str, Any]:
    try:
        ledger = json.loads((folder / LEDGER).read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise CaseBookError(f"{folder.name}: {LEDGER} is no JSON at line {error.lineno}") from error
    if not isinstance(ledger, dict):
        raise CaseBookError(f"{folder.name}: {LEDGER} holds no object")
    return ledger


def _part_of(ledger: dict[str, Any]) -> str:
    """Return the part of a process; one that names none is treated as held out, so that nothing of it is shown."""
    process = ledger.get("process")
    part = process.get("part") if isinstance(process, dict) else None
    return part if part in PARTS else "held_out"


def _read_reports(folder: Path) -> dict[str, Version]:
    """Return the reports as the product captures them, by the names of their files."""
    reports = {}
    for source in read_sources([str(folder / "reports")]):
        if isinstance(source, Problem):
            raise CaseBookError(f"{folder.name}: {Path(source.path).name} cannot be read")
        reports[Path(source.path).stem] = source
    return dict(sorted(reports.items()))


def _groups(groups: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in groups)


def _make_actor(entry: dict[str, Any]) -> TrueActor:
    spellings = [Spelling(s, None) if isinstance(s, str) else Spelling(s["text"], tuple(s["reports"])) for s in entry["spellings"]]
    offices = [TrueOffice(office["title"], office["body"], office["from"], office["to"]) for office in entry["offices"]]
    return TrueActor(entry["id"], entry["name"], ActorKind(entry["kind"]), entry["side"], tuple(spellings), tuple(offices))


def _make_meeting(entry: dict[str, Any]) -> TrueMeeting:
    return TrueMeeting(
        id=entry["id"],
        series=MeetingKind(entry["series"]),
        ordinal=entry["ordinal"],
        ordinal_inferred=entry["ordinal_inferred"],
        state=MeetingState(entry["state"]),
        date=entry["date"],
        scheduled=tuple(entry["scheduled"]),
        places=tuple(entry["places"]),
        parties=tuple(entry["parties"]),
        persons=tuple(entry["persons"]),
        reports=tuple(entry["reports"]),
    )


def _make_commitment(entry: dict[str, Any], reports: dict[str, Version], days: tuple[str, ...]) -> TrueCommitment:
    tellings = []
    for telling in entry["tellings"]:
        start, end = locate(telling["quote"], reports[telling["report"]].text)
        tellings.append(Telling(telling["report"], telling["quote"], start, end))
    return TrueCommitment(
        id=entry["id"],
        object=entry["object"],
        obligors=tuple(entry["obligors"]),
        force=Force(entry["force"]),
        agreed_on=entry["agreed_on"],
        origin=entry["origin"],
        due=entry["due"],
        tellings=tuple(tellings),
        as_of=tuple(_make_stand(entry["as_of"][day]) for day in days),
    )


def _make_stand(entry: dict[str, Any] | None) -> Stand | None:
    if entry is None:
        return None
    progress = sorted((party, Progress(value)) for party, value in entry["progress"].items())
    return Stand(Standing(entry["standing"]), tuple(progress))
