"""The way of the data in one place: sources in, claims read, stories compared, the record folded and kept.

In: paths. Out: a `Record` in a database, or analysed documents for those who want no record. Nothing is decided here: every step is a
call into the folder that owns it. A text is kept as soon as it is read, so that an interrupted run loses nothing that was finished.
"""

from __future__ import annotations

import datetime
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO

from communique.model.analysis import Analysis
from communique.model.claims import Reading, claim_id
from communique.model.errors import ReaderStopped, ReadingFailed, UnknownEntry
from communique.model.judgements import Judgement, Ruling
from communique.model.record import Evidence, Ledger, Process, Story
from communique.model.sources import Problem, Version

if TYPE_CHECKING:
    from communique.language.analyser import Analyser
    from communique.reading.explanation import Explanation
    from communique.reading.reader import Reader
    from communique.record.judging import Declaration, Request
    from communique.store.database import Store

DEFAULT_DATABASE = "communique.db"
ReportProgress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """What one call of `read` did: new texts, texts that were known already, sources that could not be read."""

    n_read: int
    n_known: int
    problems: tuple[Problem, ...]

    @property
    def n_problems(self) -> int:
        """Return how many sources could not be read."""
        return len(self.problems)


@dataclass(frozen=True, slots=True)
class AnalysedDocument:
    """One document with everything that was read out of it."""

    path: str
    version: Version
    analysis: Analysis
    reading: Reading


def analyse_documents(
    targets: Sequence[str], date: str | None = None, stdin: BinaryIO | None = None, reader: Reader | None = None
) -> Iterator[AnalysedDocument | Problem]:
    """Yield the analysis of every document in the order given; `date` is the dateline where a document has none (ISO 8601).

    A document in another language than English comes without names, times and claims, and is followed by a problem that says so. One that
    the reader (the one in the box, unless another one is given) cannot read is a problem instead.

    Raises:
        ReaderStopped: the reader cannot go on.
    """
    from communique.capture.sources import read_sources

    analyser, reader = _load_analyser(), reader or _load_reader()
    waiting: deque[tuple[Version, Problem | None] | Problem] = deque()

    def texts() -> Iterator[tuple[str, str | None]]:
        for source in read_sources(targets, stdin=stdin):
            if isinstance(source, Problem):
                waiting.append(source)
                continue
            version, problem = _tell_language(source)
            waiting.append((version, problem))
            yield version.text, version.written_at or date

    for analysis in analyser.analyse_all(texts()):
        while isinstance(entry := waiting.popleft(), Problem):
            yield entry
        version, problem = entry
        try:
            reading = reader.read(version, analysis)
        except ReadingFailed as error:
            yield Problem(version.path, f"{version.path}: {error.error}", error.remedy)
            continue
        yield AnalysedDocument(version.path, version, analysis, reading)
        if problem is not None:
            yield problem
    yield from (entry for entry in waiting if isinstance(entry, Problem))


def _tell_language(source: Version) -> tuple[Version, Problem | None]:
    """Return the version, with its language and a problem where it is in one that is not read: it is kept, and gives no claims."""
    from communique.language.identification import identify, language_name

    guess = identify(source.text)
    if not guess.is_foreign:
        return source, None
    error = f"{source.path}: is in {language_name(guess.language)} ({guess.confidence:.2f}), and only English is read."
    remedy = "Read an English report of it; this one is kept as a source without claims."
    return replace(source, language=guess.language), Problem(source.path, error, remedy)


def _load_analyser() -> Analyser:
    from communique.language.analyser import Analyser

    return Analyser.load()


def _load_reader() -> Reader:
    from communique.reading.reader import JointReader

    return JointReader()


class Record:
    """The record of negotiations in one database. Use as a context manager; `open` raises `StoreError`s."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._analyser: Analyser | None = None

    @classmethod
    def open(cls, target: str = DEFAULT_DATABASE) -> Record:
        """Open, and create if need be, the record at a path or database URL."""
        from communique.store.database import Store

        return cls(Store.open(target))

    def __enter__(self) -> Record:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._store.close()

    def read(
        self,
        targets: Sequence[str],
        *,
        stdin: BinaryIO | None = None,
        progress: ReportProgress | None = None,
        reader: Reader | None = None,
    ) -> ReadSummary:
        """Read sources into the record, with the reader in the box unless another one is given.

        Texts that it holds already are left alone, whichever reader read them; one bad source does not stop the others.

        Raises:
            ReaderStopped: the reader cannot go on; the record holds what was read before.
        """
        from communique.capture.sources import read_sources

        captured: dict[str, Version] = {}
        problems: list[Problem] = []
        foreign: set[str] = set()
        for source in read_sources(targets, stdin=stdin):
            if isinstance(source, Problem):
                problems.append(source)
            else:
                version, problem = _tell_language(source)
                captured.setdefault(version.id, version)
                self._store.forget_problems([version.path])
                if problem is not None:
                    problems.append(problem)
                    foreign.add(version.id)
        legible = captured.keys() - foreign
        n_known = sum(self._store.has(key) for key in legible)
        self._store.add_problems(problems)
        self._store.add([captured[key] for key in sorted(captured)])
        try:
            failed = self._read_pending(reader or _load_reader(), progress)
        except ReaderStopped:
            self.update()
            raise
        self.update()
        self._store.add_problems(failed)
        n_failed = sum(not self._store.has(key) for key in legible)
        return ReadSummary(len(legible) - n_known - n_failed, n_known, (*problems, *failed))

    def _read_pending(self, reader: Reader, progress: ReportProgress | None) -> list[Problem]:
        """Analyse and keep what is new, and read again what got its date from a newly found sibling.

        A text is kept with its claims as soon as it is read. One that the reader cannot read is a problem, and is tried again next time.
        """
        pending = self._store.pending_versions()
        waiting: deque[Version] = deque()
        failed: list[Problem] = []

        def texts() -> Iterator[tuple[str, str | None]]:
            for key, date in pending.items():
                waiting.append(self._store.select_versions([key])[key])
                yield waiting[-1].text, date

        for number, analysis in enumerate(self._load().analyse_all(texts()) if pending else (), start=1):
            version = waiting.popleft()
            if progress is not None:
                progress(number, len(pending), version.path)
            try:
                self._store.add((), [reader.read(version, analysis)])
            except ReadingFailed as error:
                failed.append(Problem(version.path, f"{version.path}: {error.error}", error.remedy))
        return failed

    def _load(self) -> Analyser:
        if self._analyser is None:
            self._analyser = _load_analyser()
        return self._analyser

    def update(self) -> None:
        """Bring the record up to date with all that is stored; nothing happens where it is."""
        if not self._store.is_folded():
            self._store.update()

    def rebuild(self) -> Ledger:
        """Fold the whole record anew from the claims that are kept, and return it."""
        self._store.rebuild()
        return self._store.read_ledger()

    def judge(self, request: Request) -> Ruling:
        """Keep a judgement, bring the record up to date with it, and return it with what it comes to.

        Raises:
            JudgementError: it cannot be made; the record stays as it is.
            UnknownEntry: the beginning of an id fits several things.
        """
        from communique.record.judging import Judge

        return self._keep(Judge(self.ledger(), self._store.find_claims).judge(request))

    def declare(self, declaration: Declaration, by: str, at: str, note: str | None = None) -> Ruling:
        """Declare a process, as in `judge`. `at` is an ISO 8601 instant.

        Raises:
            JudgementError: as in `judge`.
        """
        from communique.record.judging import Judge

        return self._keep(Judge(self.ledger(), self._store.find_claims).declare(declaration, by, at, note))

    def _keep(self, judgement: Judgement) -> Ruling:
        self._store.add_judgements([judgement])
        self.update()
        return next(ruling for ruling in self._store.read_ledger().judgements if ruling.judgement.id == judgement.id)

    def explain(self, wanted: str) -> list[tuple[Version, Explanation]]:
        """Return why claims were made, each with its version: those whose id begins with `wanted`, or on which entries so called rest.

        Raises:
            UnknownEntry: there are none.
        """
        from communique.reading.claim_head import Scores
        from communique.reading.explanation import explain_claim
        from communique.reading.grammar import Grammar
        from communique.reading.parties import Parties
        from communique.reading.reader import score_words
        from communique.reading.references import TextReferences
        from communique.reading.text import Text

        marks = self._store.find_claims(wanted) if wanted.startswith("c-") else ()
        ids = {mark.id: mark.version for mark in marks} or {e.claim: e.version for e in _evidence_of(self.ledger(), wanted)}
        if not ids:
            raise UnknownEntry(f"{wanted} is the id of no claim and no entry.", "`communique export` and `communique analyse` give ids.")
        readings = self._store.select_readings(set(ids.values()))
        claims = [(claim, readings[key]) for key in sorted(readings) for claim in readings[key].claims if claim_id(claim) in ids]
        versions = self._store.select_versions(reading.version for _, reading in claims)
        texts: dict[str, tuple[Text, Scores | None]] = {}
        found = []
        for claim, reading in claims:
            version = versions[reading.version]
            if version.id not in texts:
                text = Text(self._load().analyse(version.text, reading.date), version)
                parties = Parties(text, TextReferences(text))
                texts[version.id] = text, score_words(text, parties, Grammar(text, parties).claims)
            found.append((version, explain_claim(texts[version.id][0], claim, texts[version.id][1])))
        return found

    def ledger_as_of(self, day: datetime.date) -> tuple[Ledger, int]:
        """Return the record as the reports known at the end of `day` told it, and how many texts have no date to tell that by.

        A text without a date, and without a version of the same article that has one, is known on no day. Nothing is kept.
        """
        from communique.stories.grouping import group_versions

        read = {reading.version for reading in self._store.readings()}
        versions = tuple(version for version in self._store.versions() if version.id in read)
        dates = {version.id: version.known_from for group in group_versions(versions) for version in group}
        known = tuple(version for version in versions if (dates[version.id] or "9999-99-99") <= day.isoformat())
        return self._fold(known), sum(date is None for date in dates.values())

    def _fold(self, versions: Sequence[Version]) -> Ledger:
        from communique.record.folding import fold_ledger
        from communique.stories.telling import tell_stories

        known = {version.id for version in versions}
        readings = tuple(reading for reading in self._store.readings() if reading.version in known)
        stories = tell_stories(versions, {reading.version: reading for reading in readings})
        return fold_ledger(readings, stories, self._store.problems(), judgements=self._store.judgements())

    def ledger(self) -> Ledger:
        """Return the record; it is folded first where that was not done since it was read, judged or brought to a newer version."""
        self.update()
        return self._store.read_ledger()

    def processes(self) -> tuple[Process, ...]:
        """Return the processes of the record."""
        return self.ledger().processes

    def stories(self) -> tuple[Story, ...]:
        """Return the stories of the record."""
        return self.ledger().stories


def _evidence_of(ledger: Ledger, wanted: str) -> Iterator[Evidence]:
    """Yield the evidence of the entries whose id begins with `wanted`."""
    for entry in ledger.entries():
        if entry.id.startswith(wanted):
            yield from entry.evidence
