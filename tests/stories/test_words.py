"""Words, stems and folding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.stories.words import find_words, fold, normalise, stem


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("crossing", "crossings"),
        ("held", "hold"),
        ("normalise", "normalization"),
        ("implemented", "implementation"),
        ("agreed", "agreement"),
        ("fifth", "five"),
        ("signed", "signing"),
        ("neighbours", "neighbour"),
    ],
)
def test_forms_of_one_word_have_one_stem(a: str, b: str) -> None:
    assert stem(a) == stem(b)


@pytest.mark.parametrize(
    ("a", "b"), [("open", "close"), ("north", "south"), ("minister", "mineral"), ("border", "boarder"), ("third", "thirty")]
)
def test_different_words_keep_different_stems(a: str, b: str) -> None:
    assert stem(a) != stem(b)


def test_spellings_of_one_name_are_folded_together() -> None:
    assert fold("Kılıç") == fold("KILIÇ") == fold("Kilic")


def test_letters_of_another_script_in_a_latin_word_are_seen_through() -> None:
    assert fold("Reutеrs") == "reuters"  # the second e is Cyrillic
    assert fold("Реутерс") != "reuters"


def test_a_possessive_is_no_part_of_the_name() -> None:
    assert [word.norm for word in find_words("Baku’s control of the enclave's roads")] == [
        "baku",
        "control",
        "of",
        "the",
        "enclave",
        "roads",
    ]


def test_a_number_keeps_its_value() -> None:
    assert [word.value for word in find_words("1,200 prisoners on the fifth day, 3.5 hours")] == ["1200", "", "", "", "5", "", "3.5", ""]


def test_only_the_style_of_punctuation_is_made_uniform() -> None:
    assert normalise("“It’s  over”") == '"It\'s over"'
    assert normalise("one") != normalise("two")


@given(st.text(max_size=80))
def test_every_word_stands_where_it_says(text: str) -> None:
    assert all(text[word.start : word.end] == word.text for word in find_words(text))
