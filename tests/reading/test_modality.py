"""The modality of predicates and event nouns is what their governors make of it, and every tree gets an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from communique.model.analysis import Sentence
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.model.vocabulary import Factuality
from communique.reading.modality import Modality, assess, is_past
from communique.reading.text import Text
from tests.reading.golden_cases import FOLDER, load_analyser

LONG = "Kenya said on Friday that it would not reopen the planned crossing until both sides agreed to sign a deal on visas."


def read(text: str) -> Text:
    return Text(load_analyser().analyse(text), Version(hash_text(text), text))


def assess_word(text: str, word: str) -> Modality:
    tree = read(text)
    return assess(tree, next(i for i, token in enumerate(tree.tokens) if token.text == word))


def list_rules() -> list[Any]:
    cases = yaml.safe_load((FOLDER / "modality.yaml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=f"{case['rule']}: {case['text']}") for case in cases]


@pytest.mark.parametrize("case", list_rules())
def test_an_event_is_as_real_as_its_sentence_says(case: dict[str, Any]) -> None:
    assert assess_word(case["text"], case["word"]).factuality.value == case["factuality"]


def test_the_governors_are_named_nearest_first() -> None:
    assert assess_word("They agreed to try to reopen the road.", "reopen").governors == ("try", "agree")


def test_a_denial_from_above_is_no_own_negation() -> None:
    modality = assess_word("The rebels refused to attend the talks.", "attend")
    assert modality.factuality is Factuality.DENIED
    assert not modality.negated


def test_a_copula_stands_for_its_predicate() -> None:
    text = "The summit will be a success."
    assert assess_word(text, "be") == assess_word(text, "success")
    assert assess_word(text, "be").factuality is Factuality.PLANNED


def test_doubt_about_a_plan_leaves_no_plan() -> None:
    assert assess_word("They may agree to open the road.", "open").factuality is Factuality.POSSIBLE


def test_an_auxiliary_tells_the_tense() -> None:
    tree = read("They have met. They will meet.")
    first, second = (i for i, lemma in enumerate(tree.lemmas) if lemma == "meet")
    assert is_past(tree, first)
    assert not is_past(tree, second)


@given(heads=st.lists(st.integers(0, 24), min_size=25, max_size=25))
def test_every_tree_gets_an_answer_even_one_that_runs_in_a_circle(heads: list[int]) -> None:
    analysis = load_analyser().analyse(LONG)
    sentence = analysis.sentences[0]
    tokens = tuple(replace(token, head=head % (len(sentence.tokens) + 1)) for token, head in zip(sentence.tokens, heads, strict=False))
    broken = replace(analysis, sentences=(Sentence(sentence.start, sentence.end, tokens, sentence.paragraph),))
    tree = Text(broken, Version(hash_text(LONG), LONG))
    assert {assess(tree, i).factuality for i in range(len(tree))} <= set(Factuality)
