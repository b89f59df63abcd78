"""The state of play says what the record holds, and no more."""

from __future__ import annotations

from dataclasses import replace

from communique.model.record import Process
from communique.model.vocabulary import Force, MeetingState, Progress, Standing
from communique.publish.state_of_play import last_meeting, next_meeting, open_commitments, state_of_play
from tests.publish.sample import BRIDGE, DOOR, FIFTH_ROUND, FISHING, FOURTH_ROUND, POWER_LINE, PROCESS, THIRD_ROUND


def said(process: Process) -> list[str]:
    return [passage.text for passage in state_of_play(process)]


def test_it_tells_last_and_next_meeting_commitments_aims_and_conflicts() -> None:
    assert said(PROCESS) == [
        "The 4th round was held on 20 June 2024 (customs house of Selna).",
        "The 5th round is scheduled for autumn 2024 (Tolmark).",
        "3 commitments are on record, all open: 1 stalled, 1 partial, 1 unreported.",
        "1 aim of one side is on record, agreed by nobody else.",
        "Sources disagree on 1 point.",
        "1 statement of fact was changed without notice.",
    ]


def test_every_sentence_that_claims_something_has_evidence() -> None:
    assert all(passage.evidence for passage in state_of_play(PROCESS))


def test_a_planned_meeting_is_not_the_last_one() -> None:
    process = replace(PROCESS, meetings=(THIRD_ROUND, replace(FOURTH_ROUND, state=MeetingState.SCHEDULED, date=None)))
    assert last_meeting(process) == THIRD_ROUND


def test_a_plan_older_than_the_last_meeting_is_not_the_next_one() -> None:
    stale = replace(FIFTH_ROUND, scheduled=("2022-09",))
    assert next_meeting(replace(PROCESS, meetings=(THIRD_ROUND, stale, FOURTH_ROUND))) is None


def test_without_a_plan_it_says_that_none_is_reported() -> None:
    assert "No date is reported for the next meeting." in said(replace(PROCESS, meetings=(THIRD_ROUND,)))


def test_a_meeting_that_nobody_confirms_is_said_to_be_unconfirmed() -> None:
    lost = replace(FOURTH_ROUND, state=MeetingState.UNCONFIRMED, date=None)
    assert "Nobody reports whether the 4th round of 20 June 2024 met." in said(replace(PROCESS, meetings=(THIRD_ROUND, lost)))


def test_what_is_implemented_or_withdrawn_is_not_open() -> None:
    done = replace(FISHING, progress=(("joint", Progress.IMPLEMENTED),))
    withdrawn = replace(POWER_LINE, standing=Standing.WITHDRAWN)
    process = replace(PROCESS, commitments=(done, withdrawn, BRIDGE, DOOR))
    assert open_commitments(process) == [BRIDGE]
    assert "3 commitments are on record, 1 open: 1 stalled, 1 implemented, 1 unreported." in said(process)


def test_one_commitment_is_told_in_the_singular() -> None:
    assert "1 commitment is on record, still open: 1 stalled." in said(replace(PROCESS, commitments=(BRIDGE,)))


def test_conditional_commitments_are_counted_as_such() -> None:
    process = replace(PROCESS, commitments=(replace(BRIDGE, force=Force.CONDITIONAL), FISHING))
    assert "2 commitments are on record (1 conditional), all open: 1 stalled, 1 partial." in said(process)


def test_an_intent_alone_is_no_commitment() -> None:
    assert "No commitment is on record." in said(replace(PROCESS, commitments=(DOOR,)))
