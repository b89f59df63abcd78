"""Numbered source sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.record import Evidence, Story
from communique.model.sources import Version
from communique.model.vocabulary import Factuality
from communique.publish.notes import Notes, sentence_around
from tests.publish.sample import BRIDGE, FIRST, FIRST_TEXT, FOURTH_ROUND, OTHER, SECOND, STORIES, THIRD_ROUND, ev


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("One met. Two met. Three met.", "Two", "Two met."),
        ("Mr. Vik met Dr. Sund at 3 p.m. on Jan. 4. They left.", "Sund", "Mr. Vik met Dr. Sund at 3 p.m. on Jan. 4."),
        ("The U.S. envoy J. Lind came. He left.", "Lind", "The U.S. envoy J. Lind came."),
        ("“We agree.” She left.", "agree", "“We agree.”"),
        ("“We agree,” she said. “We go on.”", "go on", "“We go on.”"),
        ("Tariffs fell by 2.5 percent. Trade rose.", "2.5", "Tariffs fell by 2.5 percent."),
        ("They met... and talked. Then left.", "talked", "They met... and talked."),
        ("First paragraph\n\nSecond one here\n\nThird", "one", "Second one here"),
        ("No full stop at all", "full", "No full stop at all"),
        ("Одна встреча. Другая встреча.", "Другая", "Другая встреча."),
        ("One met. Two met.", "One met. Two", "One met. Two met."),
    ],
)
def test_the_sentence_around_words_is_found(text: str, words: str, sentence: str) -> None:
    start = text.index(words)
    first, last = sentence_around(text, start, start + len(words))
    assert text[first:last] == sentence


@given(st.text(alphabet="ab .!?”\n“AÉ1", min_size=1, max_size=80), st.data())
def test_a_sentence_always_covers_the_words_and_has_no_blank_ends(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = sentence_around(text, start, end)
    assert 0 <= first <= start < end <= last <= len(text)
    assert first == start or not text[first].isspace()
    assert last == end or not text[last - 1].isspace()


def test_two_entries_of_one_sentence_share_its_number() -> None:
    notes = Notes(STORIES)
    meeting, commitment = notes.cite(THIRD_ROUND.evidence), notes.cite(BRIDGE.evidence)
    assert [c.number for c in meeting] == [1, 2]
    assert [c.number for c in commitment] == [1, 2, 3]
    assert [c.turn for c in commitment] == [2, 2, 1]
    first = notes.entries()[0]
    assert [segment.text for segment in first.segments if segment.is_marked] == [
        "third round in Genoa in March 2023",
        "agreed to reopen the Selna bridge to lorries",
    ]
    assert first.n_citations == 2


def test_a_note_spells_the_sentence_exactly() -> None:
    notes = Notes(STORIES)
    notes.cite([*BRIDGE.evidence, *FOURTH_ROUND.evidence])
    assert all(note.sentence in note.version.text for note in notes.entries())


def test_a_note_names_outlet_date_and_version() -> None:
    notes = Notes(STORIES, is_short=False)
    notes.cite([*FOURTH_ROUND.evidence, ev(OTHER, "on 3 April 2023")])
    assert [note.label for note in notes.entries()] == [
        "The Herald, 20 June 2024, version 1 of 2",
        "The Herald, ≈20 June 2024, version 2 of 2",
        "Courier, 5 July 2024",
    ]


def test_a_sentence_that_two_versions_share_is_one_note_that_names_both() -> None:
    notes = Notes(STORIES)
    assert [c.number for c in notes.cite([ev(FIRST, "Ferries have run"), ev(SECOND, "between the two capitals")])] == [1]
    (note,) = notes.entries()
    assert note.label == "The Herald, 20 Jun 2024, versions 1 and 2 of 2"
    assert [segment.text for segment in note.segments if segment.is_marked] == ["Ferries have run", "between the two capitals"]


def test_the_same_sentence_in_two_articles_is_two_notes() -> None:
    copies = [Story(f"st-{v.id}", "", (), 1, (v,), ()) for v in (Version("v-a", "They met."), Version("v-b", "They met."))]
    notes = Notes(copies)
    evidence = [Evidence(v, 0, 4, "They", Factuality.HAPPENED, None, 1.0, "c-x") for v in ("v-a", "v-b")]
    assert [c.number for c in notes.cite(evidence)] == [1, 2]


def test_a_note_carries_its_neighbours_within_the_paragraph() -> None:
    notes = Notes(STORIES)
    notes.cite([ev(FIRST, "broke off diplomatic relations"), ev(FIRST, "are due to meet")])
    first, second = notes.entries()
    assert (first.before, first.after) == ("Ferries have run between the two capitals since May 2023.", "")
    assert (second.before, second.after) == ("", "")


def test_overlapping_words_are_marked_once() -> None:
    notes = Notes(STORIES)
    notes.cite([ev(FIRST, "due to meet for"), ev(FIRST, "meet for the fourth"), ev(FIRST, "Selna bridge")])
    marked = [segment.text for segment in notes.entries()[0].segments if segment.is_marked]
    assert marked == ["due to meet for the fourth", "Selna bridge"]


def test_evidence_of_a_text_that_is_not_there_is_not_cited() -> None:
    assert Notes(()).cite(FOURTH_ROUND.evidence) == ()


@given(st.text(alphabet="aB .!\n", min_size=3, max_size=60), st.data())
def test_marked_and_unmarked_parts_join_to_the_sentence(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    version = Version("v-x", text)
    notes = Notes([Story("st-x", "", (), 1, (version,), ())])
    notes.cite([Evidence("v-x", start, end, text[start:end], Factuality.HAPPENED, None, 1.0, "c-x")])
    note = notes.entries()[0]
    assert note.sentence in text
    assert "".join(segment.text for segment in note.segments if segment.is_marked) == text[start:end]


def test_the_first_text_has_the_sentences_that_a_reader_sees() -> None:
    start = FIRST_TEXT.index("Officials expect")
    first, last = sentence_around(FIRST_TEXT, start, start + 5)
    assert FIRST_TEXT[first:last] == "Officials expect a deal on fishing licences."
