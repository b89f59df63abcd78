"""Meetings are read with their days and places, one claim for each, and nothing that only looks like one."""

from __future__ import annotations

from typing import Any

import pytest

from communique.model.claims import MeetingClaim
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.model.vocabulary import MeetingKind
from communique.reading.meetings import MeetingFinder
from communique.reading.parties import Parties
from communique.reading.recaps import link_meetings
from communique.reading.references import TextReferences
from communique.reading.text import Text
from tests.reading.golden_cases import DAY, check_case, list_cases, load_analyser


def find(text: str) -> list[MeetingClaim]:
    """Return the meetings that the grammar finds, whatever they are scored."""
    tree = Text(load_analyser().analyse(text, DAY), Version(hash_text(text), text, published_at=DAY))
    return link_meetings(tree, MeetingFinder(tree, Parties(tree, TextReferences(tree))).find())


@pytest.mark.parametrize("case", list_cases("meetings"))
def test_exactly_the_meetings_of_a_text_are_read(case: dict[str, Any]) -> None:
    check_case(case, frozenset({"meeting"}))


def test_a_recap_gives_one_meeting_for_each_date_with_its_place() -> None:
    recap = "Chad and Niger held talks on Monday. Earlier rounds took place in Moscow on January 14 and in Vienna on February 24 and May 3."
    assert [(c.date, c.places) for c in find(recap)][1:] == [
        ("2023-01-14", ("Moscow",)),
        ("2023-02-24", ("Vienna",)),
        ("2023-05-03", ("Vienna",)),
    ]


def test_the_meetings_of_a_recap_share_no_number() -> None:
    recap = "Chad and Niger held a fourth round on Monday. The previous rounds took place in Moscow on January 14 and in Vienna on May 3."
    assert [c.ordinal for c in find(recap)] == [4, None, None]


def test_a_day_of_the_month_is_no_number_of_a_meeting() -> None:
    (claim,) = find("Chad's president had a telephone conversation with Niger's president on July 1.")
    assert claim.ordinal is None


def test_a_dateline_dates_no_meeting() -> None:
    assert [c.date for c in find("GENEVA, July 2 (Agency) - Peru and Chile will hold talks in Lima.")] == [None]


def test_whom_a_text_shows_mediating_mediates_the_talks_of_its_parties() -> None:
    claims = find("The envoys of Mali and Niger held talks in Doha. The Qatari mediator spoke of progress between Mali and Niger.")
    assert claims[0].parties == ("Mali", "Niger")
    assert claims[0].mediators == ("Qatar",)


def test_who_speaks_in_a_place_is_not_on_the_telephone() -> None:
    two = "Minister Ana Rojas of Peru and Minister Luis Vega of Chile"
    (met,) = find(f"{two} spoke for an hour in the Bolivian capital.")
    (called,) = find(f"{two} spoke for an hour on Sunday.")
    assert (met.kind, called.kind) == (MeetingKind.CONTACT, MeetingKind.CALL)


def test_a_part_of_a_month_is_the_month() -> None:
    assert [c.date for c in find("Peru and Chile will hold talks in mid-August.")] == ["2023-08"]


def test_a_called_off_meeting_has_the_day_that_it_was_set_for() -> None:
    told = "The talks of Peru and Chile that were to be held in Lima on Sunday will not take place, officials announced on Saturday."
    assert [c.date for c in find(told)] == ["2023-07-09"]


def test_the_meeting_of_a_working_group_is_technical() -> None:
    claims = find("Peru and Chile held talks in Lima on Sunday. It was the first meeting of the working group that they set up in March.")
    assert [c.kind for c in claims] == [MeetingKind.ROUND, MeetingKind.TECHNICAL]
