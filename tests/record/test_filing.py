"""Talks told without all their parties are filed with the process that they are of."""

from __future__ import annotations

from communique.model.claims import MeetingClaim, ProgressClaim, Provenance
from communique.model.sources import Span
from communique.model.vocabulary import Factuality, MeetingKind, MeetingState, Progress
from communique.record.actors import Directory
from communique.record.filing import Desk
from communique.record.processes import Groups, gather_pacts, hosts_of, stake_out

PAIR = ("Iran", "United States")


def meeting(number: int, *parties: str, mediators: tuple[str, ...] = (), places: tuple[str, ...] = ()) -> MeetingClaim:
    """Return a meeting that was held, each at its own place of a text."""
    told = Provenance(Span("v", number, number + 1, "x"), Factuality.HAPPENED)
    return MeetingClaim(told, MeetingState.HELD, MeetingKind.ROUND, parties=parties, mediators=mediators, places=places)


def progress(obligor: str | None, number: int) -> ProgressClaim:
    """Return what somebody is said to have done, at its own place of a text."""
    told = Provenance(Span("v", number, number + 1, "x"), Factuality.HAPPENED)
    return ProgressClaim(told, Progress.PARTIAL, "the works", obligor)


def processes_of(*claims: MeetingClaim) -> Groups:
    """Return the processes that claims make, each told in a text of its own."""
    stakes = [stake for claim in claims for stake in stake_out([claim])]
    return Groups(gather_pacts(stakes), lambda part, whole: False)


TALKS = [meeting(number, *PAIR, mediators=("Oman",), places=("Rome",)) for number in range(6)]


def test_a_mediator_taken_for_a_party_makes_no_process_of_its_own() -> None:
    groups = processes_of(*TALKS, meeting(10, "Iran", "Oman"))
    assert [group.parties for group in groups.groups] == [PAIR]
    assert groups.file(("Iran", "Oman"), {}, {}) == groups.file(PAIR, {}, {})


def test_a_host_taken_for_a_party_makes_no_process_of_its_own() -> None:
    groups = processes_of(*TALKS, meeting(10, "Iran", "Italy", "United States"))
    assert [group.parties for group in groups.groups] == [PAIR]


def test_talks_of_a_host_that_are_told_as_often_are_a_process() -> None:
    own = [meeting(20 + number, "Iran", "Italy") for number in range(3)]
    assert ("Iran", "Italy") in [group.parties for group in processes_of(*TALKS, *own).groups]


def test_one_party_is_filed_where_it_mainly_takes_part() -> None:
    groups = processes_of(*TALKS, meeting(10, "Iran", "Iraq"))
    assert groups.mainly_with(("Iran",)) == groups.file(PAIR, {}, {})
    even = processes_of(*TALKS[:2], meeting(10, "Iran", "Iraq"), meeting(11, "Iran", "Iraq"))
    assert even.mainly_with(("Iran",)) is None


def test_the_state_of_a_place_hosts() -> None:
    assert hosts_of(meeting(0, *PAIR, places=("Swedish capital",))) == {"Sweden"}
    assert hosts_of(meeting(0, *PAIR, places=("Rome", "Lake Tana"))) == {"Italy"}


def test_a_text_that_names_a_process_apart_from_each_other_is_of_it() -> None:
    groups = processes_of(*TALKS, *[meeting(20 + number, "Iran", "Iraq") for number in range(2)])
    assert groups.mainly_among(("Iran", "United States", "Norway")) == groups.file(PAIR, {}, {})
    assert groups.mainly_among(("Norway", "United States")) is None


def test_what_such_a_text_says_without_naming_anyone_is_filed_with_the_process() -> None:
    groups = processes_of(*TALKS)
    told = [progress("Iran", 0), progress("United States", 5), progress(None, 10)]
    desk = Desk(groups, Directory(()), {}, {}, "story")
    assert {filed.folder for filed in desk.file_all(told)} == {groups.file(PAIR, {}, {})}
