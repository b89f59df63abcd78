"""The two parties of a text are found where it has two, and only there."""

from __future__ import annotations

import pytest

from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.reading.dyads import find_dyad
from communique.reading.parties import Parties
from communique.reading.references import TextReferences
from communique.reading.text import Text
from tests.reading.golden_cases import load_analyser


@pytest.mark.parametrize(
    ("text", "dyad"),
    [
        ("The envoys of Mali and Niger met. Mali spoke of progress. Niger was silent.", ("Mali", "Niger")),
        ("Qatar mediates between Mali and Niger. The envoys of Mali and Niger met the Qatari mediator in Doha.", ("Mali", "Niger")),
        ("The envoys of Mali, Niger and Chad met.", ()),
        ("Mali and Niger drew their match. Mali was the better side, and Niger was lucky.", ()),
        ("The envoy left.", ()),
    ],
)
def test_a_text_about_two_parties_has_a_dyad(text: str, dyad: tuple[str, ...]) -> None:
    tree = Text(load_analyser().analyse(text), Version(hash_text(text), text))
    assert find_dyad(tree, Parties(tree, TextReferences(tree))) == dyad
