"""Closed vocabularies of the record, and the moves they allow.

In: nothing. Out: one `StrEnum` per list, whose values are the words used in the database, the exports, the URLs and the docs, and the
tables of legal moves for meeting states and for progress. A word that is not here cannot enter the record. Export scales (Peace Accords
Matrix 0-3, pledge fulfilment, G20 -1/0/+1) are computed from these in `publish`, never stored.
"""

from __future__ import annotations

from enum import StrEnum


class Factuality(StrEnum):
    """How certain a source is that what it says has happened (after FactBank's values, Sauri and Pustejovsky 2009, reduced to five)."""

    HAPPENED = "happened"
    PLANNED = "planned"
    POSSIBLE = "possible"
    DENIED = "denied"
    CONDITIONAL = "conditional"


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PROPOSED = "proposed"
    SCHEDULED = "scheduled"
    RESCHEDULED = "rescheduled"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    DROPPED = "dropped"
    UNDER_WAY = "under_way"
    HELD = "held"
    BROKEN_OFF = "broken_off"
    UNCONFIRMED = "unconfirmed"


MEETING_MOVES: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.PROPOSED: frozenset({MeetingState.SCHEDULED, MeetingState.DROPPED}),
    MeetingState.SCHEDULED: frozenset(
        {
            MeetingState.RESCHEDULED,
            MeetingState.POSTPONED,
            MeetingState.CANCELLED,
            MeetingState.UNDER_WAY,
            MeetingState.HELD,
            MeetingState.UNCONFIRMED,
        }
    ),
    MeetingState.RESCHEDULED: frozenset(
        {MeetingState.POSTPONED, MeetingState.CANCELLED, MeetingState.UNDER_WAY, MeetingState.HELD, MeetingState.UNCONFIRMED}
    ),
    MeetingState.POSTPONED: frozenset({MeetingState.RESCHEDULED, MeetingState.CANCELLED}),
    MeetingState.UNDER_WAY: frozenset({MeetingState.HELD, MeetingState.BROKEN_OFF}),
    MeetingState.UNCONFIRMED: frozenset({MeetingState.HELD, MeetingState.CANCELLED, MeetingState.POSTPONED}),
    MeetingState.CANCELLED: frozenset({MeetingState.SCHEDULED}),
    MeetingState.BROKEN_OFF: frozenset({MeetingState.SCHEDULED}),
    MeetingState.DROPPED: frozenset(),
    MeetingState.HELD: frozenset(),
}


class MeetingKind(StrEnum):
    """What sort of meeting it is."""

    ROUND = "round"
    TECHNICAL = "technical"
    MINISTERIAL = "ministerial"
    LEADERS = "leaders"
    CONTACT = "contact"
    CALL = "call"


class Outcome(StrEnum):
    """What a meeting ended with."""

    NONE_REPORTED = "none_reported"
    TALKS_CONTINUE = "talks_continue"
    STATEMENT = "statement"
    REAFFIRMATION = "reaffirmation"
    PARTIAL_AGREEMENT = "partial_agreement"
    FRAMEWORK = "framework"
    AGREEMENT = "agreement"
    SIGNED = "signed"
    WALKOUT = "walkout"
    NO_AGREEMENT = "no_agreement"


class Readout(StrEnum):
    """Who told the press about a meeting, and whether they told the same."""

    JOINT = "joint"
    IDENTICAL = "identical"
    SEPARATE = "separate"
    ONE_SIDED = "one_sided"


class Force(StrEnum):
    """How binding the words of a commitment are. `INTENT` is an aim of one side and is never counted as agreed."""

    AGREED = "agreed"
    DECIDED = "decided"
    SIGNED = "signed"
    PLEDGED = "pledged"
    IN_PRINCIPLE = "in_principle"
    TO_ASSESS = "to_assess"
    CONDITIONAL = "conditional"
    INTENT = "intent"


class Aim(StrEnum):
    """Whether a commitment promises an act or a result."""

    ACTION = "action"
    OUTCOME = "outcome"


class Standing(StrEnum):
    """What became of a commitment as a text."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    AMENDED = "amended"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    VIOLATED = "violated"


class Progress(StrEnum):
    """What became of a commitment in deed, per obligor. `UNREPORTED` is silence; `NOT_STARTED` needs a source that says so."""

    UNREPORTED = "unreported"
    NOT_STARTED = "not_started"
    PREPARING = "preparing"
    ENABLED = "enabled"
    PARTIAL = "partial"
    IMPLEMENTED = "implemented"
    STALLED = "stalled"
    REVERSED = "reversed"


PROGRESS_RANK: dict[Progress, int] = {
    Progress.UNREPORTED: 0,
    Progress.NOT_STARTED: 1,
    Progress.STALLED: 2,
    Progress.PREPARING: 3,
    Progress.ENABLED: 4,
    Progress.PARTIAL: 5,
    Progress.REVERSED: 6,
    Progress.IMPLEMENTED: 7,
}
"""How far each progress is, least first; the joint progress is the least advanced party's."""


class Domain(StrEnum):
    """What a relation between two actors is about."""

    DIPLOMATIC_TIES = "diplomatic_ties"
    REPRESENTATION = "representation"
    RECOGNITION = "recognition"
    LAND_BORDER = "land_border"
    CROSSING = "crossing"
    AIR_PASSENGER = "air_passenger"
    AIR_CARGO = "air_cargo"
    RAIL = "rail"
    ROAD = "road"
    VISA = "visa"
    TRADE = "trade"
    AIRSPACE = "airspace"
    TREATY = "treaty"
    CEASEFIRE = "ceasefire"
    TERRITORY_CONTROL = "territory_control"
    ENERGY = "energy"
    TELECOM = "telecom"


class RelationValue(StrEnum):
    """The state a relation is in. `OPEN_TO` is written `open_to(category)` where the text names the category."""

    NEVER_ESTABLISHED = "never_established"
    ESTABLISHED = "established"
    SUSPENDED = "suspended"
    SEVERED = "severed"
    RESUMED = "resumed"
    CLOSED = "closed"
    OPEN = "open"
    REOPENED = "reopened"
    OPEN_TO = "open_to"
    OPERATING = "operating"
    BARRED = "barred"
    PERMITTED = "permitted"
    EXEMPT = "exempt"
    SIGNED = "signed"
    RATIFIED = "ratified"
    DENOUNCED = "denounced"
    ENDED = "ended"
    EXPELLED = "expelled"
    RECALLED = "recalled"
    APPOINTED = "appointed"
    IN_FORCE = "in_force"
    HELD_BY = "held_by"
    CONTESTED = "contested"


class QuoteMode(StrEnum):
    """How a statement is reported."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    PARTIAL = "partial"


class ChangeKind(StrEnum):
    """What changed between two versions of one article."""

    PLANNED_TO_HELD = "planned_to_held"
    HELD_TO_CANCELLED = "held_to_cancelled"
    DATE = "date"
    NUMBER = "number"
    PLACE = "place"
    NAME_SPELLING = "name_spelling"
    ROLE_TITLE = "role_title"
    ACTOR_ADDED = "actor_added"
    ACTOR_REMOVED = "actor_removed"
    STATEMENT_ADDED = "statement_added"
    STATEMENT_REMOVED = "statement_removed"
    STATEMENT_ALTERED = "statement_altered"
    ATTRIBUTION = "attribution"
    COMMITMENT_ADDED = "commitment_added"
    COMMITMENT_REMOVED = "commitment_removed"
    COMMITMENT_REWORDED = "commitment_reworded"
    STATUS = "status"
    BACKGROUND_CORRECTION = "background_correction"
    EXPECTATION_REMOVED = "expectation_removed"
    HEADLINE = "headline"
    CORRECTION_NOTE = "correction_note"
    STYLE = "style"


class ActorKind(StrEnum):
    """What sort of actor it is."""

    STATE = "state"
    MINISTRY = "ministry"
    ORGANISATION = "organisation"
    ARMED_GROUP = "armed_group"
    PERSON = "person"


class EntityType(StrEnum):
    """What sort of thing a name in a text names."""

    PERSON = "PERSON"
    ORGANISATION = "ORGANISATION"
    PLACE = "PLACE"
    EVENT = "EVENT"
    OTHER = "OTHER"


class TimeType(StrEnum):
    """TIMEX3 type (ISO 24617-1, TimeML)."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class StanceKind(StrEnum):
    """What one side wants or will not have: kept, and never counted as a commitment."""

    REFUSAL = "refusal"
    DEMAND = "demand"
    PROPOSAL = "proposal"
    EXPECTATION = "expectation"


class ClaimKind(StrEnum):
    """What a claim is about."""

    MEETING = "meeting"
    COMMITMENT = "commitment"
    REAFFIRMATION = "reaffirmation"
    PROGRESS = "progress"
    STANDING = "standing"
    RELATION = "relation"
    REFUSAL = "refusal"
    DEMAND = "demand"
    PROPOSAL = "proposal"
    EXPECTATION = "expectation"
    STATEMENT = "statement"
