"""Tense from trees and, without them, from words."""

from __future__ import annotations

import pytest

from communique.language.times.finder import find_times
from communique.language.times.scan import scan
from communique.language.times.tense import Tense, Tenses
from communique.model.analysis import Sentence, Token

DATELINE = "2024-07-30"


def tree(*rows: str) -> tuple[str, Sentence]:
    """Return a text and its sentence from rows of `word lemma upos feats head deprel`, where `_` stands for no features."""
    tokens, place = [], 0
    for row in rows:
        word, lemma, upos, feats, head, deprel = row.split()
        tokens.append(Token(place, place + len(word), word, lemma, upos, "" if feats == "_" else feats, int(head), deprel))
        place += len(word) + 1
    text = " ".join(token.text for token in tokens)
    return text, Sentence(0, len(text), tuple(tokens))


WILL = (
    "They they PRON _ 3 nsubj",
    "will will AUX VerbForm=Fin 3 aux",
    "meet meet VERB VerbForm=Inf 0 root",
    "Friday Friday PROPN _ 3 obl:tmod",
)
MET = ("They they PRON _ 2 nsubj", "met meet VERB Tense=Past|VerbForm=Fin 0 root", "Friday Friday PROPN _ 2 obl:tmod")
PLANNED = (
    "They they PRON _ 2 nsubj",
    "agreed agree VERB Tense=Past|VerbForm=Fin 0 root",
    "to to PART _ 4 mark",
    "meet meet VERB VerbForm=Inf 2 xcomp",
    "Friday Friday PROPN _ 4 obl:tmod",
)
SCHEDULED = (
    "The the DET _ 2 det",
    "vote vote NOUN _ 6 nsubj",
    "scheduled schedule VERB Tense=Past|VerbForm=Part 2 acl",
    "for for ADP _ 5 case",
    "Friday Friday PROPN _ 3 obl",
    "failed fail VERB Tense=Past|VerbForm=Fin 0 root",
)
RESUMES = ("It it PRON _ 2 nsubj", "resumes resume VERB Tense=Pres|VerbForm=Fin 0 root", "Friday Friday PROPN _ 2 obl:tmod")
IN_A_NOUN = (
    "It it PRON _ 2 nsubj",
    "condemns condemn VERB Tense=Pres|VerbForm=Fin 0 root",
    "Friday Friday PROPN _ 5 nmod:poss",
    "'s 's PART _ 3 case",
    "strike strike NOUN _ 2 obj",
)


@pytest.mark.parametrize(
    ("rows", "friday"),
    [
        (WILL, "2024-08-02"),
        (MET, "2024-07-26"),
        (PLANNED, "2024-08-02"),
        (SCHEDULED, "2024-08-02"),
        (RESUMES, "2024-08-02"),
        (IN_A_NOUN, "2024-07-26"),
    ],
)
def test_the_governing_verb_decides_which_friday_is_meant(rows: tuple[str, ...], friday: str) -> None:
    text, sentence = tree(*rows)
    (time,) = find_times(text, (sentence,), DATELINE)
    assert (time.text, time.edtf) == ("Friday", friday)


def test_a_verb_that_looks_like_a_month_is_no_time() -> None:
    text, sentence = tree("May may AUX VerbForm=Fin 3 aux", "they they PRON _ 3 nsubj", "march march VERB VerbForm=Inf 0 root")
    assert find_times(text, (sentence,), DATELINE) == ()


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Both will sign it on Friday.", "Friday", Tense.FUTURE),
        ("Both signed it on Friday.", "Friday", Tense.PAST),
        ("It is to be held on Friday.", "Friday", Tense.FUTURE),
        ("The session on Friday", "Friday", Tense.UNKNOWN),
    ],
)
def test_without_trees_the_nearest_telling_word_decides(text: str, word: str, expected: Tense) -> None:
    tenses = Tenses(scan(text), ())
    assert tenses.at(text.index(word)) is expected


def test_the_tree_of_a_table_is_not_climbed() -> None:
    rows = [f"w{i} w VERB Tense=Past|VerbForm=Fin 0 root" for i in range(500)]
    text, sentence = tree(*rows, "Friday Friday PROPN _ 1 obl")
    assert Tenses(scan(text), (sentence,)).token(text.index("Friday")) is None
