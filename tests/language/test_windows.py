"""Windows: every piece in one, none too long, and cut where a sentence surely ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.language.pieces import PieceTable
from communique.language.windows import BLOCK, HARD_LIMIT, SOFT_LIMIT, cut_windows, find_blocks
from tests.language.test_pieces import VOCABULARY

TABLE = PieceTable(VOCABULARY)


def first_words(text: str) -> list[str]:
    pieces = TABLE.cut(text)
    return [text[pieces.starts[start] :].split(maxsplit=1)[0] for start, _ in cut_windows(pieces, text)]


@given(st.lists(st.sampled_from(["Talks", "can", "border.", "U.S.", "Mr.", "(2022)", "\n", "\n\n", "-", "“Not", "so”."]), max_size=900))
def test_windows_cover_all_pieces_in_order_and_stay_within_the_limit(words: list[str]) -> None:
    text = " ".join(words)
    pieces = TABLE.cut(text)
    place = 0
    for start, end in cut_windows(pieces, text):
        assert start == place
        assert 0 < end - start <= HARD_LIMIT
        place = end
    assert place == len(pieces)


def test_a_short_text_is_one_window() -> None:
    assert len(cut_windows(TABLE.cut("Can. Can. Can."), "Can. Can. Can.")) == 1


def test_a_window_ends_before_a_sentence_not_after_an_abbreviation() -> None:
    filler = "can " * (SOFT_LIMIT - 8)
    assert first_words(f"{filler}. Talks not with Mr. Border not") == ["can", "Talks"]


def test_a_paragraph_border_is_a_window_border() -> None:
    filler = "can " * (SOFT_LIMIT - 8)
    assert first_words(f"{filler}\n\ntalks not not not not not not not not not not") == ["can", "talks"]


def test_an_endless_sentence_is_cut_at_a_comma_or_a_space() -> None:
    text = "can " * 150 + "can, " + "not " * 200
    assert first_words(text)[:2] == ["can", "not"]


@pytest.mark.parametrize("unit", ["a", "talks ", "talks\n", "talks. Can\n\n", "😀"])
def test_blocks_are_bounded_and_make_up_the_text(unit: str) -> None:
    text = unit * (3 * BLOCK // len(unit))
    blocks = list(find_blocks(text))
    assert "".join(text[start:end] for start, end in blocks) == text
    assert all(0 < end - start <= BLOCK for start, end in blocks)
