"""Sightings: one claim about a meeting, with the days on which it can have been.

In: a `MeetingClaim` and the day its version was published. Out: what the claim makes of the meeting (a plan, a meeting that met, one
called off) and the window of days it speaks of. A claim without a date still has a window: news of a meeting that met is of the last
days, a plan is of the coming ones, "the last meeting" is some time before.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from communique.language.gazetteer import Gazetteer
from communique.model.claims import MeetingClaim
from communique.model.edtf import Precision, bounds, is_edtf, precision
from communique.model.vocabulary import ActorKind, Factuality, MeetingKind, MeetingState
from communique.record.witnesses import Witnesses
from communique.stories.words import find_words

NEWS_DAYS = 14
"""A report of a meeting without a date is of one in these days before publication."""
PLAN_DAYS = 180
"""A plan without a date is for one in these days after publication."""

MET = frozenset({MeetingState.HELD, MeetingState.UNDER_WAY, MeetingState.BROKEN_OFF})
CALLED_OFF = frozenset({MeetingState.POSTPONED, MeetingState.CANCELLED, MeetingState.DROPPED})
MAX_SITTING_DAYS = 31
"""A meeting lasts no longer: what opened and what ended so many days later can be one, and an interval of more names no days."""
_FINE = frozenset({Precision.TIME, Precision.DAY})
_USABLE = _FINE | {Precision.MONTH, Precision.SEASON}
_WORD = re.compile(r"\S+")
_PLACE_WORDS = frozenset(_WORD.findall("city town village capital border crossing gate side state republic north south east west new"))
_OTHER_WORDS = frozenset(_WORD.findall("deputy vice assistant former ex ambassador speaker general"))
_ENVOY_WORDS = frozenset(_WORD.findall("envoy representative negotiator"))
_LEADER_WORDS = frozenset(_WORD.findall("president premier chancellor king emir sultan monarch"))
_MINISTER_WORDS = frozenset(_WORD.findall("minister secretary"))
"""Words of offices by which peers meet: what a deputy or an envoy attends is of their own rank."""


class Stage(StrEnum):
    """What a claim makes of a meeting."""

    PLAN = "plan"
    MET = "met"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A meeting claim with its window `[first, last]`, both inclusive.

    `state` is the claim's, lowered where the claim is not factual; `stage` is what it makes of the meeting. `is_dated`: the window comes
    from a date in the text. `is_fine`: that date is a day. `is_news`: the claim is about what its text reports, not about an earlier or
    later meeting that it mentions.
    """

    claim: MeetingClaim
    state: MeetingState
    stage: Stage
    version: str
    first: date
    last: date
    is_dated: bool
    is_fine: bool
    is_news: bool
    day: date | None
    story: str
    kind: MeetingKind

    @property
    def is_vague(self) -> bool:
        """Whether its noun ("talks", "met") can stand for any sort of meeting but a call."""
        return self.kind is MeetingKind.CONTACT or (self.kind is MeetingKind.ROUND and self.claim.ordinal is None)

    @property
    def is_opening(self) -> bool:
        """Whether its day is the first of a meeting that goes on."""
        return self.is_fine and self.claim.edge != "last" and (self.claim.edge == "first" or self.state is MeetingState.UNDER_WAY)

    @property
    def is_coming(self) -> bool:
        """Whether a text announces it as the next one."""
        return self.claim.relative == "next" and not self.claim.background and self.stage is Stage.PLAN

    def gap_to(self, other: Sighting) -> int:
        """Return the days between two windows, 0 where they overlap."""
        return max(0, (self.first - other.last).days, (other.first - self.last).days)


def see(claim: MeetingClaim, witnesses: Witnesses) -> Sighting | None:
    """Return the sighting of a claim, None for one that denies that a meeting met."""
    state = effective_state(claim)
    if state is None:
        return None
    place = witnesses.place(claim.provenance.span.version)
    edtf = claim.date if claim.date and is_edtf(claim.date) and precision(claim.date) is not Precision.UNKNOWN else None
    is_news = not claim.background and not claim.relative
    if edtf:
        first, last = bounds(edtf)
        is_news = is_news and _is_near(first, last, place.day)
    else:
        first, last = _window(claim, state, place.day)
    return Sighting(
        claim=claim,
        state=state,
        stage=Stage.MET if state in MET else Stage.OFF if state in CALLED_OFF else Stage.PLAN,
        version=claim.provenance.span.version,
        first=first,
        last=last,
        is_dated=edtf is not None,
        is_fine=edtf is not None and is_fine(edtf),
        is_news=is_news,
        day=place.day,
        story=place.story,
        kind=_sharpen_kind(claim),
    )


def _sharpen_kind(claim: MeetingClaim) -> MeetingKind:
    """Return the kind of a meeting: a bare contact of ministers is ministerial, of heads of government a leaders'; envoys hold rounds."""
    is_bare = claim.kind is MeetingKind.CONTACT and claim.ordinal is None
    return (rank_of_peers(claim) if is_bare else None) or claim.kind


def rank_of_peers(claim: MeetingClaim) -> MeetingKind | None:
    """Return the kind of meeting that those who met, of two sides or more, hold by their offices; None where these differ or do not say."""
    offices = {person.side: person.office for person in claim.participants if person.side and person.office}
    ranks = {_rank_of(office) for office in offices.values()}
    return ranks.pop() if len(offices) > 1 and len(ranks) == 1 else None


def _rank_of(office: str) -> MeetingKind | None:
    """Return the kind of meeting that holders of an office hold with their peers, None where the office does not say."""
    words = {word.norm for word in find_words(office)}
    if words & _ENVOY_WORDS:
        return MeetingKind.ROUND
    if words & _OTHER_WORDS:
        return None
    if words & _LEADER_WORDS or words >= {"prime", "minister"}:
        return MeetingKind.LEADERS
    return MeetingKind.MINISTERIAL if words & _MINISTER_WORDS else None


def settle_kind(kinds: Counter[MeetingKind]) -> MeetingKind:
    """Return the kind that most claims about a meeting give, of those that say more than "round" or "contact" if there are any."""
    vague = (MeetingKind.ROUND, MeetingKind.CONTACT)
    return min(kinds, key=lambda kind: (vague.index(kind) + 1 if kind in vague else 0, -kinds[kind], kind))


def effective_state(claim: MeetingClaim) -> MeetingState | None:
    """Return the state that a claim supports: only what is said to have happened has met. None where that is denied."""
    if claim.state not in MET:
        return claim.state
    match claim.provenance.factuality:
        case Factuality.PLANNED:
            return MeetingState.SCHEDULED
        case Factuality.POSSIBLE | Factuality.CONDITIONAL:
            return MeetingState.PROPOSED
        case Factuality.DENIED:
            return None
    return claim.state


def is_fine(edtf: str) -> bool:
    """Tell whether a date names days: one, or an interval of at most a month with both ends given as days."""
    if precision(edtf) in _FINE:
        return True
    ends = edtf.split("/")
    return len(ends) == 2 and all(end and end != ".." and precision(end) in _FINE for end in ends) and _width(edtf) <= MAX_SITTING_DAYS


def is_usable(edtf: str) -> bool:
    """Tell whether a date is narrow enough to tell one meeting from the next: a season or less."""
    return is_fine(edtf) or precision(edtf) in _USABLE


def _width(edtf: str) -> int:
    first, last = bounds(edtf)
    return (last - first).days


def _is_near(first: date, last: date, published: date | None) -> bool:
    """Tell whether a date lies in what news is about: the days just before publication, or the time after."""
    return published is None or last >= shift(published, -NEWS_DAYS) or first >= published


def _window(claim: MeetingClaim, state: MeetingState, published: date | None) -> tuple[date, date]:
    if published is None:
        return date.min, date.max
    if claim.relative == "last":
        return date.min, shift(published, -1)
    if claim.relative == "next":
        return published, date.max
    if claim.background:
        return date.min, published
    if state in MET:
        return shift(published, -NEWS_DAYS), published
    return shift(published, -1), shift(published, PLAN_DAYS)


def shift(day: date, days: int) -> date:
    """Return the day so many days later, the first or last that there is where the calendar ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


@lru_cache(maxsize=16384)
def share_place(a: tuple[str, ...], b: tuple[str, ...]) -> bool | None:
    """Tell whether two lists of places have one in common, by any of its telling words; None where a list is empty."""
    if not a or not b:
        return None
    return bool(place_words(a) & place_words(b))


@lru_cache(maxsize=16384)
def place_words(places: tuple[str, ...]) -> frozenset[str]:
    """Return the stems that tell places apart."""
    words = [word for place in places for word in find_words(place) if not word.is_function]
    telling = frozenset(word.stem for word in words if word.norm not in _PLACE_WORDS)
    return telling or frozenset(word.stem for word in words)


@lru_cache(maxsize=16384)
def hosts_of_places(places: tuple[str, ...]) -> frozenset[str]:
    """Return the states that places lie in, by the names and adjectives in them: "Rome", "the Swedish capital"."""
    matches = (match for place in places for match in Gazetteer.load().scan(place))
    found = (match.places[0] for match in matches)
    return frozenset(place.canonical for place in found if place.actor_kind is ActorKind.STATE)


def is_same_series(a: MeetingKind, b: MeetingKind) -> bool:
    """Tell whether two kinds can be of one series: a bare contact can be any meeting but a call."""
    loose = {a, b} - {MeetingKind.CONTACT}
    return a is b or (MeetingKind.CONTACT in (a, b) and MeetingKind.CALL not in loose)
