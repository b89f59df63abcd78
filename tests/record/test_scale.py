"""The fold of many reports: the work grows with their number and not with its square."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from benchmarks.record_speed import make_coverage

from communique.model.claims import Reading
from communique.model.record import Story
from communique.record import commitments, meetings, relations, statements
from communique.record.folding import fold_ledger
from communique.stories.telling import tell_stories

MAX_GROWTH = 2.6
"""Twice the reports may cost so much: comparisons are counted, not seconds, so that the test is the same on any machine."""


def make_record(n_processes: int, n_reports: int) -> tuple[list[Reading], tuple[Story, ...]]:
    coverage = list(make_coverage(n_processes, n_reports))
    readings = {version.id: reading for version, reading in coverage}
    return list(readings.values()), tell_stories([version for version, _ in coverage], readings)


def count_calls(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, record: tuple[list[Reading], tuple[Story, ...]]) -> int:
    calls = 0
    original: Callable[..., Any] = getattr(module, name)

    def counted(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        return original(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(module, name, counted)
        fold_ledger(*record)
    return calls


@pytest.mark.parametrize(
    ("module", "name"),
    [(meetings, "_fit_pair"), (relations, "_is_one_episode"), (statements, "_is_one"), (commitments, "_likeness")],
    ids=["meetings", "relations", "statements", "commitments"],
)
def test_twice_the_processes_take_twice_the_comparisons(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    few, many = (count_calls(monkeypatch, module, name, make_record(n_processes, 12)) for n_processes in (4, 8))
    assert many <= MAX_GROWTH * max(few, 10)


@pytest.mark.parametrize(("module", "name"), [(meetings, "_fit_pair"), (relations, "_is_one_episode")], ids=["meetings", "relations"])
def test_twice_the_reports_of_one_process_take_twice_the_comparisons(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    few, many = (count_calls(monkeypatch, module, name, make_record(1, n_reports)) for n_reports in (60, 120))
    assert many <= MAX_GROWTH * max(few, 10)
