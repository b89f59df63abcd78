"""What the claim head is told of each word."""

from __future__ import annotations

from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.model.vocabulary import ClaimKind
from communique.reading.grammar import Grammar
from communique.reading.parties import Parties
from communique.reading.references import TextReferences
from communique.reading.text import Text
from communique.reading.traits import KINDS, N_HUNG, RELATIONS, SORTS, UPOS, Traits, find_traits, lists_of
from tests.reading.golden_cases import load_analyser

TEXT = "Chad and Niger held talks in Vienna on Monday. “We are glad,” said Marie Dupont."


def traits_of(content: str) -> tuple[Text, Traits]:
    text = Text(load_analyser().analyse(content, "2024-07-30"), Version(hash_text(content), content))
    parties = Parties(text, TextReferences(text))
    return text, find_traits(text, parties, Grammar(text, parties).claims)


def test_every_word_has_its_traits() -> None:
    text, traits = traits_of(TEXT)
    n = len(text)
    assert traits.upos.shape == traits.relations.shape == traits.sorts.shape == traits.heads.shape == traits.sentences.shape == (n,)
    assert traits.hung.shape == (n, N_HUNG)
    assert [UPOS[i] for i in traits.upos] == text.upos
    assert [RELATIONS[i] for i in traits.relations] == text.bases
    assert traits.heads.tolist() == text.head


def test_names_are_told_by_what_they_are_to_a_negotiation() -> None:
    text, traits = traits_of(TEXT)
    sort = {text.words[i]: SORTS[traits.sorts[i]] for i in range(len(text))}
    assert (sort["chad"], sort["niger"], sort["vienna"], sort["dupont"], sort["talks"]) == ("state", "state", "place", "person", "none")


def test_times_and_reported_words_are_marked() -> None:
    text, traits = traits_of(TEXT)
    marked = {name: {text.words[i] for i in range(len(text)) if traits.flags[i, at]} for at, name in enumerate(("time", "direct"))}
    assert "monday" in marked["time"]
    assert {"we", "glad"} <= marked["direct"]
    assert "vienna" not in marked["time"] | marked["direct"]


def test_what_the_grammar_found_hangs_on_its_head_word() -> None:
    text, traits = traits_of(TEXT)
    meeting = KINDS.index(ClaimKind.MEETING)
    (carrier,) = [i for i in range(len(text)) if traits.hung[i, meeting]]
    assert text.words[carrier] in {"held", "talks"}
    assert traits.told[carrier, meeting] == 1
    assert traits.hung[carrier].sum() == 1 + len(lists_of(ClaimKind.MEETING))
    assert traits.told[text.words.index("glad"), meeting] == 0
