"""The characters of captured text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.capture.characters import clean_characters, printable_name


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\u00a0b\u2009c\u3000d\te", "a b c d e"),
        ("a\r\nb\rc\u2028d\u2029e\x0bf", "a\nb\nc\nd\ne\nf"),
        ("nor\u00admali\u200bsation\ufeff", "normalisation"),
        ("\u200eLeft\u202e and right\u2069", "Left and right"),
        ("a\x00b\x07c\x1b[0m", "abc[0m"),
        ("\x93quoted\x94 it\x92s", "“quoted” it’s"),
        ("Kılıc\u0327", "Kılıç"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("lone \ud800 half", "lone � half"),
    ],
)
def test_characters_get_one_form(raw: str, clean: str) -> None:
    assert clean_characters(raw) == clean


@given(st.text())
def test_cleaning_twice_changes_nothing_and_gives_normal_form_c(text: str) -> None:
    once = clean_characters(text)
    assert clean_characters(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c != "\n" for c in once)


@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S"))))
def test_plain_letters_are_left_alone(text: str) -> None:
    assert clean_characters(text) == text


def test_a_file_name_can_always_be_printed() -> None:
    assert printable_name("caf\udce9.txt") == "caf�.txt"
    assert printable_name("a\nb.txt") == "a\\nb.txt"
