"""Likeness of promises: what is one thing in other words, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.vocabulary import Aim
from communique.record.commitments import LIKE_LATER, LIKE_ONE_TEXT, LIKE_SAME_ORIGIN
from communique.record.measures import aim_of, measure_of
from communique.record.wording import is_bulk, is_same_utterance, likeness, make_label, mention_likeness, names_measure


@pytest.mark.parametrize(
    ("a", "b", "least"),
    [
        ("to open their river for ferries of third countries", "open the river for third-country ferries", LIKE_LATER),
        ("to simplify visa procedures for pilots", "simplification of visa procedures for pilots", LIKE_LATER),
        ("to open the river to citizens of third countries", "to enable third-country citizens to cross the river", LIKE_LATER),
        ("to start ferry services", "to resume ferry services soon", LIKE_LATER),
        ("to let nurses of both countries cross the bridge", "to allow nurses to cross the bridge", LIKE_SAME_ORIGIN),
    ],
)
def test_one_promise_in_other_words_is_alike(a: str, b: str, least: float) -> None:
    assert likeness(a, b) == likeness(b, a) >= least


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("to release 50 prisoners", "to release 80 prisoners"),
        ("to reopen the gate at Alt Moor", "to reopen the gate at Neufeld"),
        ("to open the river for ferries", "to exchange maps of the minefields"),
        ("to open the river to pilgrims", "to close the river to pilgrims"),
        (
            "to open the river to third-country sailors",
            "to reopen the quay, closed for three decades, after the fifth round of talks on the river, which dragged on",
        ),
    ],
)
def test_other_numbers_names_and_things_are_other_promises(a: str, b: str) -> None:
    assert likeness(a, b) < LIKE_SAME_ORIGIN


def test_a_list_in_one_text_is_told_apart() -> None:
    assert likeness("to ease visa rules for nurses", "to ease visa rules for sailors") < LIKE_ONE_TEXT


@pytest.mark.parametrize(
    "text",
    [
        "to continue talks without preconditions",
        "that the next meeting will take place in Selna",
        "the steps agreed by the envoys",
        "to meet again",
    ],
)
def test_words_about_the_talks_themselves_name_no_measure(text: str) -> None:
    assert not names_measure(text)


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_mutual_and_between_nothing_and_all(a: str, b: str) -> None:
    assert 0 <= likeness(a, b) == likeness(b, a) <= 1
    assert likeness(a, a) == 1


@pytest.mark.parametrize(
    "mention",
    [
        "the agreements reached at their previous meetings",
        "all earlier commitments",
        "the understandings reached in Port Amber",
        "their agreements",
    ],
)
def test_agreements_in_general_are_bulk(mention: str) -> None:
    assert is_bulk(mention)


@pytest.mark.parametrize("mention", ["the visa deal", "the agreements on the river", "the agreement", "their friendship"])
def test_what_names_its_agreement_or_is_one_is_not_bulk(mention: str) -> None:
    assert not is_bulk(mention)


def test_a_mention_fits_by_its_own_words() -> None:
    assert mention_likeness("the visa deal", "to ease their visa procedures") == 1
    assert mention_likeness("the ferry deal", "to ease their visa procedures") == 0
    assert mention_likeness("the deal", "to ease their visa procedures") == 0
    assert mention_likeness("the release of 50 prisoners", "to release 80 prisoners") == 0


def test_utterances_are_one_but_for_punctuation_and_small_edits() -> None:
    assert is_same_utterance("We have found a common tide.", "“We have found a common tide”", 90)
    assert not is_same_utterance("We have found a common tide.", "We have lost all hope.", 90)


def test_a_label_is_short_and_cut_at_a_word() -> None:
    assert make_label("to open their river") == "open their river"
    assert make_label("on the exchange of maps") == "exchange of maps"
    long = make_label("to assess the requirements of a future bridge between the landing of Alt Moor and the meadow on the other bank")
    assert long == "assess the requirements of a future bridge between the …"
    assert make_label("to") == "to"


def test_the_most_telling_word_gives_the_measure() -> None:
    assert measure_of("to assess a rail link at a border crossing") == "rail"
    assert measure_of("to waive visas at the border") == "visa"
    assert measure_of("to open the border") == "land_border"
    assert measure_of("to be good neighbours") is None


def test_a_result_is_told_from_an_act() -> None:
    assert aim_of("to end the blockade") is Aim.OUTCOME
    assert aim_of("to open two crossings") is Aim.ACTION
