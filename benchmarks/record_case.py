"""A process of the case book beside what the product made of it.

In: a `Case`. Out: a `ReadCase`: the record of its reports, on all days asked for, with the keys that scoring needs: which report a version
is, which true actor a name means, to which actor the record resolves a spelling in a report. The record is read as its user reads it, from
the ledger; only who a spelling means in one report is asked of the directory of `record.actors`, since the ledger lists aliases without it.
"""

from __future__ import annotations

import datetime
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.assignment import Agreement
from benchmarks.casebook import Case, TrueActor
from benchmarks.casebook_faults import tells
from communique.evaluation.guideline import SHOWN
from communique.evaluation.scoring import fold as fold_guide
from communique.model.claims import Claim, Reading
from communique.model.record import Evidence, Ledger, Process
from communique.pipeline import Record
from communique.record.actors import Directory
from communique.store.database import Store
from communique.stories.words import fold as fold_spelling

ADDRESS = frozenset({"the", "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "sheikh", "sayyid", "seyyed"})
"""Words before a name that a record may leave out of the spellings that it lists."""

Mention = tuple[str, str]
"""A report and a spelling that stands in it."""


def fold(name: str) -> str:
    """Return a name as names are compared: without case, accents, punctuation and article, variants of state names as one."""
    plain = fold_spelling(name)
    return fold_guide(plain) or plain


@dataclass(slots=True)
class Sheet:
    """What scoring counts over processes, and a line for each miss and each false entry. Filled while cases are scored."""

    counts: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, *, right: float, wanted: float, found: float | None = None) -> None:
        """Count what is right of what is wanted and, where false entries count too, of what was found."""
        self.counts[f"{name} right"] += right
        self.counts[f"{name} wanted"] += wanted
        if found is not None:
            self.counts[f"{name} found"] += found

    def add_agreement(self, name: str, agreement: Agreement) -> None:
        """Count the agreement of two partitions."""
        self.counts[f"{name} precision"] += agreement.precision
        self.counts[f"{name} recall"] += agreement.recall
        self.counts[f"{name} size"] += agreement.size

    def merge(self, other: Sheet) -> None:
        """Add the counts and notes of another sheet."""
        for name, count in other.counts.items():
            self.counts[name] += count
        self.notes += other.notes

    def share(self, name: str) -> float:
        """Return what is right in per cent of what is wanted; 0 of nothing."""
        wanted = self.counts[f"{name} wanted"]
        return 100 * self.counts[f"{name} right"] / wanted if wanted else 0.0

    def f1(self, name: str) -> float:
        """Return the harmonic mean of precision and recall in per cent; 0 of nothing."""
        both = self.counts[f"{name} wanted"] + self.counts[f"{name} found"]
        return 200 * self.counts[f"{name} right"] / both if both else 0.0

    def b_cubed_f1(self, name: str) -> float:
        """Return B-cubed F1 in per cent over all things of all processes; 0 of nothing."""
        precision, recall, size = (self.counts[f"{name} {part}"] for part in ("precision", "recall", "size"))
        return 200 * precision * recall / (precision + recall) / size if size else 0.0


class Names:
    """Which true actor a name means: by all the spellings that the case book gives, variants of state names as one.

    A spelling that is an actor's in some reports only means it here too, unless another actor has it everywhere or likewise.
    """

    def __init__(self, actors: Iterable[TrueActor]) -> None:
        always: defaultdict[str, set[str]] = defaultdict(set)
        sometimes: defaultdict[str, set[str]] = defaultdict(set)
        for actor in actors:
            always[fold(actor.name)].add(fold(actor.name))
            for spelling in actor.spellings:
                (always if spelling.reports is None else sometimes)[fold(spelling.text)].add(fold(actor.name))
        bearers = sometimes | always
        self._actor = {spelling: next(iter(names)) for spelling, names in bearers.items() if len(names) == 1}

    def of(self, name: str) -> str:
        """Return the key of the actor that a name means; the folded name itself where the case book does not know it."""
        return self._actor.get(fold(name), fold(name))

    def all(self, names: Iterable[str]) -> frozenset[str]:
        """Return the keys of several names."""
        return frozenset(self.of(name) for name in names)


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A case with the record of its reports: at the end, and as of each of its days.

    `resolved` gives the record's name for mentions; `claims`, by report, are those that the record takes for facts.
    """

    case: Case
    names: Names
    ledger: Ledger
    by_day: tuple[Ledger, ...]
    resolved: dict[Mention, str]
    reports_of: dict[str, tuple[str, ...]]
    claims: dict[str, tuple[Claim, ...]]

    def told_in(self, evidence: Iterable[Evidence]) -> frozenset[str]:
        """Return the reports that evidence stands in; all of them where several reports are one text."""
        return frozenset(report for piece in evidence for report in self.reports_of.get(piece.version, ()))

    def process_in(self, ledger: Ledger) -> Process | None:
        """Return the process of a ledger that is the case's: the one whose parties are most alike, of equals the one that says more.

        Mediators of the case are no parties, whatever the record takes them for. A process that shares fewer than two parties is another.
        """
        wanted, mediators = self.names.all(self.case.parties), self.names.all(self.case.mediators)

        def fit(process: Process) -> tuple[float, int, str]:
            parties = self.names.all(process.parties) - mediators
            shared = len(parties & wanted)
            likeness = shared / len(parties | wanted) if shared >= 2 else 0.0
            return likeness, len(process.meetings) + len(process.commitments), process.id

        best = max(ledger.processes, key=fit, default=None)
        return best if best and fit(best)[0] > 0 else None


def read_with_product(case: Case) -> ReadCase:
    """Read the reports of a case into a record that is thrown away, and return what the record holds. Some tenths of a second a report."""
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder) / "case.db")
        with Record.open(target) as record:
            record.read([str(case.folder / "reports")])
            ledger = record.ledger()
            by_day = tuple(record.ledger_as_of(datetime.date.fromisoformat(day))[0] for day in case.as_of)
        with Store.open(target) as store:
            readings = store.readings()
    reports_of: defaultdict[str, list[str]] = defaultdict(list)
    for report, version in case.reports.items():
        reports_of[version.id].append(report)
    shared = {version: tuple(reports) for version, reports in reports_of.items()}
    sure = {reading.version: tuple(claim for claim in reading.claims if claim.provenance.score >= SHOWN) for reading in readings}
    claims = {report: sure.get(version.id, ()) for report, version in case.reports.items()}
    return ReadCase(case, Names(case.actors), ledger, by_day, _resolve_mentions(case, readings), shared, claims)


def true_mentions(case: Case) -> dict[Mention, str]:
    """Return the actor (by id) of every mention: of each spelling in each report where it stands and is that actor's."""
    found: dict[Mention, str] = {}
    for actor in case.actors:
        for spelling in actor.spellings:
            for report, version in case.reports.items():
                is_meant = spelling.reports is None or report in spelling.reports
                if is_meant and tells(spelling.text, version):
                    found[report, spelling.text] = actor.id
    return found


def _resolve_mentions(case: Case, readings: Iterable[Reading]) -> dict[Mention, str]:
    """Return the record's name for each mention that it knows: by who the report's reading took it for, else by what it is elsewhere."""
    known = tuple(readings)
    directory = Directory(known)
    by_version = {reading.version: reading for reading in known}
    resolved: dict[Mention, str] = {}
    for report, version in case.reports.items():
        reading = by_version.get(version.id)
        local: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for mention in reading.actors if reading else ():
            for spelling in {mention.name, *mention.spellings}:
                local[fold_spelling(spelling)][directory.name(mention.name)] += 1
        for spelling in {spelling.text for actor in case.actors for spelling in actor.spellings}:
            name = _resolve(spelling, local, directory)
            if name is not None:
                resolved[report, spelling] = name
    return resolved


def _resolve(spelling: str, local: Mapping[str, Counter[str]], directory: Directory) -> str | None:
    """Return the record's name for a spelling in a report, by its own reading first; a form of address is no part of a name."""
    words = spelling.split()
    while words:
        written = " ".join(words)
        taken_for = local.get(fold_spelling(written))
        if taken_for:
            return min(taken_for, key=lambda name: (-taken_for[name], name))
        name = directory.name(written)
        if directory.kind(name) is not None:
            return name
        if fold(words[0]) not in ADDRESS:
            return None
        words = words[1:]
    return None
