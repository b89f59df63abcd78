"""Meetings as the record shows them: numbered, dated, with who took part.

In: the claims about meetings of one process. Out: `Meeting` entries in order of time, and what sources disagree about. Numbers
are settled in `numbering`. A plan that a later meeting of its series left behind is unconfirmed, and one that said nothing but that talks
go on is no entry.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from communique.model.claims import MeetingClaim, claim_id
from communique.model.edtf import bounds
from communique.model.ids import make_id
from communique.model.judgements import TargetKind
from communique.model.record import Conflict, ConflictValue, Meeting, Participation
from communique.model.vocabulary import MeetingKind, MeetingState, Outcome
from communique.record.meetings import Gathering, gather_meetings
from communique.record.numbering import Round, fold_ordinal, number_rounds
from communique.record.rulings import Rulings
from communique.record.schedules import PLANNED, Dispute, fold_course
from communique.record.sightings import (
    Sighting,
    Stage,
    hosts_of_places,
    is_same_series,
    is_usable,
    place_words,
    rank_of_peers,
    settle_kind,
    share_place,
)
from communique.record.witnesses import Witnesses, evidence_of

_OPEN = PLANNED | {MeetingState.PROPOSED}
_SERIES_WORDS = {
    MeetingKind.TECHNICAL: "technical",
    MeetingKind.MINISTERIAL: "ministerial",
    MeetingKind.LEADERS: "leaders'",
}
"""What sets the noun of a series apart from that of the rounds of the same process."""
_UNCOUNTED = frozenset({"", "talk", "discussion", "negotiation", "contact", "dialogue"})
"""Nouns that name talks without counting them: nobody speaks of a first talk."""

_OUTCOMES = (
    Outcome.NONE_REPORTED,
    Outcome.TALKS_CONTINUE,
    Outcome.STATEMENT,
    Outcome.REAFFIRMATION,
    Outcome.NO_AGREEMENT,
    Outcome.PARTIAL_AGREEMENT,
    Outcome.FRAMEWORK,
    Outcome.AGREEMENT,
    Outcome.SIGNED,
    Outcome.WALKOUT,
)
"""Of several outcomes that reports give, the last of these is shown."""


def fold_meetings(
    claims: Iterable[MeetingClaim], process: str | None, witnesses: Witnesses, rulings: Rulings, today: str | None
) -> tuple[tuple[Meeting, ...], tuple[Conflict, ...]]:
    """Return the meetings of one process, in order of time, and their conflicts. `today` as in `fold_course`."""
    gatherings, _ = rulings.regroup(TargetKind.MEETING, gather_meetings(claims, witnesses), lambda sighting: claim_id(sighting.claim))
    gatherings = [sorted(gathering, key=lambda sighting: witnesses.claim_order(sighting.claim)) for gathering in gatherings]
    rounds = [_make_round(gathering, witnesses, today) for gathering in gatherings]
    rounds = number_rounds(_share_kinds([one for one in rounds if _is_telling(one)]), witnesses)
    rounds = _sort_into_series(_name_uncounted(_close_plans(rounds)))
    series = _name_series(rounds)
    meetings, conflicts = [], []
    for one in rounds:
        told = _make_meeting(one, process, witnesses, series)
        meeting = rulings.edited(TargetKind.MEETING, told)
        meetings.append((bounds(meeting.date)[1] if meeting.date and meeting.date != told.date else one.day, meeting))
        for dispute in one.disputes:
            values = tuple(sorted(dispute.values, key=lambda value: value.value))
            key = make_id("conflict", meeting.id, dispute.field)
            conflicts.append(Conflict(key, meeting.id, dispute.field, values, silent_change=False))
    ordered = sorted(meetings, key=lambda item: (item[0], item[1].ordinal or 0, item[1].id))
    return _link_next([meeting for _, meeting in ordered], rounds), tuple(sorted(conflicts, key=lambda conflict: conflict.id))


def _is_telling(one: Round) -> bool:
    """Tell whether enough is known for an entry: a number, a date, a place, somebody who took part, or that it is news."""
    if any(sighting.is_news or sighting.is_coming or sighting.claim.ordinal is not None for sighting in one.gathering):
        return True
    if all(sighting.state is MeetingState.UNDER_WAY and not sighting.is_fine for sighting in one.gathering):
        return False  # "since they began talks in 2022" tells when a process began, not of a meeting
    dates = [sighting.claim.date for sighting in one.gathering if sighting.is_dated]
    if any(edtf and is_usable(edtf) for edtf in dates):
        return True
    return any(sighting.claim.places or sighting.claim.participants for sighting in one.gathering) and bool(dates)


def _make_round(gathering: Gathering, witnesses: Witnesses, today: str | None) -> Round:
    course = fold_course(gathering, witnesses, today)
    ordinal, is_inferred, dispute = fold_ordinal(gathering, witnesses)
    disputes = [*course.disputes, *([dispute] if dispute else [])]
    place = _dispute_place(gathering, witnesses)
    return Round(
        gathering,
        course,
        settle_kind(Counter(sighting.kind for sighting in gathering)),
        ordinal,
        is_inferred,
        tuple(disputes + ([place] if place else [])),
    )


# --- plans and kinds ----------------------------------------------------------------------------------------------------------


def _share_kinds(rounds: Sequence[Round]) -> list[Round]:
    """Let "the next meeting" in a report of technical talks be a technical one: a vague noun means the series that its text reports."""
    reported: dict[str, set[MeetingKind]] = defaultdict(set)
    for one in rounds:
        for sighting in one.gathering:
            if sighting.is_news and sighting.stage is Stage.MET:
                reported[sighting.version].add(one.kind)
    result = []
    for one in rounds:
        kinds = {kind for sighting in one.gathering for kind in reported[sighting.version]}
        is_relative = all(sighting.is_vague and sighting.claim.relative for sighting in one.gathering)
        result.append(replace(one, kind=kinds.pop()) if is_relative and len(kinds) == 1 else one)
    return result


def _name_uncounted(rounds: Sequence[Round]) -> list[Round]:
    """Let talks be contacts where no report counts any, or calls any a round: a round is one of a series."""
    told = [(one, sighting.claim) for one in rounds if one.kind is MeetingKind.ROUND for sighting in one.gathering]
    if any(one.ordinal is not None or claim.ordinal is not None or claim.series == "round" for one, claim in told):
        return list(rounds)
    return [replace(one, kind=MeetingKind.CONTACT) if one.kind is MeetingKind.ROUND else one for one in rounds]


def _sort_into_series(rounds: Sequence[Round]) -> list[Round]:
    """Let a meeting be of the kind that most of its claims, and the offices of those who met, make likeliest.

    Meetings were counted and told apart before, by what their nouns say.
    """
    return [replace(one, kind=_likeliest_kind(one)) for one in rounds]


def _likeliest_kind(one: Round) -> MeetingKind:
    votes = Counter(kind for sighting in one.gathering if (kind := sighting.claim.likely_kind))
    votes.update(rank for sighting in one.gathering if votes and (rank := rank_of_peers(sighting.claim)))
    return min(votes, key=lambda kind: (-votes[kind], kind is not one.kind, kind), default=one.kind)


def _close_plans(rounds: Sequence[Round]) -> list[Round]:
    """Settle plans that a later meeting of their series left behind: nobody reports them, so they are unconfirmed.

    One of which nobody gave a number, a day or a place told only that talks go on, which the later meeting shows; it is no entry.
    """
    result = []
    for one in rounds:
        if one.course.state not in _OPEN or not any(_is_past(one, other) for other in rounds if other.has_met):
            result.append(one)
        elif one.ordinal is not None or one.course.scheduled or any(sighting.claim.places for sighting in one.gathering):
            is_planned = one.course.state in PLANNED
            result.append(replace(one, course=replace(one.course, state=MeetingState.UNCONFIRMED)) if is_planned else one)
    return result


def _is_past(plan: Round, met: Round) -> bool:
    """Tell whether a meeting that met shows that the time of a plan is over."""
    if not is_same_series(plan.kind, met.kind) or met.day == date.max:
        return False
    if plan.ordinal is not None and met.ordinal is not None and plan.kind is met.kind:
        return plan.ordinal < met.ordinal
    published = max((sighting.day for sighting in plan.gathering if sighting.day), default=date.max)
    return max(plan.day, published) < met.day


# --- fields -------------------------------------------------------------------------------------------------------------------


def _dispute_place(gathering: Gathering, witnesses: Witnesses) -> Dispute | None:
    """Return the places that stories give for one meeting when they have no word in common and each gives one only.

    Only names are disputed, and none that lies in the state that the other one names. Where a text names both, one lies in the other.
    """
    met = [sighting for sighting in gathering if sighting.stage is Stage.MET and sighting.is_fine and len(sighting.claim.places) == 1]
    stories, texts = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for sighting in met:
        stories[sighting.claim.places[0]].add(sighting.story)
        texts[sighting.claim.places[0]].add(sighting.version)
    for first, other in combinations(stories, 2):
        is_one = share_place((first,), (other,)) is True or bool(hosts_of_places((first,)) & hosts_of_places((other,)))
        are_apart = not is_one and not texts[first] & texts[other]
        if len(stories[first] | stories[other]) > 1 and are_apart and first[:1].isupper() and other[:1].isupper():
            return Dispute("place", tuple(_place_value(value, met, witnesses) for value in sorted((first, other))))
    return None


def _place_value(value: str, met: Sequence[Sighting], witnesses: Witnesses) -> ConflictValue:
    return ConflictValue(value, witnesses.evidence(sighting.claim for sighting in met if share_place(sighting.claim.places, (value,))))


def _fold_places(gathering: Gathering) -> tuple[str, ...]:
    """Return where it met, or where it was to meet as long as no report says more; one place once, in its fullest spelling."""
    for stage in (Stage.MET, Stage.PLAN, Stage.OFF):
        named = [place for sighting in gathering if sighting.stage is stage for place in sighting.claim.places]
        if named:
            return _merge_places(named)
    return ()


def _merge_places(named: Sequence[str]) -> tuple[str, ...]:
    places: list[str] = []
    for place in named:
        words = place_words((place,))
        same = next((index for index, other in enumerate(places) if _is_within(words, place_words((other,)))), None)
        if same is None:
            places.append(place)
        elif len(words) > len(place_words((places[same],))):
            places[same] = place
    return tuple(places)


def _is_within(a: frozenset[str], b: frozenset[str]) -> bool:
    return a <= b or b <= a


def _fold_participants(gathering: Gathering) -> tuple[Participation, ...]:
    """Return who took part, or was to take part as long as no report says who did."""
    for stages in ({Stage.MET}, {Stage.PLAN, Stage.OFF}):
        people = [person for sighting in gathering if sighting.stage in stages for person in sighting.claim.participants]
        if not people:
            continue
        everyone = [person for sighting in gathering for person in sighting.claim.participants]
        entries = []
        for name in sorted({person.name for person in people}):
            offices = Counter(person.office for person in everyone if person.name == name and person.office)
            sides = Counter(person.side for person in everyone if person.name == name and person.side)
            office = min(offices, key=lambda office: (-offices[office], -len(office), office), default=None)
            side = min(sides, key=lambda side: (-sides[side], side), default=None)
            entries.append(Participation(name, office, side))
        return tuple(sorted(entries, key=lambda entry: (entry.side or "~", entry.name)))
    return ()


def _name_series(rounds: Sequence[Round]) -> dict[MeetingKind, str]:
    """Return what is counted in each series of a process: the noun that reports number most, after the word for its kind."""
    nouns: dict[tuple[MeetingKind, bool], Counter[str]] = defaultdict(Counter)
    for one in rounds:
        for claim in (sighting.claim for sighting in one.gathering):
            if claim.series not in _UNCOUNTED:
                nouns[one.kind, claim.ordinal is not None][claim.series] += 1
    series = {}
    for kind in {one.kind for one in rounds}:
        default = "round" if kind is MeetingKind.ROUND else "meeting"
        found = nouns[kind, True] or nouns[kind, False] or Counter((default,))
        noun = min(found, key=lambda noun: (-found[noun], noun != default, noun))
        series[kind] = f"{_SERIES_WORDS[kind]} {noun}" if kind in _SERIES_WORDS else noun if kind is MeetingKind.ROUND else kind.value
    return series


def _fold_outcome(gathering: Gathering) -> Outcome:
    given = {sighting.claim.outcome for sighting in gathering if sighting.claim.outcome and sighting.stage is Stage.MET}
    return max(given, key=_OUTCOMES.index, default=Outcome.NONE_REPORTED)


def _make_meeting(one: Round, process: str | None, witnesses: Witnesses, series: dict[MeetingKind, str]) -> Meeting:
    claims = [sighting.claim for sighting in one.gathering]
    evidence = witnesses.evidence(claims)
    reported = [sighting.claim for sighting in one.gathering if sighting.stage is Stage.MET] if one.has_met else []
    hosts = Counter(claim.host for claim in claims if claim.host)
    return Meeting(
        id=make_id("meeting", process, claim_id(claims[0]), claims[0].ordinal, claims[0].date, claims[0].kind, claims[0].parties),
        series=series[one.kind],
        ordinal=one.ordinal,
        ordinal_inferred=one.ordinal is not None and one.is_inferred,
        counted=one.ordinal is not None,
        kind=one.kind,
        state=one.course.state,
        scheduled=one.course.scheduled,
        date=one.course.date,
        places=_fold_places(one.gathering),
        host=min(hosts, key=lambda host: (-hosts[host], host), default=None),
        participants=_fold_participants(one.gathering),
        mediators=tuple(sorted({name for claim in claims for name in claim.mediators})),
        outcome=_fold_outcome(one.gathering),
        readout=None,
        next=None,
        evidence=evidence,
        witnesses=witnesses.count(map(evidence_of, reported or claims)),
    )


def _link_next(meetings: Sequence[Meeting], rounds: Sequence[Round]) -> tuple[Meeting, ...]:
    """Let a meeting name the next one where a text that reports it announces that one."""
    by_claim = {piece.claim: meeting for meeting in meetings for piece in meeting.evidence}
    following: dict[str, str] = {}
    reported: dict[str, dict[str, int]] = defaultdict(dict)
    for index, source in enumerate(rounds):
        for sighting in source.gathering:
            if sighting.is_news and sighting.stage is Stage.MET:
                reported[sighting.version].setdefault(by_claim[claim_id(sighting.claim)].id, index)
    for index, one in enumerate(rounds):
        announced = [sighting for sighting in one.gathering if sighting.claim.relative == "next" and sighting.stage is Stage.PLAN]
        target = by_claim[claim_id(one.gathering[0].claim)]
        for sighting in announced:
            for meeting, source_index in reported[sighting.version].items():
                if source_index != index:
                    following.setdefault(meeting, target.id)
    return tuple(replace(meeting, next=following.get(meeting.id)) for meeting in meetings)
