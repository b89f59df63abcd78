"""A long text is sent in whole paragraphs; nothing but white space is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.reading.llm.parts import Part, split_text

words = st.text(alphabet="ab .\n", max_size=200)


def pieces(text: str, window: int, sentences: tuple[Part, ...] = ()) -> list[str]:
    return [text[part.start : part.end] for part in split_text(text, sentences, window)]


@pytest.mark.parametrize(
    ("text", "window", "expected"),
    [
        ("one two", 100, ["one two"]),
        ("aaaa\n\nbbbb\n\ncccc", 10, ["aaaa\n\nbbbb", "cccc"]),
        ("aaaa\n\nbbbb\n\ncccc", 4, ["aaaa", "bbbb", "cccc"]),
        ("\n\n  aaaa\n \nbbbb\n\n", 4, ["aaaa", "bbbb"]),
        (" \n\n ", 4, []),
    ],
)
def test_parts_end_with_paragraphs(text: str, window: int, expected: list[str]) -> None:
    assert pieces(text, window) == expected


def test_a_paragraph_longer_than_the_window_is_cut_at_sentence_ends() -> None:
    text = "One two. Three four. Five.\n\nSix."
    sentences = (Part(0, 8), Part(9, 20), Part(21, 26), Part(28, 32))
    assert pieces(text, 20, sentences) == ["One two. Three four.", "Five.\n\nSix."]


def test_a_sentence_is_never_cut() -> None:
    assert pieces("A sentence without an end.", 5) == ["A sentence without an end."]


def test_a_range_of_a_text_is_split_by_itself() -> None:
    text = "aaaa\n\nbbbb\n\ncccc"
    assert split_text(text, (), 4, Part(6, 16)) == (Part(6, 10), Part(12, 16))


@given(words, st.integers(1, 50))
def test_parts_follow_each_other_and_leave_out_white_space_only(text: str, window: int) -> None:
    parts = split_text(text, (), window)
    ends = [0, *(offset for part in parts for offset in (part.start, part.end)), len(text)]
    assert ends == sorted(ends)
    assert all(text[end:start].strip() == "" for end, start in zip(ends[::2], ends[1::2], strict=True))
