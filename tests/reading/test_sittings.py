"""Lists of days and places are read word by word, whatever tree they stand in."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.reading.events import dateline_end
from communique.reading.sittings import read_sittings
from communique.reading.text import Text
from tests.reading.golden_cases import load_analyser

DAY = "2023-07-03"


def read(sentence: str, word: str) -> list[tuple[str, tuple[str, ...], str]]:
    text = Text(load_analyser().analyse(sentence, DAY), Version(hash_text(sentence), sentence, published_at=DAY))
    start = next(i for i, token in enumerate(text.tokens) if token.text == word) + 1
    return [(s.date, s.places, sentence[s.start : s.end]) for s in read_sittings(text, start)]


def test_each_date_has_the_place_before_it() -> None:
    assert read("They met in Moscow on January 14 and in Vienna on February 24 and May 3.", "met") == [
        ("2023-01-14", ("Moscow",), "in Moscow on January 14"),
        ("2023-02-24", ("Vienna",), "in Vienna on February 24"),
        ("2023-05-03", ("Vienna",), "May 3"),
    ]


def test_days_that_follow_each_other_at_one_place_are_one_stretch() -> None:
    assert read("They met in Moscow on 1 and 2 May.", "met") == [("2023-05-01/2023-05-02", ("Moscow",), "in Moscow on 1 and 2 May")]


def test_a_list_that_begins_with_a_date_has_its_place_behind_it() -> None:
    assert [(date, places) for date, places, _ in read("They met on May 4 in Moscow.", "met")] == [("2023-05-04", ("Moscow",))]


def test_another_verb_ends_the_search() -> None:
    assert read("They met and said in Moscow on May 4 that they would go on.", "met") == []


def test_a_date_until_which_something_lasts_is_no_sitting() -> None:
    assert read("They met until May 4.", "met") == []


@given(
    st.lists(
        st.sampled_from(["in Moscow", "on May 4", "and", "in Vienna", "May 9", ",", "with envoys", "since June"]), min_size=1, max_size=8
    )
)
@settings(max_examples=25, deadline=None)
def test_the_words_of_sittings_stand_in_order_and_do_not_overlap(parts: list[str]) -> None:
    sentence = f"They met {' '.join(parts)}."
    text = Text(load_analyser().analyse(sentence, DAY), Version(hash_text(sentence), sentence, published_at=DAY))
    found = read_sittings(text, 2) if len(text) > 2 else ()
    assert all(s.start < s.end for s in found)
    assert all(one.start <= two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("GENEVA, 4 May (Agency) - Envoys met.", "GENEVA, 4 May (Agency) - "),
        ("LIMA — Envoys met.", "LIMA — "),
        ("Lima, 4 May 2023 – Envoys met.", "Lima, 4 May 2023 – "),
        ("On 4 May the envoys - three of them - met.", ""),
        ("Peru and Chile agreed on Friday - their first deal.", ""),
    ],
)
def test_a_dateline_ends_at_its_dash(text: str, line: str) -> None:
    assert text[: dateline_end(text)] == line
