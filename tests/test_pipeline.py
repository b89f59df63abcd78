"""The record with a reader that fails: one text is a problem, a reader that stops loses nothing that it has read."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from communique.model.analysis import Analysis
from communique.model.claims import Reading
from communique.model.errors import ReaderStopped, ReadingFailed, UnknownEntry
from communique.model.judgements import JudgementState, Verb
from communique.model.sources import Problem, Version
from communique.pipeline import AnalysedDocument, Record, analyse_documents
from communique.reading.reader import JointReader
from communique.record.judging import Request

TEXTS = {
    "a.txt": "date 2024-05-03\n\nEnvoys of Norway and Sweden held talks in Oslo on Thursday.\n",
    "b.txt": "date 2024-05-04\n\nFrance and Spain agreed to reopen the tunnel in Paris on Friday.\n",
    "c.txt": "date 2024-05-05\n\nChile and Peru signed an agreement on fishing in Lima on Saturday.\n",
}


class FailingReader(JointReader):
    """The reader in the box, but some texts fail, and after a number of texts it stops."""

    def __init__(self, *, fails_on: str = "-", stops_after: int = 99) -> None:
        self._fails_on = fails_on
        self._left = stops_after

    def read(self, version: Version, analysis: Analysis) -> Reading:
        if self._left == 0:
            raise ReaderStopped("The budget is spent.", "Raise it.")
        if self._fails_on in version.text:
            raise ReadingFailed("The model refuses to read it.", "Ask another one.")
        self._left -= 1
        return super().read(version, analysis)


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [str(tmp_path / name) for name in TEXTS]


def test_a_text_that_the_reader_cannot_read_is_a_problem_and_is_tried_again_the_next_time(paths: list[str], tmp_path: Path) -> None:
    with Record.open(str(tmp_path / "record.db")) as record:
        summary = record.read(paths, reader=FailingReader(fails_on="France"))
        assert (summary.n_read, summary.n_known, summary.n_problems) == (2, 0, 1)
        assert summary.problems == (Problem("b.txt", "b.txt: The model refuses to read it.", "Ask another one."),)
        again = record.read(paths)
        assert (again.n_read, again.n_known, again.n_problems) == (1, 2, 0)
        assert record.ledger().problems == ()


def test_a_reader_that_stops_leaves_a_record_of_what_it_has_read(paths: list[str], tmp_path: Path) -> None:
    with Record.open(str(tmp_path / "record.db")) as record:
        with pytest.raises(ReaderStopped):
            record.read(paths, reader=FailingReader(stops_after=2))
        assert sum(len(story.versions) for story in record.stories()) == 2
        summary = record.read(paths, reader=FailingReader())
        assert (summary.n_read, summary.n_known) == (1, 2)
        stopped = record.ledger()
    with Record.open(str(tmp_path / "other.db")) as other:
        other.read(paths)
        assert other.ledger() == stopped


def test_analysing_goes_on_after_a_text_that_the_reader_cannot_read(paths: list[str]) -> None:
    found = list(analyse_documents(paths, reader=FailingReader(fails_on="France")))
    assert [type(entry) for entry in found] == [AnalysedDocument, Problem, AnalysedDocument]


def test_analysing_ends_where_the_reader_stops(paths: list[str]) -> None:
    found: list[AnalysedDocument | Problem] = []
    with pytest.raises(ReaderStopped):
        found.extend(analyse_documents(paths, reader=FailingReader(stops_after=1)))
    assert len(found) <= 1


def test_reading_one_report_after_another_makes_the_record_of_all_at_once(paths: list[str], tmp_path: Path) -> None:
    with Record.open(str(tmp_path / "step.db")) as record:
        for path in paths:
            record.read([path])
        stepwise = record.ledger()
        assert record.rebuild() == stepwise
    with Record.open(str(tmp_path / "whole.db")) as record:
        record.read(paths)
        assert record.ledger() == stepwise


def test_a_judgement_survives_a_rebuild_and_the_next_report(paths: list[str], tmp_path: Path) -> None:
    with Record.open(str(tmp_path / "record.db")) as record:
        record.read(paths[:1])
        (process,) = record.processes()
        ruling = record.judge(Request(Verb.REJECT, (process.meetings[0].id,), "A. Desk", "2024-06-01T09:00:00+00:00"))
        assert ruling.state is JudgementState.ACTIVE
        record.read(paths[1:])
        assert process.id not in {one.id for one in record.processes()}
        assert process.id not in {one.id for one in record.rebuild().processes}


def test_a_day_before_the_first_report_has_an_empty_record(paths: list[str], tmp_path: Path) -> None:
    with Record.open(str(tmp_path / "record.db")) as record:
        record.read(paths)
        ledger, n_undated = record.ledger_as_of(datetime.date(2001, 1, 1))
        assert (ledger.processes, ledger.stories, n_undated) == ((), (), 0)


def test_an_entry_is_explained_by_the_claims_that_it_rests_on(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXTS["b.txt"], encoding="utf-8")
    with Record.open(str(tmp_path / "r.db")) as record:
        record.read([str(tmp_path / "b.txt")])
        (process,) = record.processes()
        found = record.explain(process.commitments[0].id)
        assert [version.path.endswith("b.txt") for version, _ in found] == [True]
        claim = found[0][1].claim
        assert record.explain(process.commitments[0].evidence[0].claim[:10])[0][1].claim == claim
        assert "agree" in {entry.word for entry in found[0][1].entries}


def test_what_has_no_such_id_is_not_explained(tmp_path: Path) -> None:
    with Record.open(str(tmp_path / "r.db")) as record, pytest.raises(UnknownEntry, match="the id of no claim"):
        record.explain("c-nothing")
