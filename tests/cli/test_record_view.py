"""The record in the terminal, held against what a reader should see (golden/*.txt)."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from communique.cli.changes_view import view_changes
from communique.cli.record_view import MAX_STATEMENTS, view_ledger
from communique.cli.screen import Line, Screen
from communique.model.record import Background, Ledger
from tests.publish.sample import DOOR_WORDS, LEDGER, PROBLEM_LEDGER, PROCESS, STORIES

GOLDEN = Path(__file__).parent / "golden"


def shown(lines: list[Line], width: int | None) -> str:
    stream = StringIO()
    Screen(stream, width=width, has_colour=False).write(lines)
    return stream.getvalue()


@pytest.mark.parametrize(("name", "width"), [("show-80.txt", 80), ("show-120.txt", 120), ("show-pipe.txt", None)])
def test_the_record_reads_as_it_should(name: str, width: int | None) -> None:
    assert shown(list(view_ledger(LEDGER)), width) == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "width"), [("diff-80.txt", 80), ("diff-pipe.txt", None)])
def test_the_changes_read_as_they_should(name: str, width: int | None) -> None:
    assert shown(list(view_changes(STORIES)), width) == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, shown(list(view_ledger(LEDGER)), width).splitlines())) <= width


def test_wrapping_loses_no_word() -> None:
    lines = list(view_ledger(LEDGER))
    assert shown(lines, 80).split() == shown(lines, None).split()


def test_an_inferred_number_is_marked_and_a_stated_one_is_not() -> None:
    out = shown(list(view_ledger(LEDGER)), None)
    assert "\n  ≈3rd round" in out
    assert "\n  4th round" in out


def test_an_intent_is_not_listed_among_the_commitments() -> None:
    out = shown(list(view_ledger(LEDGER)), None)
    commitments = out[out.index("\nCommitments\n") : out.index("\nAims of one side")]
    assert "works like a door" not in commitments


def test_facts_stand_above_wording_in_a_diff() -> None:
    out = shown(list(view_changes(STORIES)), None)
    assert out.index("planned to held") < out.index("background correction") < out.index("style")


def test_more_statements_than_fit_are_counted() -> None:
    many = tuple(replace(DOOR_WORDS, id=f"s-{i}") for i in range(MAX_STATEMENTS + 3))
    ledger = replace(LEDGER, processes=(replace(PROCESS, statements=many),))
    assert "\n  3 more in the export\n" in shown(list(view_ledger(ledger)), None)


def test_what_could_not_be_read_is_listed_with_its_remedy() -> None:
    out = shown(list(view_ledger(PROBLEM_LEDGER)), None)
    assert out.endswith("Not read\n  empty.txt holds nothing but white space. Check that the file was saved, or leave it out.\n")


def test_a_process_of_which_nothing_is_known_is_shown_without_empty_sections() -> None:
    bare = replace(PROCESS, meetings=(), commitments=(), relations=(), statements=(), conflicts=())
    out = shown(list(view_ledger(Ledger((bare,), Background(), (), ()))), None)
    assert "No meeting is reported to have taken place. No commitment is on record." in out
    assert "Meetings" not in out
