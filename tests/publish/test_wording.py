"""The words for readers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.model.record import ConflictValue
from communique.model.sources import Problem, Version
from communique.model.vocabulary import Domain, MeetingKind, Progress, QuoteMode
from communique.publish.wording import (
    commitment_title,
    conflict_subject,
    count,
    is_open,
    join,
    meeting_title,
    say,
    say_conflict_value,
    say_ordinal,
    say_problem,
    say_speaker,
    say_value,
    say_words,
    version_label,
)
from tests.publish.sample import (
    BRIDGE,
    DATE_CONFLICT,
    DOOR,
    DOOR_WORDS,
    FIRST,
    FOURTH_ROUND,
    ISLE,
    PROCESS,
    RAMPS_WORDS,
    SECOND,
    THIRD_ROUND,
    TIES,
)


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th"), (22, "22nd"), (112, "112th")]
)
def test_ordinals_are_said_as_in_english(number: int, said: str) -> None:
    assert say_ordinal(number) == said


def test_a_vocabulary_value_is_said_with_spaces() -> None:
    assert say("not_started") == "not started"
    assert say("open_to(third-country citizens)") == "open to (third-country citizens)"


@pytest.mark.parametrize(("number", "noun", "said"), [(1, "process", "1 process"), (2, "process", "2 processes"), (0, "round", "0 rounds")])
def test_things_are_counted_in_singular_and_plural(number: int, noun: str, said: str) -> None:
    assert count(number, noun) == said


def test_names_are_joined() -> None:
    assert [join(()), join(("A",)), join(("A", "B")), join(("A", "B", "C"))] == ["", "A", "A and B", "A, B and C"]


def test_a_meeting_is_called_by_its_number_or_its_kind() -> None:
    assert meeting_title(FOURTH_ROUND) == "4th round"
    assert meeting_title(THIRD_ROUND) == "≈3rd round"
    assert meeting_title(replace(FOURTH_ROUND, ordinal=None, counted=False, kind=MeetingKind.LEADERS)) == "leaders' meeting"
    assert meeting_title(replace(FOURTH_ROUND, ordinal=None, series="session")) == "session"


def test_a_label_that_is_cut_short_gives_way_to_the_whole_object() -> None:
    cut = replace(BRIDGE, label="reopen the Selna …", object="to reopen the Selna bridge to lorries")
    assert commitment_title(cut) == "reopen the Selna bridge to lorries"
    assert commitment_title(BRIDGE) == "reopen the Selna bridge to lorries"


def test_who_holds_a_territory_is_said() -> None:
    assert say_value(ISLE) == "held by Ostria"
    assert say_value(replace(ISLE, imposed_by=None)) == "held by Quell"
    assert say_value(replace(TIES, domain=Domain.LAND_BORDER, value="open_to(residents)")) == "open to (residents)"


def test_only_direct_speech_gets_quotation_marks() -> None:
    assert say_words(DOOR_WORDS) == "“We want a border that works like a door, not like a wall”"
    assert say_words(RAMPS_WORDS) == "<the> bridge & its ramps belong together"
    partial = replace(DOOR_WORDS, mode=QuoteMode.PARTIAL, text='they "reconfirmed" it')
    assert say_words(partial) == 'they "reconfirmed" it'


def test_a_speaker_is_not_said_to_be_what_the_name_says_already() -> None:
    assert say_speaker(DOOR_WORDS) == "Mira Oslan (Arvenia, deputy foreign minister)"
    assert say_speaker(RAMPS_WORDS) == "Tolmark's officials"
    assert say_speaker(replace(DOOR_WORDS, speaker=None, office=None, side=None)) == "unnamed"


def test_an_intent_or_what_is_implemented_is_not_open() -> None:
    assert is_open(BRIDGE)
    assert not is_open(DOOR)
    assert not is_open(replace(BRIDGE, progress=(("joint", Progress.IMPLEMENTED),)))


def test_a_conflict_names_its_entry_and_says_its_dates() -> None:
    assert conflict_subject(DATE_CONFLICT, PROCESS) == "≈3rd round"
    assert conflict_subject(replace(DATE_CONFLICT, about="elsewhere"), PROCESS) == "elsewhere"
    assert [say_conflict_value(value) for value in DATE_CONFLICT.values] == ["March 2023", "3 April 2023"]
    assert say_conflict_value(ConflictValue("not_started", ())) == "not started"


def test_versions_are_cited_with_outlet_dates_and_numbers() -> None:
    assert version_label([(1, FIRST), (2, SECOND)], 2) == "The Herald, 20 Jun 2024, versions 1 and 2 of 2"
    later = replace(SECOND, published_at="2024-06-21")
    assert version_label([(1, FIRST), (2, later)], 3) == "The Herald, 20 Jun 2024 and ≈21 Jun 2024, versions 1 and 2 of 3"
    assert version_label([(1, Version("v-1", "x", "folder/report.txt"))], 1) == "report.txt, undated"
    assert version_label([(1, Version("v-1", "x", "-"))], 1) == "standard input, undated"


def test_a_problem_names_its_source_once() -> None:
    assert say_problem(Problem("a.txt", "a.txt is empty.", "Leave it out.")) == "a.txt is empty. Leave it out."
    assert say_problem(Problem("a.txt", "It is empty.", "")) == "a.txt: It is empty."
