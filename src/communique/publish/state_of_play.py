"""The state of play of a process: what a minister's note would say first.

In: a process of the record. Out: a few sentences, each with the evidence it rests on, so that every one can be cited. Sentences are
composed from the record's fields only; nothing is weighed or guessed here, and what no source says is said to be unreported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from communique.model.record import Commitment, Evidence, Meeting, Process
from communique.model.vocabulary import Force, MeetingState, Progress
from communique.publish.dates import first_day, say_date
from communique.publish.wording import (
    COMING_STATES,
    HAPPENED_STATES,
    count,
    is_firm,
    is_open,
    join,
    joint_progress,
    latest_first,
    meeting_date,
    meeting_title,
    say,
)

_VERBS = {
    MeetingState.HELD: "was held",
    MeetingState.BROKEN_OFF: "was broken off",
    MeetingState.UNDER_WAY: "is under way",
    MeetingState.PROPOSED: "is proposed",
    MeetingState.SCHEDULED: "is scheduled",
    MeetingState.RESCHEDULED: "is rescheduled",
    MeetingState.POSTPONED: "is postponed",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence and what it rests on."""

    text: str
    evidence: tuple[Evidence, ...]


def last_meeting(process: Process) -> Meeting | None:
    """Return the meeting that met last, counted rounds before contacts of the same day; None where none met."""
    met = [meeting for meeting in latest_first(process.meetings) if meeting.state in HAPPENED_STATES]
    return max(met, key=lambda m: (first_day(m.date), m.counted, m.ordinal or 0), default=None)


def next_meeting(process: Process) -> Meeting | None:
    """Return the meeting that is to come: the earliest one that is planned for after the last that met, else one without a date."""
    last = last_meeting(process)
    floor = first_day(last.date) if last else None
    coming = [meeting for meeting in process.meetings if meeting.state in COMING_STATES]
    dated = [m for m in coming if meeting_date(m) and (floor is None or first_day(meeting_date(m)) >= floor)]
    undated = [m for m in coming if not meeting_date(m)]
    return min(dated, key=lambda m: first_day(meeting_date(m)), default=undated[0] if undated else None)


def open_commitments(process: Process) -> list[Commitment]:
    """Return what is agreed and not yet implemented, latest agreed first."""
    return [commitment for commitment in by_agreement(process.commitments) if is_open(commitment)]


def by_agreement(commitments: tuple[Commitment, ...]) -> list[Commitment]:
    """Return commitments by the date they were agreed on, latest first; ties keep the record's order."""
    return sorted(commitments, key=lambda c: first_day(c.agreed_on), reverse=True)


def state_of_play(process: Process) -> tuple[Passage, ...]:
    """Return the sentences: the last meeting, the next one, what is agreed and what became of it, where sources disagree."""
    return tuple(passage for passage in (*_meetings(process), *_commitments(process), *_conflicts(process)))


def _meetings(process: Process) -> Iterator[Passage]:
    last, coming = last_meeting(process), next_meeting(process)
    if last:
        yield Passage(f"The {_told(last)}.", last.evidence)
    else:
        yield Passage("No meeting is reported to have taken place.", ())
    if coming:
        yield Passage(f"The {_told(coming)}.", coming.evidence)
    elif last:
        yield Passage("No date is reported for the next meeting.", ())
    unconfirmed = [meeting for meeting in process.meetings if meeting.state == MeetingState.UNCONFIRMED]
    if unconfirmed:
        names = join([f"the {meeting_title(meeting)} of {say_date(meeting_date(meeting)) or 'unknown date'}" for meeting in unconfirmed])
        yield Passage(f"Nobody reports whether {names} met.", tuple(e for meeting in unconfirmed for e in meeting.evidence))


def _told(meeting: Meeting) -> str:
    """Return "4th round was held on 20 June 2024 in Selna"."""
    when = say_date(meeting_date(meeting))
    preposition = "on" if when[:1].isdigit() and " " in when else "in" if when else ""
    if meeting.state in COMING_STATES:
        preposition = "for" if when else ""
    place = f"({meeting.places[0]})" if meeting.places else ""
    return " ".join(part for part in (meeting_title(meeting), _VERBS[meeting.state], preposition, when, place) if part)


def _commitments(process: Process) -> Iterator[Passage]:
    firm = [commitment for commitment in process.commitments if is_firm(commitment)]
    intents = len(process.commitments) - len(firm)
    if not firm:
        yield Passage("No commitment is on record.", ())
    else:
        still_open = open_commitments(process)
        yield Passage(f"{_sum(firm, len(still_open))}: {_tally(firm)}.", tuple(e for commitment in firm for e in commitment.evidence[:1]))
    if intents:
        aims = tuple(e for c in process.commitments if not is_firm(c) for e in c.evidence[:1])
        yield Passage(f"{count(intents, 'aim')} of one side {'is' if intents == 1 else 'are'} on record, agreed by nobody else.", aims)


def _sum(firm: list[Commitment], n_open: int) -> str:
    """Return "3 commitments are on record (1 conditional), all open"."""
    n_conditional = sum(commitment.force == Force.CONDITIONAL for commitment in firm)
    conditional = f" ({n_conditional} conditional)" if n_conditional else ""
    is_one = len(firm) == 1
    how_open = "none open" if not n_open else f"{n_open} open" if n_open < len(firm) else "still open" if is_one else "all open"
    return f"{count(len(firm), 'commitment')} {'is' if is_one else 'are'} on record{conditional}, {how_open}"


def _tally(firm: list[Commitment]) -> str:
    """Return "1 implemented, 2 not started", in the order of the vocabulary."""
    counted = Counter(joint_progress(commitment) for commitment in firm)
    return ", ".join(f"{counted[progress]} {say(progress)}" for progress in reversed(Progress) if counted[progress])


def _conflicts(process: Process) -> Iterator[Passage]:
    silent = [conflict for conflict in process.conflicts if conflict.silent_change]
    open_ones = [conflict for conflict in process.conflicts if not conflict.silent_change]
    if open_ones:
        n = len(open_ones)
        yield Passage(f"Sources disagree on {count(n, 'point')}.", tuple(v.evidence[0] for c in open_ones for v in c.values if v.evidence))
    if silent:
        n = len(silent)
        yield Passage(
            f"{count(n, 'statement')} of fact {'was' if n == 1 else 'were'} changed without notice.",
            tuple(v.evidence[0] for c in silent for v in c.values if v.evidence),
        )
