"""A text is about the two that it shows dealing with each other, or about none."""

from __future__ import annotations

import pytest

from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.reading.dealings import Dealings
from communique.reading.meetings import MeetingFinder
from communique.reading.parties import Parties
from communique.reading.references import TextReferences
from communique.reading.text import Text
from tests.reading.golden_cases import DAY, load_analyser


def deal(words: str) -> Dealings:
    text = Text(load_analyser().analyse(words, DAY), Version(hash_text(words), words, published_at=DAY))
    parties = Parties(text, TextReferences(text))
    return Dealings(text, parties, MeetingFinder(text, parties).find())


def test_those_who_meet_are_the_parties_of_the_dealings() -> None:
    dealings = deal("Kenya and Uganda held talks in Nairobi on Monday.")
    assert dealings.parties == ("Kenya", "Uganda")
    assert dealings.are_told


def test_those_who_agree_are_the_parties_of_the_dealings() -> None:
    dealings = deal("Peru and Chile agreed to restore the bridge.")
    assert dealings.parties == ("Chile", "Peru")
    assert dealings.are_told


@pytest.mark.parametrize("words", ["Sweden beat Norway in the final.", "The mayor of Lima finished the work on the road.", ""])
def test_a_text_without_dealings_has_none(words: str) -> None:
    assert not deal(words).are_told


def test_each_and_the_two_stand_for_the_parties() -> None:
    dealings = deal("Kenya and Uganda held talks in Nairobi on Monday. Each will lift its ban.")
    verb = dealings.text.words.index("lift")
    assert dealings.actors(verb) == ("Kenya", "Uganda")
