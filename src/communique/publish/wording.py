"""The words of the record for readers.

In: entries and the values of closed vocabularies. Out: short English phrases, the same in the terminal and on the page, so that one idea
has one word everywhere: values are shown as they are written in the exports, with spaces for underscores, and nothing is renamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from communique.model.edtf import is_edtf
from communique.model.record import Commitment, Conflict, ConflictValue, Meeting, Participation, Process, Relation, Statement
from communique.model.sources import Problem, Version
from communique.model.vocabulary import Force, MeetingKind, MeetingState, Progress, QuoteMode, RelationValue, Standing
from communique.publish.dates import calendar_date, first_day, say_date

INFERRED_SIGN = "≈"
"""Before what no source says and the record inferred."""

HAPPENED_STATES = frozenset({MeetingState.HELD, MeetingState.BROKEN_OFF, MeetingState.UNDER_WAY})
COMING_STATES = frozenset({MeetingState.PROPOSED, MeetingState.SCHEDULED, MeetingState.RESCHEDULED, MeetingState.POSTPONED})
CLOSED_STANDINGS = frozenset({Standing.WITHDRAWN, Standing.SUPERSEDED, Standing.EXPIRED})

_KIND_TITLES = {
    MeetingKind.ROUND: "round",
    MeetingKind.TECHNICAL: "technical meeting",
    MeetingKind.MINISTERIAL: "ministerial meeting",
    MeetingKind.LEADERS: "leaders' meeting",
    MeetingKind.CONTACT: "contact",
    MeetingKind.CALL: "call",
}
_TEENS = range(11, 14)
_QUOTES = '“”"'


def say(value: str) -> str:
    """Return a vocabulary value as words: "not_started" gives "not started"; a category in brackets stays ("open to (residents)")."""
    return value.replace("_", " ").replace("(", " (")


def say_ordinal(number: int) -> str:
    """Return "1st", "2nd", "11th" and so on."""
    ending = "th" if number % 100 in _TEENS else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def count(number: int, noun: str) -> str:
    """Return "1 report", "3 reports", "2 processes"; the noun forms its plural with -s or -es."""
    plural = noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")
    return f"{number} {noun if number == 1 else plural}"


def join(names: tuple[str, ...] | list[str], word: str = "and") -> str:
    """Return "A", "A and B", "A, B and C"."""
    *head, last = names or ("",)
    return f"{', '.join(head)} {word} {last}" if head else last


def meeting_title(meeting: Meeting) -> str:
    """Return what a meeting is called: "4th round", "≈3rd round" where the number was inferred, "contact"."""
    noun = meeting.series if meeting.counted and meeting.series else _KIND_TITLES[meeting.kind]
    if meeting.ordinal is None:
        return noun
    return f"{INFERRED_SIGN if meeting.ordinal_inferred else ''}{say_ordinal(meeting.ordinal)} {noun}"


def meeting_date(meeting: Meeting) -> str | None:
    """Return when a meeting met, or else the date it was last planned for, as EDTF."""
    return meeting.date or (meeting.scheduled[-1] if meeting.scheduled else None)


def meeting_labels(meetings: Iterable[Meeting]) -> dict[str, str]:
    """Return what meetings are called when another entry names them, by id: "5th round, 30 Jul 2024", "round, no date, Kars"."""
    labels = {}
    for meeting in meetings:
        parts = [meeting_title(meeting), say_date(meeting_date(meeting), is_short=True) or "no date"]
        labels[meeting.id] = ", ".join(parts + ([" and ".join(meeting.places)] if meeting.places and not meeting_date(meeting) else []))
    return labels


def latest_first(meetings: tuple[Meeting, ...]) -> list[Meeting]:
    """Return meetings by date, latest first; those without any date follow, in the record's order."""
    return sorted(meetings, key=lambda m: first_day(meeting_date(m)), reverse=True)


def say_person(person: Participation) -> str:
    """Return a participant with side and office: "Mira Oslan (Arvenia, deputy foreign minister)"."""
    about = ", ".join(part for part in (person.side, person.office) if part)
    return f"{person.name} ({about})" if about else person.name


def say_speaker(statement: Statement) -> str:
    """Return a speaker with side and office where they are known and not part of the name already."""
    name = statement.speaker or "unnamed"
    about = ", ".join(part for part in (statement.side, statement.office) if part and part.casefold() not in name.casefold())
    return f"{name} ({about})" if about else name


def say_words(statement: Statement) -> str:
    """Return what was said; in quotation marks where all of it is the speaker's own words, a partial quotation carries its own."""
    words = " ".join(statement.text.split())
    return f"“{words.strip(_QUOTES).rstrip(',')}”" if statement.mode == QuoteMode.DIRECT else words


def conflict_subject(conflict: Conflict, process: Process) -> str:
    """Return what a conflict is about in words, the id where the entry is not one of the process's own."""
    names = {meeting.id: meeting_title(meeting) for meeting in process.meetings}
    names |= {commitment.id: commitment_title(commitment) for commitment in process.commitments}
    names |= {relation.id: say(relation.domain) for relation in process.relations}
    names |= {actor.id: actor.name for actor in process.actors}
    names |= {process.id: process_title(process)}
    return names.get(conflict.about, conflict.about)


def say_conflict_value(value: ConflictValue, *, is_short: bool = False) -> str:
    """Return one of the values that disagree: a date in words, a vocabulary value without underscores, anything else as it stands."""
    return say_date(value.value, is_short=is_short) if is_edtf(value.value) else say(value.value)


def is_firm(commitment: Commitment) -> bool:
    """Tell whether somebody is bound: an intent is an aim of one side and is never counted as agreed."""
    return commitment.force != Force.INTENT


def is_open(commitment: Commitment) -> bool:
    """Tell whether a firm commitment still waits for somebody to act."""
    return is_firm(commitment) and commitment.standing not in CLOSED_STANDINGS and joint_progress(commitment) != Progress.IMPLEMENTED


def joint_progress(commitment: Commitment) -> Progress:
    """Return the progress of the least advanced party."""
    return dict(commitment.progress).get("joint", Progress.UNREPORTED)


def party_progress(commitment: Commitment) -> list[tuple[str, Progress]]:
    """Return progress per party without the joint one."""
    return [(who, progress) for who, progress in commitment.progress if who != "joint"]


def commitment_title(commitment: Commitment) -> str:
    """Return the label of a commitment, or all of its object where the label is cut short."""
    if commitment.object and (not commitment.label or commitment.label.endswith("…")):
        return commitment.object.removeprefix("to ")
    return commitment.label


def say_value(relation: Relation) -> str:
    """Return the state of a relation; who holds a territory is part of it."""
    if relation.value == RelationValue.HELD_BY:
        return f"held by {relation.imposed_by or relation.a}"
    return say(relation.value)


def relation_pair(relation: Relation) -> str:
    """Return the two actors of a relation."""
    return f"{relation.a}–{relation.b}" if relation.b else relation.a


def process_title(process: Process) -> str:
    """Return a process's name, or its parties where it has none."""
    return process.name or "–".join(process.parties)


def version_label(numbered: Sequence[tuple[int, Version]], total: int, *, is_short: bool = True) -> str:
    """Return how a source is cited: "The Herald, 20 Jun 2024, versions 1 and 2 of 3".

    `numbered` are versions of one article with their numbers in its `total` versions. A source without an outlet is called by its file
    name; "≈" marks a date that was taken from a sibling.
    """
    first = numbered[0][1]
    is_inferred: dict[str, bool] = {}
    for _, version in numbered:
        day = calendar_date(version.published_at)
        if day:
            is_inferred[day] = is_inferred.get(day, True) and version.published_inferred
    days = [f"{INFERRED_SIGN if inferred else ''}{say_date(day, is_short=is_short)}" for day, inferred in sorted(is_inferred.items())]
    parts = [first.outlet or _source_name(first), join(days) or "undated"]
    if total > 1:
        numbers = join([str(number) for number, _ in numbered])
        parts.append(f"{'versions' if len(numbered) > 1 else 'version'} {numbers} of {total}")
    return ", ".join(parts)


def _source_name(version: Version) -> str:
    """Return what a source without an outlet is called."""
    return "standard input" if version.path == "-" else PurePath(version.path).name or version.id


def say_problem(problem: Problem) -> str:
    """Return what is wrong with which source and what can be done; the source is named once."""
    named = problem.error if problem.path in problem.error else f"{problem.path}: {problem.error}"
    return f"{named} {problem.remedy}".rstrip()
