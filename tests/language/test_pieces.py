"""Pieces: exact offsets in every script, and a border wherever a word may begin."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.language.pieces import SHAPES, SPACINGS, PieceTable

VOCABULARY = (
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"),
    *"abcdefghijklmnopqrstuvwxyz0123456789.,;:!?'\"()-/<>=",
    *("##" + c for c in "abcdefghijklmnopqrstuvwxyz0123456789"),
    *("can", "not", "talks", "border", "2022", "##pm", "ա", "##ա"),
)


@pytest.fixture(scope="module")
def table() -> PieceTable:
    return PieceTable(VOCABULARY)


def cut(table: PieceTable, text: str) -> list[str]:
    pieces = table.cut(text)
    return [text[start:end] for start, end in zip(pieces.starts, pieces.ends, strict=True)]


def shapes(table: PieceTable, text: str) -> list[str]:
    return [SHAPES[i] for i in table.cut(text).shapes]


@pytest.mark.parametrize(
    ("text", "borders"),
    [
        ("cannot", ["can", "not"]),
        ("don't", ["do", "n", "'", "t"]),
        ("Don’t", ["Do", "n", "’", "t"]),
        ("they're", ["they", "'", "re"]),
        ("gonna", ["gon", "na"]),
        ("10am", ["10", "am"]),
        ("U.S.-led", ["U", ".", "S", ".", "-", "led"]),
        ("2022/23", ["2022", "/", "23"]),
    ],
)
def test_a_word_may_begin_at_every_border(table: PieceTable, text: str, borders: list[str]) -> None:
    pieces = table.cut(text)
    starts = {int(start) for start, opens in zip(pieces.starts, pieces.opens, strict=True) if opens}
    wanted, place = set(), 0
    for part in borders:
        wanted.add(place)
        place += len(part)
    assert starts == wanted


def test_a_run_of_the_same_mark_is_one_piece(table: PieceTable) -> None:
    assert cut(table, "talks ........ border") == ["talks", "........", "border"]
    assert shapes(table, "........") == ["run"]


def test_curly_quotes_have_the_ids_of_straight_ones(table: PieceTable) -> None:
    assert table.cut("“talks”").ids.tolist() == table.cut('"talks"').ids.tolist()
    assert table.cut("can’t").ids.tolist() == table.cut("can't").ids.tolist()


def test_letters_with_accents_have_the_ids_of_plain_ones_and_their_own_offsets(table: PieceTable) -> None:
    assert table.cut("çan").ids.tolist() == table.cut("can").ids.tolist()
    decomposed = unicodedata.normalize("NFD", "çan not")
    assert cut(table, decomposed) == [unicodedata.normalize("NFD", "çan"), "not"]


def test_soft_hyphens_and_zero_width_joiners_stay_inside_their_word(table: PieceTable) -> None:
    assert cut(table, "bor\u00adder talks\u200d") == ["bor\u00adder", "talks\u200d"]
    assert table.cut("bor\u00adder").ids.tolist() == table.cut("border").ids.tolist()


def test_a_no_break_space_is_a_space(table: PieceTable) -> None:
    pieces = table.cut("talks\u00a0border")
    assert [SPACINGS[i] for i in pieces.spacings] == ["blank", "space"]


def test_spacing_tells_line_ends_from_empty_lines(table: PieceTable) -> None:
    pieces = table.cut("can can\ncan\r\ncan\n\ncan \n \n can")
    assert [SPACINGS[i] for i in pieces.spacings] == ["blank", "space", "newline", "newline", "blank", "blank"]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("talks", "lower"),
        ("Talks", "title"),
        ("TALKS", "upper"),
        ("T", "initial"),
        ("tAlks", "mixed"),
        ("2022", "digit"),
        (",", "mark"),
        ("€", "symbol"),
        ("حدود", "caseless"),
        ("😀", "symbol"),
    ],
)
def test_shape_tells_the_casing_that_the_vocabulary_drops(table: PieceTable, text: str, shape: str) -> None:
    assert set(shapes(table, text)) == {shape}


def test_nothing_but_white_space_has_no_pieces(table: PieceTable) -> None:
    assert len(table.cut("")) == len(table.cut(" \n\t\u00a0")) == len(table.cut("\ufeff\u200b")) == 0


@given(st.text(max_size=120))
def test_pieces_are_in_order_and_hold_all_that_is_no_space(text: str) -> None:
    table = PieceTable(VOCABULARY)
    pieces = table.cut(text)
    place = 0
    for start, end in zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True):
        assert place <= start < end <= len(text)
        assert all(c.isspace() or unicodedata.category(c)[0] in "CM" for c in text[place:start])
        place = end
    assert all(c.isspace() or unicodedata.category(c)[0] in "CM" for c in text[place:])


@given(st.text(alphabet="Հայաստան და ე́ البيت 👨‍👩‍👧 ß ﬁ ǅ İ x'.1\n", max_size=60))
def test_a_text_is_cut_the_same_whatever_was_cut_before(text: str) -> None:
    used = PieceTable(VOCABULARY)
    used.cut("Haya talks Ստան " + text[::-1])
    fresh = PieceTable(VOCABULARY).cut(text)
    again = used.cut(text)
    assert fresh.ids.tolist() == again.ids.tolist()
    assert fresh.starts.tolist() == again.starts.tolist()
    assert fresh.ends.tolist() == again.ends.tolist()
