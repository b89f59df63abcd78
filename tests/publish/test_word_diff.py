"""Word diffs spell both texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from communique.publish.word_diff import Fate, diff_words

TEXT = st.text(alphabet="ab c.’“é", max_size=40)


def words(before: str, after: str) -> list[tuple[str, str]]:
    return [(run.fate.value, run.text) for run in diff_words(before, after)]


def test_changed_words_stand_side_by_side() -> None:
    assert words("a step that was never taken", "a step that was never carried out") == [
        ("kept", "a step that was never "),
        ("removed", "taken"),
        ("added", "carried out"),
    ]


def test_words_around_a_lone_space_are_one_change() -> None:
    assert words("broke off ties", "closed its ties") == [("removed", "broke off"), ("added", "closed its"), ("kept", " ties")]


def test_the_same_text_is_kept_whole() -> None:
    assert words("as it was", "as it was") == [("kept", "as it was")]


def test_another_style_of_quotation_marks_is_no_change() -> None:
    assert words("the “last” train", 'the "last" train') == [("kept", 'the "last" train')]


@given(TEXT, TEXT)
def test_the_runs_spell_the_text_after(before: str, after: str) -> None:
    assert "".join(run.text for run in diff_words(before, after) if run.fate != Fate.REMOVED) == after


@given(TEXT, TEXT)
def test_every_word_of_the_text_before_is_kept_or_removed(before: str, after: str) -> None:
    spelled = "".join(run.text for run in diff_words(before, after) if run.fate != Fate.ADDED)
    assert [char for char in spelled if char.isalpha()] == [char for char in before if char.isalpha()]
