"""The one form in which titles are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.language.titles import TITLE_NOUNS, is_plural_title, is_rank, is_title_word, make_title, singular

FORMS = [
    ("Special representatives", 1, "Special representative"),
    ("heads of the two delegations", 0, "head of delegation"),
    ("Minister of Foreign Affairs", 0, "Foreign Minister"),
    ("deputy minister of defense", 1, "deputy defence minister"),
    ("minister of state", 0, "minister of state"),
    ("spokesman of the Ministry of Foreign Affairs", 0, "foreign ministry spokesman"),
    ("Foreign Ministry spokeswoman", 2, "Foreign Ministry spokeswoman"),
    ("special envoy for the dam talks", 1, "special envoy for dam talks"),
    ("president of the Senate", 0, "president of the Senate"),
]


@pytest.mark.parametrize(("written", "noun", "kept"), FORMS)
def test_a_title_is_kept_in_one_form(written: str, noun: int, kept: str) -> None:
    assert make_title(written.split(), noun) == kept


@given(st.sampled_from(sorted(TITLE_NOUNS)))
def test_a_singular_is_no_plural_and_stays_as_it_is(noun: str) -> None:
    assert singular(noun) == noun
    assert not is_plural_title(noun)


def test_plurals_are_known_by_their_endings() -> None:
    assert [singular(word) for word in ("envoys", "secretaries", "spokesmen")] == ["envoy", "secretary", "spokesman"]
    assert is_title_word("envoys", "envoys")
    assert not is_title_word("roads", "road")


def test_a_rank_alone_is_no_office() -> None:
    assert is_rank(["brigadier", "general"])
    assert not is_rank(["consul", "general"])
