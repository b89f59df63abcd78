"""The parser: exact offsets in any script, one tree a sentence, and the same answer every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.language.parser import ParsedText, Parser
from communique.language.trees import is_tree
from communique.model.analysis import Sentence

NEWS = (
    "Foreign Minister Anna Lindholm met her counterpart Karim Haddad in Geneva on Monday. "
    "They didn't sign the agreement, officials said.\n\n"
    "“We are ready to open the border,” Lindholm said. The United Nations welcomed the talks."
)


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser.load()


PARSER = Parser.load(threads=1)


def forms(sentence: Sentence) -> list[str]:
    return [token.text for token in sentence.tokens]


def check(text: str, parsed: ParsedText) -> None:
    """What holds of every parse."""
    place = 0
    for sentence in parsed.sentences:
        assert sentence.tokens
        assert (sentence.start, sentence.end) == (sentence.tokens[0].start, sentence.tokens[-1].end)
        assert is_tree(np.array([token.head for token in sentence.tokens]))
        for token in sentence.tokens:
            assert place <= token.start < token.end
            assert text[token.start : token.end] == token.text
            assert (token.deprel == "root") == (token.head == 0)
            assert not any(c.isspace() for c in token.text)
            place = token.end
    for entity in parsed.entities:
        assert text[entity.start : entity.end] == entity.text


def test_news_is_cut_into_sentences_and_words(parser: Parser) -> None:
    parsed = parser.parse(NEWS)
    check(NEWS, parsed)
    assert [sentence.paragraph for sentence in parsed.sentences] == [0, 0, 1, 1]
    assert forms(parsed.sentences[1]) == ["They", "did", "n't", "sign", "the", "agreement", ",", "officials", "said", "."]


def test_who_did_what_is_in_the_tree(parser: Parser) -> None:
    sentence = parser.parse(NEWS).sentences[0]
    met = next(i for i, token in enumerate(sentence.tokens) if token.text == "met")
    assert sentence.tokens[met].head == 0
    assert sentence.tokens[met].lemma == "meet"
    assert sentence.tokens[met].upos == "VERB"
    assert {token.deprel for token in sentence.tokens if token.head == met + 1} >= {"nsubj", "obj", "punct"}


def test_a_form_in_ed_is_no_present(parser: Parser) -> None:
    (sentence,) = parser.parse("Türkiye and Armenia pledged on Tuesday to reopen the railway gate, closed for three decades.").sentences
    feats = {token.text: token.feats for token in sentence.tokens}
    assert "Tense=Pres" not in feats["pledged"] + feats["closed"]
    assert "VerbForm=Inf" in feats["reopen"]


def test_names_have_their_types(parser: Parser) -> None:
    found = {(entity.text, entity.type.value) for entity in parser.parse(NEWS).entities}
    assert {("Geneva", "PLACE"), ("Karim Haddad", "PERSON")} <= found


def test_vectors_come_on_request_one_for_each_token(parser: Parser) -> None:
    assert parser.parse(NEWS).vectors == ()
    parsed = parser.parse(NEWS, vectors=True)
    assert sum(len(states) for states in parsed.vectors) == sum(len(s.tokens) for s in parsed.sentences)
    assert {states.shape[1] for states in parsed.vectors} == {384}


def test_white_space_alone_has_no_sentences(parser: Parser) -> None:
    assert parser.parse(" \n\n\t").sentences == parser.parse("").sentences == ()


def test_threads_do_not_change_the_answer(parser: Parser) -> None:
    text = "\n\n".join([NEWS] * 12)
    assert parser.parse(text) == PARSER.parse(text)


def test_reading_another_text_first_does_not_change_the_answer() -> None:
    parser = Parser.load(threads=1)
    parser.parse("Something wholly different, in 1993!")
    assert parser.parse(NEWS) == PARSER.parse(NEWS)


def test_a_sentence_without_end_is_read_in_bounded_windows(parser: Parser) -> None:
    text = "and so the talks went on, " * 400
    parsed = parser.parse(text)
    check(text, parsed)
    assert max(len(sentence.tokens) for sentence in parsed.sentences) <= 254


def test_curly_quotes_are_read_like_straight_ones(parser: Parser) -> None:
    curly = "“We can’t agree,” the envoy said."
    straight = '"We can\'t agree," the envoy said.'
    one, other = parser.parse(curly).sentences, parser.parse(straight).sentences
    assert [(t.start, t.end, t.head, t.deprel, t.upos) for s in one for t in s.tokens] == [
        (t.start, t.end, t.head, t.deprel, t.upos) for s in other for t in s.tokens
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Երևանում կայացավ հանդիպում։ Կողմերը համաձայնեցին։",
        "შეხვედრა თბილისში გაიმართა.",
        "التقى الوزيران في جنيف. واتفقا على فتح الحدود.",
        "😀👨‍👩‍👧 Talks 🇦🇲🇹🇷 resumed!",
        "Zwei\u00adten Kı̇lıç said\u00a0so\u200b.",
        "会谈在日内瓦举行。",
        "\ufeff\u200bTalks",
    ],
)
def test_offsets_hold_in_any_script(parser: Parser, text: str) -> None:
    parsed = parser.parse(text)
    check(text, parsed)
    assert parsed.sentences


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=150))
def test_offsets_hold_in_any_text(text: str) -> None:
    check(text, PARSER.parse(text))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([*NEWS.split(), "\n\n", "\n", "-", "...", "😀", "Հայ", "isn’t"]), max_size=120))
def test_offsets_hold_in_shuffled_news(words: list[str]) -> None:
    text = " ".join(words)
    check(text, PARSER.parse(text))
