"""Lemma scripts: what is learnt from a pair can be applied to it, and to its like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.language.lemmas import LemmaBook, apply_script, find_script


@pytest.mark.parametrize(
    ("form", "lemma", "script"),
    [
        ("talks", "talk", "lower-1+"),
        ("Talks", "talk", "lower-1+"),
        ("Allies", "ally", "lower-3+y"),
        ("Armenia", "Armenia", "keep-0+"),
        ("ARMENIA", "Armenia", "title-0+"),
        ("was", "be", "=be"),
        ("running", "run", "lower-4+"),
    ],
)
def test_a_script_is_the_shortest_edit(form: str, lemma: str, script: str) -> None:
    assert find_script(form, lemma) == script


def test_a_script_carries_over_to_other_words() -> None:
    assert apply_script("parties", find_script("Allies", "ally")) == "party"


def test_a_form_too_short_for_a_script_has_no_lemma_by_it() -> None:
    assert apply_script("is", "lower-3+y") is None
    assert apply_script("is", "no script") is None


@given(st.text(max_size=12), st.text(max_size=12))
def test_every_pair_is_undone_by_its_own_script(form: str, lemma: str) -> None:
    assert apply_script(form, find_script(form, lemma)) == lemma


BOOK = LemmaBook(
    {"VERB": {"held": "hold"}},
    {"VERB": ["hold", "cross"], "ADJ": ["foreign", "Turkish"], "NOUN": ["passenger"]},
    ["introduce", "country"],
)


def test_what_the_treebanks_say_of_a_form_is_remembered_by_part_of_speech() -> None:
    assert BOOK.recall("Held", "VERB") == "hold"
    assert BOOK.recall("held", "NOUN") is None


@pytest.mark.parametrize(
    ("form", "upos", "scripts", "lemma"),
    [
        ("introduced", "VERB", ["lower-2+", "lower-1+"], "introduce"),
        ("countries", "NOUN", ["lower-1+", "lower-3+y"], "country"),
        ("crossing", "VERB", ["lower-3+", "lower-3+e"], "cross"),
        ("blurbified", "VERB", ["lower-2+", "lower-1+"], "blurbifi"),
        ("Minsk", "PROPN", ["keep-0+", "lower-0+"], "Minsk"),
        ("ox", "NOUN", ["lower-3+y"], "ox"),
    ],
)
def test_a_script_that_makes_a_known_word_is_preferred(form: str, upos: str, scripts: list[str], lemma: str) -> None:
    assert BOOK.choose(form, upos, scripts) == lemma


def test_the_first_word_of_a_sentence_loses_its_capital_and_a_nationality_does_not() -> None:
    assert BOOK.choose("Passenger", "NOUN", ["keep-0+"]) == "passenger"
    assert BOOK.choose("Foreign", "ADJ", ["keep-0+"]) == "foreign"
    assert BOOK.choose("Armenian", "ADJ", ["keep-0+"]) == "Armenian"
