"""Patterns over word classes, and the table that tells which rules can begin where."""

from __future__ import annotations

import re

import pytest

from communique.language.times.lexicon import TAGS
from communique.language.times.patterns import Draft, Found, dispatch, rule, translate
from communique.language.times.scan import Scan, scan
from communique.language.times.values import Reference


def _keep(found: Found, _: object) -> Draft:
    return Draft(Reference("PAST_REF"), found.begin, found.end)


def _match(pattern: str, text: str) -> Found | None:
    tokens = scan(text)
    match = rule(pattern, _keep).regex.match(tokens.tags)
    return Found(tokens, match) if match else None


def test_names_stand_for_classes_and_captures_for_their_tokens() -> None:
    found = _match("d:day of? m:month (?:comma? y:year)?", "30 of July, 2024")
    assert found is not None
    assert (found.word("d"), found.word("m"), found.word("y"), found.end) == ("30", "july", "2024", 5)


def test_a_capture_may_stand_in_several_alternatives() -> None:
    for text in ("the 30th", "30"):
        found = _match("(?:the d:ordnum|d:day)", text)
        assert found is not None
        assert found.word("d").startswith("30")
        assert not found.has("y")
        assert found.at("y") == -1


def test_macros_are_inserted() -> None:
    assert _match("(?P<n>QUANTITY) u:anyunit", "two and a half years") is not None
    assert _match("(?P<a>NEAR) (?P<n>CARD) u:anyunit", "more than thirty-five days") is not None


@pytest.mark.parametrize(
    ("pattern", "firsts"),
    [
        ("month day", {"month"}),
        ("the? month", {"the", "month"}),
        ("(?:the|a)? (?:month|unit day)", {"the", "a", "month", "unit"}),
        ("(?:early|late)* x:[month unit]", {"early", "late", "month", "unit"}),
        ("(?!unit) month+ day", {"month"}),
        ("month (?=day)", {"month"}),
    ],
)
def test_rules_are_listed_under_every_class_that_they_can_begin_with(pattern: str, firsts: set[str]) -> None:
    assert set(dispatch([rule(pattern, _keep)])) == {TAGS[name] for name in firsts}


def test_an_unbalanced_pattern_is_refused() -> None:
    with pytest.raises((re.error, ValueError)):
        dispatch([rule("month) day", _keep)])


def test_translation_gives_a_plain_regular_expression() -> None:
    re.compile(translate("the? (?P<k>early|late) m:month ZONE?"))


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("30 July", ["int31", "month"]),
        ("1,500 men", ["num", "other_token"]),
        ("3 p.m.", ["int12", "ampm"]),
        ("3pm", ["int12", "ampm"]),
        ("the A380 jet", ["the", "other_token", "other_token"]),
        ("1990s", ["decade"]),
        ("2024-07-30", ["iso"]),
        ("may May", ["other_token", "monthish"]),
        ("Tuesday's", ["wday", "poss"]),
        ("One. Two", ["ones", "stop", "ones"]),
        ("New Year's Eve", ["holiday"]),
        ("12:45 GMT", ["clock", "zone"]),
        ("v1.2 and 3.5%", ["other_token", "dot", "int12", "and", "num", "percent"]),
    ],
)
def test_a_text_becomes_a_string_of_classes(text: str, classes: list[str]) -> None:
    names = {char: name for name, char in TAGS.items()}
    assert [names[char] for char in scan(text).tags] == classes


def test_words_outside_the_text_are_empty() -> None:
    tokens = scan("May")
    assert isinstance(tokens, Scan)
    assert tokens.word(-1) == tokens.lower(1) == ""
    assert tokens.at(0) == tokens.before(2) == 0
