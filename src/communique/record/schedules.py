"""The course of one meeting: from its plans to what became of it.

In: the sightings of one meeting, in order of publication, and the day that counts as today, if any. Out: its state by the moves that the
vocabulary allows, the dates it was planned for, when it met, and what sources disagree about. A plan never makes a meeting held, and a
date that passes without a report makes it unconfirmed only when one says what day it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from communique.model.edtf import bounds, covers, most_precise, overlap
from communique.model.record import ConflictValue
from communique.model.vocabulary import MEETING_MOVES, MeetingState
from communique.record.meetings import Gathering
from communique.record.sightings import CALLED_OFF, MAX_SITTING_DAYS, MET, NEWS_DAYS, Sighting, Stage, is_fine, shift
from communique.record.witnesses import Witnesses, evidence_of

PLANNED = frozenset({MeetingState.SCHEDULED, MeetingState.RESCHEDULED})
_PASSING = frozenset(
    {MeetingState.PROPOSED, MeetingState.SCHEDULED, MeetingState.RESCHEDULED, MeetingState.UNDER_WAY, MeetingState.UNCONFIRMED}
)
"""States that a meeting can have passed through between two reports without anybody saying so."""
_TELLING = (
    MeetingState.PROPOSED,
    MeetingState.SCHEDULED,
    MeetingState.UNCONFIRMED,
    MeetingState.POSTPONED,
    MeetingState.RESCHEDULED,
    MeetingState.DROPPED,
    MeetingState.CANCELLED,
    MeetingState.UNDER_WAY,
    MeetingState.HELD,
    MeetingState.BROKEN_OFF,
)
"""Where one text gives several states, the last of these is what it means: an edited text keeps leftovers of its earlier version."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A field of which sources give several values, with the claims behind each."""

    field: str
    values: tuple[ConflictValue, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """What became of a meeting."""

    state: MeetingState
    scheduled: tuple[str, ...]
    date: str | None
    disputes: tuple[Dispute, ...]


def fold_course(gathering: Gathering, witnesses: Witnesses, today: str | None) -> Course:
    """Return the course of a meeting. `today` is an ISO date, or None where nothing may be concluded from the passing of time."""
    scheduled = _fold_plans(gathering)
    state, state_dispute = _fold_state(gathering, witnesses, moved=len(scheduled) > 1)
    disputes = [state_dispute] if state_dispute else []
    met_on = None
    if state in MET:
        met_on, date_dispute = _fold_date(gathering, scheduled, witnesses)
        disputes += [date_dispute] if date_dispute else []
    elif state in PLANNED and scheduled and today and bounds(scheduled[-1])[1] < date.fromisoformat(today[:10]):
        state = MeetingState.UNCONFIRMED
    return Course(state, scheduled, met_on, tuple(disputes))


# --- states -------------------------------------------------------------------------------------------------------------------


def _fold_state(gathering: Gathering, witnesses: Witnesses, *, moved: bool) -> tuple[MeetingState, Dispute | None]:
    told = _told_states(gathering)
    state = told[0][0]
    for new, _ in told[1:]:
        state = _move(state, new, moved=moved)
    given = {told_state for told_state, _ in told}
    is_contrary = state in MET and given & CALLED_OFF and _is_contradicted(told) and not _was_put_off(gathering)
    if not is_contrary:
        return state, None
    sides = {value: given & states for value, states in (("met", MET), ("called off", CALLED_OFF))}
    values = tuple(_value(_last_of(states).value, gathering, witnesses, _has_state(states)) for states in sides.values())
    return state, Dispute("state", values)


def _told_states(gathering: Gathering) -> list[tuple[MeetingState, str]]:
    """Return one state for each version, in order of publication. What a text sets after it told of a postponement is set anew."""
    states: dict[str, set[MeetingState]] = defaultdict(set)
    for sighting in gathering:
        told = states[sighting.version]
        is_anew = sighting.state is MeetingState.SCHEDULED and MeetingState.POSTPONED in told and sighting.is_dated
        told.add(MeetingState.RESCHEDULED if is_anew else sighting.state)
    return [(_last_of(states[version]), version) for version in dict.fromkeys(sighting.version for sighting in gathering)]


def _last_of(states: Iterable[MeetingState]) -> MeetingState:
    return max(states, key=_TELLING.index)


def _has_state(states: Iterable[MeetingState]) -> Callable[[Sighting], bool]:
    wanted = frozenset(states)
    return lambda sighting: sighting.state in wanted


def _move(state: MeetingState, new: MeetingState, *, moved: bool) -> MeetingState:
    """Return the state after a report. A report that cannot follow is an old one or a dispute, and changes nothing."""
    if new is MeetingState.SCHEDULED and state in (MeetingState.SCHEDULED, MeetingState.RESCHEDULED, MeetingState.POSTPONED):
        is_anew = moved or state is not MeetingState.SCHEDULED
        return MeetingState.RESCHEDULED if is_anew else state
    if new is MeetingState.HELD and state in CALLED_OFF:
        return new
    return new if new in _reachable(state) else state


def _reachable(state: MeetingState) -> frozenset[MeetingState]:
    """Return the states that can follow, those included that follow after steps nobody reported."""
    seen, frontier = set(MEETING_MOVES[state]), set(MEETING_MOVES[state])
    while frontier:
        frontier = {new for passed in frontier & _PASSING for new in MEETING_MOVES[passed]} - seen
        seen |= frontier
    return frozenset(seen)


def _is_contradicted(told: Sequence[tuple[MeetingState, str]]) -> bool:
    """Tell whether a meeting was called off after it met, or met after it was called off without having been set anew."""
    called_off = False
    has_met = False
    for state, _ in told:
        if state in CALLED_OFF:
            if has_met:
                return True
            called_off = True
        elif state in MET:
            if called_off:
                return True
            has_met = True
        elif state in PLANNED:
            called_off = False
    return False


def _was_put_off(gathering: Gathering) -> bool:
    """Tell whether a meeting was only put off and met later: told after all reports of the delay, and on no day planned before."""
    off = [sighting for sighting in gathering if sighting.stage is Stage.OFF]
    met = [sighting for sighting in gathering if sighting.stage is Stage.MET]
    if any(sighting.state is not MeetingState.POSTPONED or not sighting.day for sighting in off):
        return False
    delayed = min((other.day for other in off if other.day), default=date.max)
    told_later = all(sighting.first > delayed if sighting.is_dated else (sighting.day or delayed) > delayed for sighting in met)
    before = [
        plan
        for plan in gathering
        if plan.stage is Stage.PLAN and plan.is_dated and (plan.day or date.max) <= delayed and plan.first <= delayed
    ]
    return bool(met) and told_later and all(sighting.gap_to(plan) for sighting in met if sighting.is_dated for plan in before)


# --- dates --------------------------------------------------------------------------------------------------------------------


def _fold_plans(gathering: Gathering) -> tuple[str, ...]:
    """Return the dates that a meeting was planned for, oldest plan first; a more precise date takes the place of a vaguer one."""
    plans: list[str] = []
    for sighting in gathering:
        edtf = sighting.claim.date
        if sighting.stage is not Stage.PLAN or not sighting.is_dated or edtf is None:
            continue
        same = next((index for index, plan in enumerate(plans) if overlap(plan, edtf)), None)
        if same is None:
            plans.append(edtf)
        elif covers(plans[same], edtf):
            plans[same] = edtf
    return tuple(plans)


def _fold_date(gathering: Gathering, scheduled: Sequence[str], witnesses: Witnesses) -> tuple[str | None, Dispute | None]:
    met = [sighting for sighting in gathering if sighting.stage is Stage.MET]
    dated = [sighting for sighting in met if sighting.is_dated and sighting.claim.date]
    dates = {sighting.claim.date for sighting in dated if sighting.claim.date}
    if not dates:
        return _date_of_plan(met, scheduled), None
    dates = _widen_days(dates | _span_of_edges(dated))
    agreed = most_precise(dates)
    if agreed:
        return agreed, None
    camps = _camps(dates)
    values = tuple(_value(camp, gathering, witnesses, _says_date(camp)) for camp in camps)
    order = {camp: index for index, camp in enumerate(_by_first(camps, dated))}
    best = max(camps, key=lambda camp: (_weight(camp, dated, witnesses), -order[camp]))
    return best, Dispute("date", values)


def _span_of_edges(dated: Sequence[Sighting]) -> set[str]:
    """Return the interval from the day on which reports say that a meeting opened to that on which it ended, where both are told."""
    first = {sighting.first for sighting in dated if sighting.is_opening}
    last = {sighting.last for sighting in dated if sighting.claim.edge == "last"}
    if len(first) != 1 or len(last) != 1:
        return set()
    begin, end = first.pop(), last.pop()
    return {f"{begin.isoformat()}/{end.isoformat()}"} if 0 < (end - begin).days <= MAX_SITTING_DAYS else set()


def _widen_days(dates: Iterable[str]) -> set[str]:
    """Return the dates without the days that lie in an interval of days: a meeting of several days opens on one and ends on another."""
    known = set(dates)
    intervals = [edtf for edtf in known if "/" in edtf and is_fine(edtf)]
    return {edtf for edtf in known if not any(edtf != interval and is_fine(edtf) and covers(interval, edtf) for interval in intervals)}


def _camps(dates: Iterable[str]) -> list[str]:
    """Return the narrowest dates that exclude each other; a vaguer date that fits one of them is no dispute."""
    camps: list[str] = []
    for edtf in sorted(dates, key=lambda edtf: (bounds(edtf)[1] - bounds(edtf)[0], edtf)):
        if not any(overlap(edtf, camp) for camp in camps):
            camps.append(edtf)
    return sorted(camps, key=lambda edtf: (bounds(edtf), edtf))


def _by_first(camps: Sequence[str], dated: Sequence[Sighting]) -> list[str]:
    first = {camp: next(index for index, sighting in enumerate(dated) if _says_date(camp)(sighting)) for camp in camps}
    return sorted(camps, key=lambda camp: (first[camp], camp))


def _says_date(camp: str) -> Callable[[Sighting], bool]:
    def says(sighting: Sighting) -> bool:
        return sighting.stage is Stage.MET and sighting.is_dated and overlap(sighting.claim.date or "", camp)

    return says


def _weight(camp: str, dated: Sequence[Sighting], witnesses: Witnesses) -> int:
    return witnesses.count(evidence_of(sighting.claim) for sighting in dated if _says_date(camp)(sighting))


def _date_of_plan(met: Sequence[Sighting], scheduled: Sequence[str]) -> str | None:
    """Return the date of the plan when reports that it met give none and come soon after it."""
    for plan in reversed(scheduled):
        first, last = bounds(plan)
        for sighting in met:
            if sighting.day and first <= sighting.day <= shift(last, NEWS_DAYS):
                return plan
    return None


def _value(value: str, gathering: Gathering, witnesses: Witnesses, says: Callable[[Sighting], bool]) -> ConflictValue:
    return ConflictValue(value, witnesses.evidence(sighting.claim for sighting in gathering if says(sighting)))
