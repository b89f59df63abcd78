"""Names to actors, on the golden texts of `cases/resolution.yaml` and on broken input."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.language.acronyms import find_acronyms
from communique.language.forest import Forest
from communique.language.metonymy import acts
from communique.language.ministries import find_ministries, name_body, name_ministry, state_of
from communique.language.offices import find_offices
from communique.language.resolution import resolve_entities
from communique.model.analysis import Entity, Sentence, Token
from communique.model.vocabulary import EntityType
from tests.language.frozen import parse_frozen, read_cases

CASES = read_cases("resolution")


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_names_stand_for(case: dict[str, Any]) -> None:
    sentences, names = parse_frozen(case["text"])
    found = resolve_entities(case["text"], sentences, names)
    assert [[e.text, e.type.value, e.actor] for e in found] == case["names"]
    assert all(case["text"][e.start : e.end] == e.text for e in found)
    if "offices" in case:
        holders = find_offices(sentences, found)
        assert [[found[h.person].actor, case["text"][h.start : h.end], h.body] for h in holders] == case["offices"]
        assert [h.title for h in holders] == case.get("titles", [h.title for h in holders])


def test_a_former_office_is_marked() -> None:
    case = next(case for case in CASES if "former Beninese" in case["text"])
    sentences, names = parse_frozen(case["text"])
    found = resolve_entities(case["text"], sentences, names)
    assert {found[h.person].actor: h.is_former for h in find_offices(sentences, found)}["Paul Hounsou"] is True


def test_without_sentences_the_names_alone_are_resolved() -> None:
    text = "Peru and the Kremlin."
    assert [(e.text, e.actor) for e in resolve_entities(text, (), ())] == [("Peru", "Peru"), ("Kremlin", None)]


def test_a_tree_that_runs_in_a_circle_does_no_harm() -> None:
    text = "Baku said Baku"
    tokens = tuple(
        Token(start, end, text[start:end], text[start:end].lower(), upos, "", head, rel)
        for start, end, upos, head, rel in ((0, 4, "PROPN", 3, "conj"), (5, 9, "VERB", 1, "xcomp"), (10, 14, "PROPN", 2, "conj"))
    )
    found = resolve_entities(text, (Sentence(0, 14, tokens),), (Entity(0, 4, EntityType.PLACE, "Baku"),))
    assert [e.text for e in found] == ["Baku", "Baku"]
    assert isinstance(acts(Forest((Sentence(0, 14, tokens),)), 0), bool)


def test_ministries_are_named_by_their_state() -> None:
    assert name_ministry("Turkey", "foreign") == "Turkish Foreign Ministry"
    assert state_of("Turkish Foreign Ministry") == "Turkey"
    assert state_of("South African Defence Ministry") == "South Africa"
    assert state_of("Knesset") == "Israel"
    assert state_of("United Nations") is None
    assert state_of("Free Valley Movement") is None


def test_bodies_of_state_have_one_name_and_a_government_is_its_state() -> None:
    assert name_body("Finnish parliament") == name_body("Parliament of Finland") == "Finnish Parliament"
    assert name_body("Government of Moldova") == "Moldova"
    assert name_body("Acme Steel") is None


def test_a_ministry_without_its_state_is_the_one_named_before() -> None:
    text = "Chile's foreign ministry answered. The Foreign Ministry said no."
    assert [(m.name, m.state) for m in find_ministries(text, [(0, 5, "Chile")])] == [("Chilean Foreign Ministry", "Chile")] * 2


def test_acronyms_are_read_from_initials_and_from_names() -> None:
    text = "the Joint Water Board (JWB), the National Union (UNI, in Spanish) and Mali (population 20)"
    start = text.index("National")
    found = [(a.short, text[a.long_start : a.long_end]) for a in find_acronyms(text, [(start, start + len("National Union"))])]
    assert found == [("JWB", "Joint Water Board"), ("UNI", "National Union")]


@given(
    st.text(alphabet=st.sampled_from("IranUS .,()'’s\n-Foreign Ministry of"), max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=3),
)
def test_names_never_overlap_and_are_verbatim(text: str, spans: list[tuple[int, int]]) -> None:
    model = [
        Entity(start, min(start + size, len(text)), kind, text[start : start + size])
        for (start, size), kind in zip(sorted(spans), EntityType, strict=False)
        if start < len(text)
    ]
    found = resolve_entities(text, (), model)
    assert all(text[e.start : e.end] == e.text and e.text for e in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
