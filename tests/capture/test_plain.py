"""Plain texts: paragraphs, wrapped lines, round trips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.capture.plain import is_wrapped, read_plain
from communique.model.errors import SourceEmpty
from communique.model.ids import hash_text

WRAPPED = """The envoys of Norland and Southmark met at the bridge on
Monday. They agreed to open it to trucks by the first of
May, and to meet again in spring.

Nothing else was known at the time, and a spokesman of the
ministry declined to comment."""
WORD = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=9)
PARAGRAPH = st.lists(WORD, min_size=1, max_size=9).map(" ".join)


def text_of(source: str) -> str:
    return read_plain(source, "a.txt").text


def test_lines_wrapped_at_a_margin_are_joined() -> None:
    assert is_wrapped(WRAPPED)
    assert text_of(WRAPPED).startswith("The envoys of Norland and Southmark met at the bridge on Monday. They agreed")
    assert text_of(WRAPPED).count("\n\n") == 1
    assert text_of(WRAPPED).count("\n") == 2


def test_wrapped_lines_are_joined_around_inline_tags_too() -> None:
    assert text_of(WRAPPED.replace("bridge", "<b>bridge</b>")) == text_of(WRAPPED)


def test_a_text_of_one_line_a_paragraph_keeps_its_paragraphs() -> None:
    assert text_of("Envoys meet\nThe envoys met.\nThey left.") == "Envoys meet\n\nThe envoys met.\n\nThey left."
    assert text_of("Envoys meet\nThe <b>envoys</b> met.\nThey left.") == "Envoys meet\n\nThe envoys met.\n\nThey left."


def test_items_of_a_list_are_paragraphs_even_in_wrapped_texts() -> None:
    assert "\n\n- open the bridge\n\n- lift the visa" in text_of(WRAPPED + "\n- open the bridge\n- lift the visa requirement")


def test_white_space_has_one_form() -> None:
    assert text_of("\ufeff They  met.\t \r\n\r\n\r\n \u00a0They left. \r\n") == "They met.\n\nThey left."


def test_the_id_is_the_hash_of_the_text() -> None:
    version = read_plain("date 2024-07-30 They met.", "a.txt")
    assert (version.id, version.published_at) == (hash_text("They met."), "2024-07-30")
    assert version.captured_at is None


@pytest.mark.parametrize("blank", ["", " \n\t ", "<p></p>", "date 2024-07-30", "\u200b\ufeff", "<!-- nothing -->"])
def test_nothing_but_white_space_markup_or_header_is_an_error(blank: str) -> None:
    with pytest.raises(SourceEmpty, match=r"a\.txt"):
        read_plain(blank, "a.txt")


@given(st.lists(PARAGRAPH, min_size=1, max_size=6))
def test_any_text_survives_the_round_trip(paragraphs: list[str]) -> None:
    text = text_of("\n\n".join(paragraphs))
    assert text.split() == text_of(text).split()
    assert text_of(text) == text
    assert [p for p in text.split("\n\n") if p] == text.split("\n\n")


@given(st.text())
def test_reading_what_was_read_changes_nothing(source: str) -> None:
    try:
        once = text_of(source)
    except SourceEmpty:
        return
    flat = once.replace("&", "and").replace("<", "(").replace(":", ",")
    assert text_of(flat) == flat
    assert "\n" not in once.replace("\n\n", "")


@given(st.lists(PARAGRAPH, min_size=1, max_size=6), st.sampled_from(["\n", "\r\n", "\r"]))
def test_the_kind_of_line_end_does_not_matter(paragraphs: list[str], end: str) -> None:
    assert text_of((end * 2).join(paragraphs)) == text_of("\n\n".join(paragraphs))
