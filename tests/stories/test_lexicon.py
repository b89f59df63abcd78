"""The vocabulary of rewording does not contradict itself."""

from __future__ import annotations

from communique.stories.lexicon import load_lexicon, words_of
from communique.stories.substance import Verdict, compare_substance


def test_no_line_of_synonyms_holds_two_opposites() -> None:
    lines = [set(line) for line in load_lexicon()["synonyms"]]
    clashes = [(a, b) for a, b in load_lexicon()["opposites"] if any({a, b} <= line for line in lines)]
    assert clashes == []


def test_every_opposite_makes_another_fact_and_no_synonym_does() -> None:
    for a, b in load_lexicon()["opposites"]:
        assert compare_substance(f"It was {a} then.", f"It was {b} then.").verdict is Verdict.REPLACED, (a, b)
    for first, *others in load_lexicon()["synonyms"]:
        for other in others:
            pair = f"they did {first.replace('_', ' ')} it", f"they did {other.replace('_', ' ')} it"
            assert compare_substance(*pair).verdict in {Verdict.SAME, Verdict.EXTENDED, Verdict.REDUCED}, (first, other)


def test_function_words_are_read_as_words() -> None:
    assert {"the", "no", "not", "on"} <= words_of("function_words")
