"""The way of the data in one place: sources in, claims read, stories compared, the record folded and kept.

In: paths. Out: a `Record` in a database, or analysed documents for those who want no record. Nothing is decided here: every step is a
call into the folder that owns it. A text is kept as soon as it is read, so that an interrupted run loses nothing that was finished.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO

from communique.model.analysis import Analysis
from communique.model.claims import Reading
from communique.model.record import Ledger, Process, Story
from communique.model.sources import Problem, Version

if TYPE_CHECKING:
    from communique.language.analyser import Analyser
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
    targets: Sequence[str], date: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[AnalysedDocument | Problem]:
    """Yield the analysis of every document in the order given; `date` is the dateline where a document has none (ISO 8601).

    A document in another language than English comes without names, times and claims, and is followed by a problem that says so.
    """
    from communique.capture.sources import read_sources
    from communique.reading.reader import GrammarReader

    analyser, reader = _load_analyser(), GrammarReader()
    for source in read_sources(targets, stdin=stdin):
        if isinstance(source, Problem):
            yield source
            continue
        version, problem = _tell_language(source)
        analysis = analyser.analyse(version.text, version.published_at or date)
        yield AnalysedDocument(version.path, version, analysis, reader.read(version, analysis))
        if problem is not None:
            yield problem


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

    def read(self, targets: Sequence[str], *, stdin: BinaryIO | None = None, progress: ReportProgress | None = None) -> ReadSummary:
        """Read sources into the record. Texts that it holds already are left alone; one bad source does not stop the others."""
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
        self._read_versions(captured, progress)
        if not self._store.is_folded():
            self.rebuild()
        return ReadSummary(len(legible) - n_known, n_known, tuple(problems))

    def _read_versions(self, captured: dict[str, Version], progress: ReportProgress | None) -> None:
        """Analyse and keep what is new, and read again what got its date from a newly found sibling."""
        from communique.reading.reader import GrammarReader
        from communique.stories.grouping import group_versions

        versions = {version.id: version for version in self._store.versions()}
        merged = {key: self._store.merged(version) for key, version in captured.items()}
        versions |= merged
        dated = {version.id: version.published_at for group in group_versions(tuple(versions.values())) for version in group}
        dates = {reading.version: reading.date for reading in self._store.readings()}
        pending = [key for key in sorted(versions) if key not in dates or dates[key] != dated[key]]
        reader = GrammarReader()
        for number, key in enumerate(pending, start=1):
            version = versions[key]
            if progress is not None:
                progress(number, len(pending), version.path)
            analysis = self._load().analyse(version.text, dated[key])
            self._store.add([version], [reader.read(version, analysis)])
        self._store.add([version for key, version in sorted(merged.items()) if key not in pending])

    def _load(self) -> Analyser:
        if self._analyser is None:
            self._analyser = _load_analyser()
        return self._analyser

    def rebuild(self) -> Ledger:
        """Fold the whole record anew from the claims that are kept, and keep it."""
        revision = self._store.revision()
        ledger = self._fold(self._store.versions())
        self._store.write_ledger(ledger, revision)
        return ledger

    def ledger_as_of(self, day: datetime.date) -> tuple[Ledger, int]:
        """Return the record as the reports known at the end of `day` told it, and how many texts have no date to tell that by.

        A text without a date, and without a version of the same article that has one, is known on no day. Nothing is kept.
        """
        from communique.stories.grouping import group_versions

        versions = self._store.versions()
        dates = {version.id: version.known_from for group in group_versions(versions) for version in group}
        known = tuple(version for version in versions if (dates[version.id] or "9999-99-99") <= day.isoformat())
        return self._fold(known), sum(date is None for date in dates.values())

    def _fold(self, versions: Sequence[Version]) -> Ledger:
        from communique.record.folding import fold_ledger
        from communique.stories.telling import tell_stories

        known = {version.id for version in versions}
        readings = tuple(reading for reading in self._store.readings() if reading.version in known)
        stories = tell_stories(versions, {reading.version: reading for reading in readings})
        return fold_ledger(readings, stories, self._store.problems())

    def ledger(self) -> Ledger:
        """Return the record as it was last folded."""
        return self._store.read_ledger()

    def processes(self) -> tuple[Process, ...]:
        """Return the processes of the record."""
        return self.ledger().processes

    def stories(self) -> tuple[Story, ...]:
        """Return the stories of the record."""
        return self.ledger().stories
