"""What is new or different between two states of a record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from communique.model.record import Background, Ledger
from communique.model.vocabulary import MeetingState, Progress
from communique.record.differences import Difference, DifferenceKind, find_differences
from communique.record.folding import fold_ledger
from tests.record.sample import build_case

EMPTY = Ledger((), Background(), (), ())


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    case = yaml.safe_load(Path(__file__).with_name("founding.yaml").read_text(encoding="utf-8"))
    return fold_ledger(*build_case(case))


def told(differences: tuple[Difference, ...]) -> set[tuple[str, str, str | None]]:
    return {(one.kind.value, one.about, one.field) for one in differences}


def test_a_record_does_not_differ_from_itself(ledger: Ledger) -> None:
    assert find_differences(ledger, ledger) == ()


def test_from_nothing_everything_appears_and_conflicts_arise(ledger: Ledger) -> None:
    found = find_differences(EMPTY, ledger)
    (process,) = ledger.processes
    assert {one.kind for one in found} == {DifferenceKind.APPEARED, DifferenceKind.DISPUTED}
    assert sum(one.about == "meeting" for one in found) == len(process.meetings)
    assert all(one.evidence for one in found if one.about != "process")


def test_to_nothing_everything_is_gone(ledger: Ledger) -> None:
    assert {one.kind for one in find_differences(ledger, EMPTY)} == {DifferenceKind.GONE}


def test_an_entry_is_the_same_under_another_id_and_what_moved_is_told_with_both_values(ledger: Ledger) -> None:
    (process,) = ledger.processes
    first, *meetings = process.meetings
    ferries, *commitments = process.commitments
    planned = replace(first, id="meeting-x", state=MeetingState.SCHEDULED, date=None)
    progress = tuple((party, Progress.UNREPORTED) for party, _ in ferries.progress)
    fresh = replace(ferries, id="commitment-x", progress=progress, reports=(), reaffirmed=())
    early = replace(process, meetings=(planned, *meetings), commitments=(fresh, *commitments), conflicts=())
    found = find_differences(replace(ledger, processes=(early,)), ledger)
    assert told(found) == {
        ("moved", "meeting", "state"),
        ("moved", "meeting", "date"),
        ("moved", "commitment", "progress.joint"),
        ("moved", "commitment", "progress.Freedonia"),
        ("moved", "commitment", "progress.Ruritania"),
        ("moved", "commitment", "reaffirmed"),
        ("disputed", "conflict", "domain"),
    }
    state = next(one for one in found if one.field == "state")
    assert (state.before, state.after, state.id) == ("scheduled", "held", first.id)
