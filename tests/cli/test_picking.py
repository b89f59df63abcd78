"""Finding a process or a story by what the user typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.cli.picking import pick_process, pick_story
from communique.model.errors import UnknownEntry
from communique.model.record import Actor
from communique.model.vocabulary import ActorKind
from tests.publish.sample import FIRST, PROCESS, STORIES

NORTH = replace(
    PROCESS,
    id="p-aa01",
    name="Sund–Côte",
    parties=("Sund", "Côte"),
    actors=(Actor("a-9", "Côte", ActorKind.STATE, ("Coast Republic",), "Côte", ()),),
)
SOUTH = replace(PROCESS, id="p-aa02", name="Sund–Vik", parties=("Sund", "Vik"), actors=())
PROCESSES = (PROCESS, NORTH, SOUTH)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("p-1", PROCESS),
        ("p-aa01", NORTH),
        ("vik", SOUTH),
        ("COTE", NORTH),
        ("coast republic", NORTH),
        ("Vik Sund", SOUTH),
        ("Sund–Vik", SOUTH),
        ("arvenia", PROCESS),
    ],
)
def test_a_process_is_found_by_id_name_party_or_spelling(wanted: str, found: object) -> None:
    assert pick_process(PROCESSES, wanted) is found


@pytest.mark.parametrize("wanted", ["oslo", "Norwegian", "NORWAY", "stockholm oslo", "sweden-norway"])
def test_a_state_is_found_by_its_capital_and_by_its_adjective(wanted: str) -> None:
    north = replace(PROCESS, id="p-3", name="Norway–Sweden", parties=("Norway", "Sweden"), actors=())
    assert pick_process((PROCESS, north), wanted) is north


def test_a_name_that_fits_two_is_an_error_that_lists_both() -> None:
    with pytest.raises(UnknownEntry, match=r"fits 2 .*Sund–Côte \(p-aa01\), Sund–Vik \(p-aa02\).*Give the id"):
        pick_process(PROCESSES, "sund")


def test_an_id_is_found_by_its_beginning_unless_two_begin_so() -> None:
    assert pick_story(STORIES, "st-2") is STORIES[1]
    with pytest.raises(UnknownEntry, match="fits 2"):
        pick_process(PROCESSES, "p-aa")


def test_a_misspelt_name_is_answered_with_the_likely_one() -> None:
    with pytest.raises(UnknownEntry, match="Did you mean Arvenia–Tolmark"):
        pick_process(PROCESSES, "arvenja")


def test_a_name_like_no_other_is_answered_with_what_there_is() -> None:
    with pytest.raises(UnknownEntry, match="There is Arvenia–Tolmark, Sund–Côte, Sund–Vik"):
        pick_process(PROCESSES, "qqq")


def test_an_empty_record_says_so() -> None:
    with pytest.raises(UnknownEntry, match="The record is empty"):
        pick_process((), "sund")


@pytest.mark.parametrize("wanted", ["st-1", "herald-2.txt", "envoys to meet at the selna bridge", FIRST.id])
def test_a_story_is_found_by_id_path_title_or_version(wanted: str) -> None:
    assert pick_story(STORIES, wanted) is STORIES[0]
