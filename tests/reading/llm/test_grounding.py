"""Only what stands in the text is kept, in the text's own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.reading.llm.grounding import Grounds
from communique.reading.llm.parts import Part
from tests.reading.llm.sample import TEXT, make_text

GROUNDS = Grounds(make_text())
WHOLE = Part(0, len(TEXT))
NEWS = (
    "Ankara said on Monday that Turkey’s foreign ministry had invited the Libyan government. The Kremlin was silent. "
    "UN envoy Hanan Farrow met rebels of the Free Delta Army in Valletta for the twenty-first time, after 4 calls."
)


def at(quote: str, occurrence: int | None = None, part: Part = WHOLE) -> str | None:
    place = GROUNDS.anchor(quote, occurrence, part)
    return TEXT[slice(*place)] if place else None


def test_an_anchor_is_found_letter_for_letter() -> None:
    assert at("agreed to reopen the rail link") == "agreed to reopen the rail link"
    assert at("Agreed to reopen the rail link") is None
    assert at("agreed to open the rail link") is None
    assert at("") is None


def test_plain_quotation_marks_find_typographic_ones_and_stay_outside() -> None:
    assert at('"We want trains,"') == "We want trains"


def test_a_piece_of_a_word_is_no_anchor() -> None:
    assert at("eopen the rail") is None
    assert at("agreed to reo") is None


def test_an_anchor_stays_within_its_paragraph() -> None:
    assert at("by June.\n\n“We want") is None


def test_an_occurrence_counts_inside_the_part_that_was_sent() -> None:
    first, second, third = (TEXT.index("talks in"), TEXT.index("Talks"), TEXT.rindex("talks"))
    assert GROUNDS.anchor("talks", 1, WHOLE) == (first, first + 5)
    assert GROUNDS.anchor("talks", 2, WHOLE) == (third, third + 5)
    assert GROUNDS.anchor("talks", None, Part(second, len(TEXT))) == (third, third + 5)
    assert GROUNDS.anchor("talks", 3, WHOLE) is None
    assert GROUNDS.anchor("talks", -1, WHOLE) is None
    assert GROUNDS.anchor("talks", None, Part(second, third)) is None


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_whatever_is_found_stands_in_the_text(start: int, end: int) -> None:
    quote = TEXT[start:end]
    place = GROUNDS.anchor(quote, None, WHOLE)
    if place:
        assert TEXT[slice(*place)] in quote


@given(st.text(alphabet="abc “'\n", max_size=8))
def test_words_of_somebody_else_are_never_found(quote: str) -> None:
    assert GROUNDS.verbatim(f"x{quote}q") is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Turkey", "Turkey"),
        ("Türkiye", "Turkey"),
        ("Turkish Foreign Ministry", "Turkey"),
        ("Libya", "Libya"),
        ("Libyan government", "Libya"),
        ("Russia", "Russia"),
        ("United Nations", "United Nations"),
        ("Free Delta Army", "Free Delta Army"),
        ("Greece", None),
        ("Greek government", None),
        ("rebels", None),
        ("Delta Liberation Army", None),
    ],
)
def test_a_party_is_known_by_its_name_alias_adjective_or_capital_and_by_nothing_else(name: str, expected: str | None) -> None:
    assert Grounds(make_text(NEWS)).actor(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kari Østby", "Kari Østby"),
        ("Kari Ostby", "Kari Østby"),
        ("Norway", "Norway"),
        ("Norway; Sweden", "Norway; Sweden"),
        ("Norwegian envoy", "Norwegian envoy"),
        ("Norway; Finland", None),
        ("Ola Nordmann", None),
    ],
)
def test_a_speaker_is_a_name_or_a_description_of_the_text(name: str, expected: str | None) -> None:
    assert GROUNDS.speaker(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Valletta", "Valletta"), ("Malta", None), ("Libya", "Libya"), ("Türkiye", "Turkey"), ("Tripoli", None), ("Geneva", None)],
)
def test_a_place_is_as_the_text_writes_it(name: str, expected: str | None) -> None:
    text = NEWS.replace("in Valletta", "in a harbour") if name == "Malta" else NEWS
    assert Grounds(make_text(text)).place(name) == expected


@pytest.mark.parametrize(("number", "expected"), [(21, 21), (1, 1), (4, 4), (20, None), (5, None)])
def test_a_number_is_stated_in_words_or_figures(number: int, expected: int | None) -> None:
    assert Grounds(make_text(NEWS)).number(number) == expected


@pytest.mark.parametrize(
    ("date", "expected"), [("2024-05-02", "2024-05-02"), ("2022-02/..", "2022-02/.."), ("2024-02-30", None), ("Thursday", None)]
)
def test_a_date_is_edtf_or_none(date: str, expected: str | None) -> None:
    assert GROUNDS.date(date) == expected
