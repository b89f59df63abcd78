"""From bytes to text."""

from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.capture.decoding import decode
from communique.model.errors import SourceUnreadable

PROSE = "The envoys of Norland and Southmark met at the café by the bridge, “for the fifth time”, they said – and agreed to meet again. "
CYRILLIC = "Делегации встретились на мосту в понедельник и договорились открыть границу для грузовиков, сообщило министерство. " * 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_common_encodings_are_told_apart(encoding: str) -> None:
    assert decode(PROSE.encode(encoding), "a.txt").text == PROSE


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_known_without_its_mark(encoding: str) -> None:
    assert decode(PROSE.encode(encoding), "a.txt").text == PROSE


def test_a_text_in_another_script_is_detected() -> None:
    assert decode(CYRILLIC.encode("cp1251"), "a.txt").text == CYRILLIC


def test_html_may_declare_its_encoding() -> None:
    page = f'<html><head><meta charset="windows-1251"></head><body><p>{CYRILLIC[:60]}</p></body></html>'
    assert CYRILLIC[:60] in decode(page.encode("cp1251"), "a.html", is_html=True).text


def test_valid_utf8_counts_more_than_a_wrong_declaration() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body>Café “talks”</body></html>'
    assert decode(page.encode(), "a.html", is_html=True).text == page


def test_a_declared_seven_bit_encoding_is_believed() -> None:
    page = '<html><head><meta charset="iso-2022-jp"></head><body>会談</body></html>'
    assert decode(page.encode("iso2022_jp"), "a.html", is_html=True).text == page


def test_an_unknown_declaration_is_passed_over() -> None:
    assert decode('<meta charset="no-such-thing">Café'.encode(), "a.html", is_html=True).text.endswith("Café")


def test_one_broken_letter_is_marked_and_counted() -> None:
    decoded = decode(PROSE.encode() * 3 + b"talks \xc3( again", "a.txt")
    assert decoded.n_damaged == 1
    assert decoded.text.endswith("talks �( again")


def test_one_broken_letter_in_plain_ascii_is_no_foreign_letter() -> None:
    decoded = decode(b"The envoys met on Monday and agreed to meet again \xc3( soon.", "a.txt")
    assert (decoded.encoding, decoded.n_damaged) == ("utf-8", 1)


def test_a_replacement_character_of_the_source_is_not_counted() -> None:
    assert decode("A hole � in the text".encode(), "a.txt").n_damaged == 0


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 rest", "a PDF document"),
        (b"PK\x03\x04rest", "a zip archive or an office document"),
        (b"\x89PNG\r\n\x1a\nrest", "a PNG image"),
        (b"\xff\xd8\xff\xe0rest", "a JPEG image"),
        (b"\x1f\x8brest", "a gzip archive"),
        (b"{\\rtf1 rest", "an RTF document"),
        (b"SQLite format 3\x00", "an SQLite database"),
    ],
)
def test_the_message_names_what_the_file_is(data: bytes, what: str) -> None:
    with pytest.raises(SourceUnreadable, match=what) as caught:
        decode(data, "a.txt")
    assert "a.txt" in caught.value.error
    assert caught.value.remedy


JUNK = {"all": bytes(range(256)) * 20, "zero": b"text with \x00 a zero byte", "codes": b"\x01\x02\x03\x04 ab" * 50}


@pytest.mark.parametrize("data", JUNK.values(), ids=JUNK)
def test_binary_junk_is_refused(data: bytes) -> None:
    with pytest.raises(SourceUnreadable):
        decode(data, "junk.txt")


def test_utf16_that_is_junk_is_refused() -> None:
    with pytest.raises(SourceUnreadable):
        decode(codecs.BOM_UTF16_LE + b"\x00\xd8\x01\xe0" * 100, "a.txt")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=200))
def test_any_text_in_utf8_comes_back(text: str) -> None:
    with_room = f"{PROSE}{text.replace(chr(0xFFFD), '').replace(chr(0xFEFF), '')}"
    assert decode(with_room.encode(), "a.txt").text == with_room


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_give_a_text_or_one_error(data: bytes) -> None:
    with contextlib.suppress(SourceUnreadable):
        assert isinstance(decode(data, "a.bin", is_html=True).text, str)
