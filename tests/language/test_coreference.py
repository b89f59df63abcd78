"""What refers back to what, on the golden texts of `cases/coreference.yaml` and `cases/antecedents.yaml`."""

from __future__ import annotations

from typing import Any

import pytest

from communique.language.antecedents import find_antecedent
from communique.language.coreference import Discourse, find_chains, resolve_plural
from communique.language.resolution import resolve_entities
from communique.model.analysis import Analysis
from tests.language.frozen import parse_frozen, read_cases

CHAINS = read_cases("coreference")
ANTECEDENTS = read_cases("antecedents")


def analyse(text: str) -> Analysis:
    sentences, names = parse_frozen(text)
    entities = resolve_entities(text, sentences, names)
    return Analysis(text, None, sentences, entities, (), (), find_chains(text, sentences, entities))


@pytest.mark.parametrize("case", CHAINS, ids=[case["rule"] for case in CHAINS])
def test_chains(case: dict[str, Any]) -> None:
    text = case["text"]
    found = {chain.name: [text[m.start : m.end] for m in chain.mentions] for chain in analyse(text).chains}
    for name, mentions in case.get("chains", {}).items():
        assert found.get(name) == mentions
    resolved = {mention for mentions in found.values() for mention in mentions}
    assert not resolved & set(case.get("none", ()))


@pytest.mark.parametrize("case", ANTECEDENTS, ids=[case["text"] for case in ANTECEDENTS])
def test_what_a_step_points_back_to(case: dict[str, Any]) -> None:
    text = case["text"]
    sentences, _ = parse_frozen(text)
    places = [(s, t) for s, sentence in enumerate(sentences) for t, token in enumerate(sentence.tokens) if token.text == case["of"]]
    found = find_antecedent(sentences, *places[-1])
    assert (text[found.start : found.end] if found else None) == case["is"]


def test_the_parties_behind_a_plural_can_be_asked_for() -> None:
    text = next(case["text"] for case in CHAINS if "Bhutan signed" in case["text"])
    analysis = analyse(text)
    at = text.index("The two sides")
    assert resolve_plural(analysis, at, at + len("The two sides")) == ("Nepal", "Bhutan")
    assert resolve_plural(analysis, 0, 5) == ()


def test_persons_act_for_the_state_of_their_office_and_ministries_for_theirs() -> None:
    text = next(case["text"] for case in CHAINS if "Grace Banda" in case["text"])
    sentences, names = parse_frozen(text)
    discourse = Discourse(text, sentences, resolve_entities(text, sentences, names))
    assert discourse.side_of("Grace Banda") == "Zambia"
    assert discourse.side_of("Greek Foreign Ministry") == "Greece"
    assert discourse.side_of("Nobody") is None


def test_an_empty_text_has_no_chains() -> None:
    assert find_chains("", (), ()) == ()


def test_mentions_begin_at_their_heads_token() -> None:
    for case in CHAINS:
        analysis = analyse(case["text"])
        starts = {token.start for sentence in analysis.sentences for token in sentence.tokens}
        assert all(m.head in starts and m.start <= m.head < m.end for chain in analysis.chains for m in chain.mentions)
