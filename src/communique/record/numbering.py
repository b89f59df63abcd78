"""Numbers of meetings: what reports count, what follows from it, and which number a plan gives back.

In: the meetings of one process, each with its claims and its course. Out: the same with their numbers. Numbers belong to a series, which is
a kind of meeting: envoys' rounds and technical meetings of one process are counted apart. A number that no source states is inferred only
where the numbers around it leave no other choice, and is marked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from communique.model.claims import MeetingClaim
from communique.model.edtf import bounds
from communique.model.record import ConflictValue
from communique.model.vocabulary import MeetingKind
from communique.record.meetings import Gathering
from communique.record.schedules import Course, Dispute
from communique.record.sightings import MET, Stage, is_same_series, is_usable
from communique.record.witnesses import Witnesses, evidence_of

MAX_COUNT_DAYS = 366
"""Two meetings that met this close under one number are a dispute about who has it; further apart, the count may have begun anew."""


@dataclass(frozen=True, slots=True)
class Round:
    """A meeting while it is folded: its claims, its course, and its number so far."""

    gathering: Gathering
    course: Course
    kind: MeetingKind
    ordinal: int | None
    is_inferred: bool
    disputes: tuple[Dispute, ...]

    @property
    def has_met(self) -> bool:
        """Whether it took place, or is taking place."""
        return self.course.state in MET

    @property
    def day(self) -> date:
        """The last day it can have met on or was planned for; the end of time where nobody says."""
        dates = (self.course.date,) if self.course.date else self.course.scheduled[-1:]
        if dates and dates[0]:
            return bounds(dates[0])[1]
        published = [sighting.day for sighting in self.gathering if sighting.day and sighting.is_news]
        return max(published, default=date.max)


def fold_ordinal(gathering: Gathering, witnesses: Witnesses) -> tuple[int | None, bool, Dispute | None]:
    """Return the number of a meeting, whether it is inferred, and the dispute about it: most witnesses decide, then the first report.

    What plans say counts only as long as no report that it met gives a number.
    """
    met = [sighting for sighting in gathering if sighting.stage is Stage.MET and sighting.claim.ordinal is not None]
    gathering = met or gathering
    stated = [sighting.claim for sighting in gathering if sighting.claim.ordinal is not None and not sighting.claim.ordinal_inferred]
    numbered = stated or [sighting.claim for sighting in gathering if sighting.claim.ordinal is not None]
    if not numbered:
        return None, False, None
    behind = {number: [claim for claim in numbered if claim.ordinal == number] for number in {claim.ordinal for claim in numbered}}
    weights = {number: witnesses.count(map(evidence_of, claims)) for number, claims in behind.items()}
    first = {number: min(map(witnesses.claim_order, claims)) for number, claims in behind.items()}
    best = min(behind, key=lambda number: (-weights[number], first[number]))
    if len(behind) == 1:
        return best, not stated, None
    values = tuple(ConflictValue(str(number), witnesses.evidence(claims)) for number, claims in behind.items())
    return best, not stated, Dispute("ordinal", values)


def number_rounds(rounds: Sequence[Round], witnesses: Witnesses) -> list[Round]:
    """Return the meetings with the numbers that follow from those stated, and without those that plans give back."""
    return _free_numbers(_fill_gaps(_infer_last(_keep_best_told(rounds, witnesses))))


def _keep_best_told(rounds: Sequence[Round], witnesses: Witnesses) -> list[Round]:
    """Let one of two meetings of a kind that met under one number keep it: the one that more witnesses number so.

    Of equals the one gives way for which another number is told; without one, both keep it. Who gives way takes its next number.
    """
    told = [_weigh_numbers(one, witnesses) for one in rounds]
    taken = {(one.kind, one.ordinal) for one in rounds if one.has_met}
    result = []
    for index, one in enumerate(rounds):
        rivals = [other for other, rival in enumerate(rounds) if other != index and _is_rival(one, rival)]
        if any(_is_outdone(told[index], told[other], one.ordinal) for other in rivals):
            free = [number for number in told[index] if (one.kind, number) not in taken]
            best = min(free, key=lambda number: (-told[index][number], number), default=None)
            result.append(replace(one, ordinal=best, is_inferred=False))
        else:
            result.append(one)
    return result


def _is_outdone(told: dict[int, int], rival: dict[int, int], number: int | None) -> bool:
    weight, other = ((weights.get(number, 0) if number is not None else 0) for weights in (told, rival))
    return weight < other or (weight == other and len(told) > 1 and len(rival) == 1)


def _is_rival(one: Round, other: Round) -> bool:
    is_one_number = one.ordinal is not None and one.ordinal == other.ordinal and one.kind is other.kind
    return is_one_number and one.has_met and other.has_met and _is_near_in_time(one, other)


def _is_near_in_time(a: Round, b: Round) -> bool:
    """Tell whether two meetings can be of one count: after years a process may count anew."""
    return date.max not in (a.day, b.day) and abs((a.day - b.day).days) <= MAX_COUNT_DAYS


def _weigh_numbers(one: Round, witnesses: Witnesses) -> dict[int, int]:
    """Return how many witnesses state each number of a meeting."""
    told: defaultdict[int, list[MeetingClaim]] = defaultdict(list)
    for sighting in one.gathering:
        if sighting.claim.ordinal is not None:
            told[sighting.claim.ordinal].append(sighting.claim)
    return {number: witnesses.count(map(evidence_of, claims)) for number, claims in sorted(told.items())}


def _infer_last(rounds: Sequence[Round]) -> list[Round]:
    """Number "the last meeting" of a text whose own meeting has a number, unless another one has that number already."""
    result = list(rounds)
    news: defaultdict[str, set[int]] = defaultdict(set)
    for index, one in enumerate(rounds):
        for sighting in one.gathering:
            if sighting.is_news:
                news[sighting.version].add(index)
    taken = {(one.ordinal, one.kind) for one in rounds if one.ordinal is not None}
    for index in sorted(range(len(rounds)), key=lambda index: (rounds[index].day, index), reverse=True):
        one = result[index]
        if one.ordinal is not None or not one.has_met:
            continue
        told = {other for sighting in one.gathering if sighting.claim.relative == "last" for other in news[sighting.version]}
        later = [
            (result[other].day, number)
            for other in told
            if (number := result[other].ordinal) is not None
            and result[other].day > one.day
            and is_same_series(one.kind, result[other].kind)
        ]
        if not later:
            continue
        number = min(later)[1] - 1
        if number >= 1 and not _is_taken(number, one.kind, taken):
            result[index] = replace(one, ordinal=number, is_inferred=True)
            taken.add((number, one.kind))
    return result


def _is_taken(number: int, kind: MeetingKind, taken: set[tuple[int, MeetingKind]]) -> bool:
    return any((number, other) in taken and is_same_series(kind, other) for other in MeetingKind)


def _fill_gaps(rounds: Sequence[Round]) -> list[Round]:
    """Number the meetings between two numbered ones of a series, and before the first, where they are as many as numbers are missing."""
    result = list(rounds)
    for kind in sorted({one.kind for one in rounds if one.ordinal is not None} - {MeetingKind.CONTACT, MeetingKind.CALL}):
        for unnumbered, first in _find_gaps(result, kind):
            for offset, index in enumerate(unnumbered):
                result[index] = replace(result[index], ordinal=first + offset, is_inferred=True)
    return result


def _find_gaps(rounds: Sequence[Round], kind: MeetingKind) -> Iterator[tuple[list[int], int]]:
    """Yield the unnumbered meetings of each gap that they fill exactly, in order of time, with the first missing number."""
    could_be = {kind, MeetingKind.CONTACT} if kind is MeetingKind.ROUND else {kind}
    met = [index for index, one in enumerate(rounds) if one.has_met and one.kind in could_be and _has_day(one)]
    met.sort(key=lambda index: (rounds[index].day, index))
    last, unnumbered = 0, list[int]()
    for index in met:
        number = rounds[index].ordinal
        if number is None:
            unnumbered.append(index)
            continue
        days = [rounds[other].day for other in unnumbered]
        if unnumbered and number - last - 1 == len(unnumbered) and len(set(days)) == len(days) and rounds[index].day not in days:
            yield unnumbered, last + 1
        last, unnumbered = number, []


def _has_day(one: Round) -> bool:
    return one.course.date is not None and is_usable(one.course.date)


def _free_numbers(rounds: Sequence[Round]) -> list[Round]:
    """Take the number from a meeting that never met where another one met under it."""
    used = {(one.ordinal, one.kind) for one in rounds if one.has_met and one.ordinal is not None}
    return [
        replace(one, ordinal=None, is_inferred=False)
        if one.ordinal is not None and not one.has_met and _is_taken(one.ordinal, one.kind, used)
        else one
        for one in rounds
    ]
