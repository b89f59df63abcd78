"""Readers are held against the same items, and none gains anything by failing."""

from __future__ import annotations

import pytest

from communique.evaluation.comparison import Evaluation, compare_readers
from communique.evaluation.gold import GoldItem, read_gold
from communique.model.analysis import Analysis
from communique.model.errors import ReaderStopped
from communique.model.vocabulary import MeetingState
from tests.evaluation.sample import GOLDEN, ToldReader, analyse

GOOD = ToldReader("good-1", ["held talks in Oslo"])
HASTY = ToldReader("hasty-1", ["held talks in Oslo", "was held"], MeetingState.SCHEDULED)
SILENT = ToldReader("silent-1")


def compare(*readers: ToldReader, more: tuple[GoldItem, ...] = ()) -> tuple[Evaluation, ...]:
    return compare_readers((*read_gold(GOLDEN), *more), analyse, readers)


def test_readers_are_scored_in_the_order_given() -> None:
    assert [e.reader for e in compare(HASTY, GOOD)] == ["hasty-1", "good-1"]


def test_a_good_reader_is_strictly_right_and_finds_nothing_where_nothing_is() -> None:
    (evaluation,) = compare(GOOD)
    total = evaluation.scores.overall
    assert (total.wanted, total.found, total.matched, total.right) == (3, 2, 2, 2)
    assert (evaluation.scores.empty_items, evaluation.scores.false_items, evaluation.scores.false_share) == (2, 0, 0.0)


def test_a_reader_that_takes_a_held_meeting_for_a_plan_is_right_only_when_relaxed() -> None:
    (evaluation,) = compare(HASTY)
    meetings = evaluation.scores.kinds["meeting"]
    assert (meetings.strict.f1, round(meetings.relaxed.precision), meetings.relaxed.recall) == (0.0, 50, 100.0)
    assert evaluation.scores.false_share == 50.0


def test_claims_for_review_are_not_counted() -> None:
    (evaluation,) = compare(ToldReader("shy-1", ["held talks in Oslo"], score=0.4))
    assert evaluation.scores.kinds["meeting"].found == 0


def test_an_item_that_cannot_be_read_counts_as_one_without_claims_and_is_named() -> None:
    text = "Norway and Sweden held talks in Oslo (unreadable)."
    item = GoldItem("5", text, ({"type": "meeting", "state": "held", "anchor": [18, 36]},))
    (evaluation,) = compare(GOOD, more=(item,))
    assert [problem.path for problem in evaluation.failures] == ["5"]
    assert (evaluation.scores.kinds["meeting"].wanted, evaluation.scores.kinds["meeting"].right) == (2, 1)


def test_every_text_is_analysed_once_and_progress_is_told() -> None:
    analysed: list[str] = []
    told: list[tuple[int, int, str]] = []

    def note(text: str, date: str | None) -> Analysis:
        analysed.append(text)
        return analyse(text, date)

    compare_readers(read_gold(GOLDEN), note, [GOOD, SILENT], lambda *args: told.append(args))
    assert len(analysed) == 4
    assert told == [(1, 4, "1"), (2, 4, "2"), (3, 4, "3"), (4, 4, "4")]


def test_a_reader_that_stops_ends_the_comparison() -> None:
    class Stopping(ToldReader):
        def read(self, *_: object) -> None:  # type: ignore[override]
            raise ReaderStopped("The budget is spent.")

    with pytest.raises(ReaderStopped):
        compare(GOOD, Stopping("stopping-1"))
