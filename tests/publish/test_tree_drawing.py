"""Where the words and arcs of a drawn tree stand."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.analysis import Sentence, Token
from communique.publish.tree_drawing import FIRST_HEIGHT, LABEL_CHAR, WORD_CHAR, draw_tree, text_width


def sentence(*rows: tuple[str, int, str]) -> Sentence:
    """Return a sentence of words with head and relation, one space between words."""
    tokens, start = [], 0
    for text, head, deprel in rows:
        tokens.append(Token(start, start + len(text), text, text.lower(), "NOUN", "Number=Sing", head, deprel))
        start += len(text) + 1
    return Sentence(0, start - 1, tuple(tokens))


PLAIN = sentence(("Envoys", 2, "nsubj"), ("met", 0, "root"), ("in", 4, "case"), ("Sund", 2, "obl"), (".", 2, "punct"))


def test_every_word_and_every_relation_is_drawn() -> None:
    drawing = draw_tree(PLAIN)
    assert drawing
    assert [word.text for word in drawing.words] == ["Envoys", "met", "in", "Sund", "."]
    assert sorted(arc.label for arc in drawing.arcs) == ["case", "nsubj", "obl", "punct", "root"]
    assert [word.text for word in drawing.words if word.is_root] == ["met"]


def test_an_arrow_points_at_the_dependent() -> None:
    drawing = draw_tree(PLAIN)
    assert drawing
    x = {word.text: word.x for word in drawing.words}
    tips = {arc.label: arc.tip for arc in drawing.arcs}
    assert tips == {"nsubj": x["Envoys"], "case": x["in"], "obl": x["Sund"], "punct": x["."], "root": x["met"]}


def test_the_tree_is_also_told_in_words() -> None:
    drawing = draw_tree(PLAIN)
    assert drawing
    assert drawing.description.startswith("Envoys is nsubj of met; met is the root; in is case of Sund")


def test_the_words_make_room_for_the_label_of_a_short_relation() -> None:
    drawing = draw_tree(sentence(("a", 2, "a-very-long-relation"), ("b", 0, "root")))
    assert drawing
    assert drawing.words[1].x - drawing.words[0].x > text_width("a-very-long-relation", LABEL_CHAR)


def test_a_wide_character_counts_twice_and_a_combining_one_not_at_all() -> None:
    assert text_width("語", 2.0) == 4.0
    assert text_width("e\u0301", 2.0) == 2.0


def test_a_sentence_without_words_has_no_drawing() -> None:
    assert draw_tree(Sentence(0, 0, ())) is None


def test_a_head_that_is_no_word_is_not_drawn() -> None:
    drawing = draw_tree(sentence(("a", 9, "dep"), ("b", 2, "dep"), ("c", 0, "root")))
    assert drawing
    assert [arc.label for arc in drawing.arcs] == ["root"]


ROWS = st.lists(
    st.tuples(st.sampled_from(["a", "border", "normalisation"]), st.integers(0, 12), st.sampled_from(["obj", "nmod"])),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_no_two_arcs_run_over_each_other_and_no_two_words_touch(rows: list[tuple[str, int, str]]) -> None:
    drawing = draw_tree(sentence(*rows))
    assert drawing
    runs = [(arc.label_y, *sorted((arc.tip, 2 * arc.label_x - arc.tip))) for arc in drawing.arcs if "H" in arc.path]
    for (y, left, right), (other_y, other_left, other_right) in combinations(runs, 2):
        assert y != other_y or right <= other_left + 0.3 or other_right <= left + 0.3
    for before, after in pairwise(drawing.words):
        assert after.x - before.x >= (text_width(before.text, WORD_CHAR) + text_width(after.text, WORD_CHAR)) / 2
    assert all(0 < arc.label_y <= drawing.baseline - FIRST_HEIGHT for arc in drawing.arcs)
    assert all(0 < word.x < drawing.width for word in drawing.words)
