"""The word diff."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from communique.stories.wording import Edit, EditKind, word_diff

PROSE = st.lists(
    st.sampled_from(["the", "talks", "held", "on", "1993", "Kılıç", "’s", "“open”", "\n\n", "border-crossing", "🙂", "֏", "."]), max_size=14
).map(" ".join)


def changed(before: str, after: str) -> list[tuple[str, str, str]]:
    return [
        (edit.kind.value, before[edit.before_start : edit.before_end], after[edit.after_start : edit.after_end])
        for edit in word_diff(before, after)
        if edit.kind is not EditKind.EQUAL
    ]


def test_an_exchanged_word_is_shown_alone() -> None:
    assert changed("The step was never introduced.", "The step was never implemented.") == [("replace", "introduced", "implemented")]


def test_a_phrase_is_not_broken_up_by_the_grammar_words_in_it() -> None:
    assert changed("They met on the edge of the plain.", "They met at the foot of a mountain.") == [
        ("replace", "on the edge of the plain", "at the foot of a mountain")
    ]


def test_an_added_word_stands_between_equal_runs() -> None:
    assert changed("a ceasefire held", "a fragile ceasefire held") == [("insert", "", "fragile")]


def test_quotation_marks_of_another_style_are_no_change() -> None:
    assert changed("“It’s over,” he said.", '"It\'s over," he said.') == []


@given(PROSE | st.text(max_size=60), PROSE | st.text(max_size=60))
def test_the_edits_cover_both_texts_from_end_to_end(before: str, after: str) -> None:
    edits = word_diff(before, after)
    assert "".join(before[e.before_start : e.before_end] for e in edits) == before
    assert "".join(after[e.after_start : e.after_end] for e in edits) == after
    assert _is_gapless(edits)


@given(PROSE)
def test_equal_texts_have_no_change(text: str) -> None:
    assert changed(text, text) == []


def _is_gapless(edits: tuple[Edit, ...]) -> bool:
    return all(a.before_end == b.before_start and a.after_end == b.after_start for a, b in itertools.pairwise(edits))
