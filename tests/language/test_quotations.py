"""Reported speech, on the golden texts of `cases/quotations.yaml`, and quotation marks by themselves."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.language.coreference import Discourse
from communique.language.quotation_marks import find_quoted
from communique.language.quotations import find_quotations
from communique.language.resolution import resolve_entities
from communique.language.transcripts import find_turns
from communique.model.vocabulary import QuoteMode
from tests.language.frozen import parse_frozen, read_cases

CASES = read_cases("quotations")


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_what_was_said(case: dict[str, Any]) -> None:
    text = case["text"]
    sentences, names = parse_frozen(text)
    entities = resolve_entities(text, sentences, names)
    found = find_quotations(text, sentences, entities)
    assert [[q.mode.value, q.speaker, text[q.content_start : q.content_end]] for q in found] == case["said"]
    assert found == find_quotations(text, sentences, entities, Discourse(text, sentences, entities))


def test_cue_and_source_are_where_the_text_has_them() -> None:
    text = next(case["text"] for case in CASES if "Namibian" in case["text"])
    sentences, names = parse_frozen(text)
    (found,) = find_quotations(text, sentences, resolve_entities(text, sentences, names))
    assert text[found.cue_start : found.cue_end] == "said"
    assert text[found.source_start : found.source_end] == "Namibian Transport Minister Ida Shikongo"


def test_a_continued_quotation_has_no_cue() -> None:
    text = next(case["text"] for case in CASES if "in the papers" in case["text"])
    sentences, names = parse_frozen(text)
    _, found = find_quotations(text, sentences, resolve_entities(text, sentences, names))
    assert found.continued
    assert (found.cue_start, found.cue_end) == (-1, -1)
    assert found.mode is QuoteMode.DIRECT


def quoted(text: str) -> list[str]:
    return [text[q.content_start : q.content_end] for q in find_quoted(text)]


def test_outer_marks_hold_inner_ones() -> None:
    assert quoted("“He said ‘no’ to us,” she said.") == ["He said ‘no’ to us,"]
    assert quoted("\"It's 'late' now\", he said.") == ["It's 'late' now"]


def test_apostrophes_are_no_marks() -> None:
    assert quoted("The ministers' plane didn't land in '98; rock ’n’ roll isn’t dead.") == []


def test_inches_are_no_marks() -> None:
    assert quoted('A 5" pipe and a 7" pipe.') == []


def test_a_long_quotation_opens_every_paragraph() -> None:
    text = '"First we wait here.\n\n"Then we go."\n\nIt rained.'
    assert quoted(text) == ["First we wait here.", "Then we go."]
    assert [q.continues for q in find_quoted(text)] == [False, True]


def test_a_mark_that_nobody_closes_quotes_nothing() -> None:
    assert quoted('He has a "plan and no more.') == []


def test_guillemets_and_low_marks_are_marks() -> None:
    assert quoted("«Oui» et „ja“ und «nein»") == ["Oui", "ja", "nein"]


def test_two_labels_make_no_transcript() -> None:
    assert find_turns("Question: What?\n\nIt rained.", ()) == []


@given(st.text(alphabet="ab \"'“”‘’«»„.,\n5", max_size=60))
def test_quoted_stretches_lie_apart_and_inside_the_text(text: str) -> None:
    found = find_quoted(text)
    assert all(0 <= q.start <= q.content_start <= q.content_end <= q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
