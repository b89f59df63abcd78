"""Who counts as an actor of a text: known names, and unknown ones that act like states or armed bodies."""

from __future__ import annotations

from dataclasses import replace

from communique.model.analysis import Entity
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.model.vocabulary import EntityType
from communique.reading.references import TextReferences
from communique.reading.text import Text
from tests.reading.golden_cases import load_analyser


def references_with(content: str, *places: str) -> TextReferences:
    """The references of a text in which these words are names of places that act."""
    analysis = load_analyser().analyse(content, "2024-07-30")
    named = tuple(Entity(content.index(p), content.index(p) + len(p), EntityType.PLACE, p, p) for p in places)
    return TextReferences(Text(replace(analysis, entities=named), Version(hash_text(content), content)))


def test_an_unknown_place_that_acts_is_taken_for_a_state() -> None:
    assert references_with("Tolmark and the rebels agreed on a truce.", "Tolmark").is_actor("Tolmark")


def test_a_noun_that_stands_for_any_party_is_no_name_of_one() -> None:
    assert not references_with("The State and the rebels agreed on a truce.", "State").is_actor("State")
    assert not references_with("The Government and the rebels agreed on a truce.", "Government").is_actor("Government")
