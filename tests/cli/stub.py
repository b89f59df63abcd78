"""A record that needs no reading: what the commands talk to in these tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import ClassVar

import pytest

from communique.model.analysis import Analysis
from communique.model.claims import Reading
from communique.model.record import Ledger
from communique.model.sources import Problem
from communique.pipeline import AnalysedDocument, ReadSummary
from communique.reading.reader import Reader
from tests.publish.sample import FIRST, LEDGER

UNREADABLE = Problem("bad.bin", "bad.bin is no text: it holds zero bytes.", "Leave it out, or convert it to text.")


class StubRecord:
    """Stands in for `communique.pipeline.Record`."""

    ledger_to_give: ClassVar[Ledger] = LEDGER
    opened: ClassVar[list[str]] = []
    read_targets: ClassVar[list[str]] = []
    problems: ClassVar[tuple[Problem, ...]] = ()
    failure: ClassVar[BaseException | None] = None

    @classmethod
    def open(cls, target: str) -> StubRecord:
        cls.opened.append(target)
        if cls.failure is not None:
            raise cls.failure
        return cls()

    def __enter__(self) -> StubRecord:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        return None

    def read(
        self, targets: Sequence[str], *, progress: Callable[[int, int, str], None] | None = None, reader: Reader | None = None
    ) -> ReadSummary:
        self.read_targets.extend(targets)
        if progress is not None:
            progress(1, 1, targets[0])
        return ReadSummary(2, 1, self.problems)

    def ledger(self) -> Ledger:
        return self.ledger_to_give


def install(monkeypatch: pytest.MonkeyPatch) -> type[StubRecord]:
    """Put a fresh stub in the place of the record."""

    class Fresh(StubRecord):
        opened: ClassVar[list[str]] = []
        read_targets: ClassVar[list[str]] = []

    monkeypatch.setattr("communique.pipeline.Record", Fresh)
    return Fresh


def analyse_two(targets: Sequence[str], date: str | None = None, *, reader: Reader | None = None) -> Iterator[AnalysedDocument | Problem]:
    """Stand in for `communique.pipeline.analyse_documents`: a document, a problem, a document."""
    analysis = Analysis(FIRST.text, date, (), (), ())
    yield AnalysedDocument("one.txt", FIRST, analysis, Reading(FIRST.id, ()))
    yield UNREADABLE
    yield AnalysedDocument("two.txt", FIRST, analysis, Reading(FIRST.id, ()))
