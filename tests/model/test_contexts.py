"""A context keeps which words two promises share, and not which words these are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.contexts import decode_context, encode_context

STEMS = st.sets(st.text(min_size=1, max_size=12), max_size=30)


@given(STEMS, STEMS)
def test_what_surrounds_a_promise_holds_its_sentence(sentence: set[str], around: set[str]) -> None:
    context = decode_context(encode_context(sentence, around))
    assert context.sentence <= context.around
    assert len(context.sentence) <= len(sentence)
    assert len(context.around) <= len(sentence | around)


@given(STEMS, STEMS)
def test_the_order_of_words_does_not_matter(sentence: set[str], around: set[str]) -> None:
    assert encode_context(sorted(sentence), sorted(around)) == encode_context(sorted(sentence, reverse=True), sorted(around, reverse=True))


def test_shared_words_are_shared_hashes() -> None:
    a, b = (decode_context(encode_context(words, ())).sentence for words in (["barge", "crane", "quay"], ["barge", "crane", "visa"]))
    assert len(a & b) == 2


def test_no_context_has_no_words() -> None:
    assert not decode_context("").around


def test_what_is_no_context_is_refused() -> None:
    with pytest.raises(ValueError, match="base64"):
        decode_context("not base64!")
