"""Claims: what one version says at one span, according to whom.

In: what `reading` finds. Out: one frozen type per kind of claim; the union is `Claim`. No claim exists without a span whose text is
verbatim in an immutable version. Names are canonical where the reader could resolve them, otherwise as written. Dates are EDTF. Claims of
one version refer to each other by id (`origin`, `commitment`, `meeting`), never across versions: what belongs together across versions is
the record's question. `gist` says in numbers what a promise is about, as the claim head sees it (`model.gists`), `context` keeps the words
in whose midst it is told (`model.contexts`); both are empty where no head was asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from communique.model.analysis import Entity, TimeExpression
from communique.model.ids import make_id
from communique.model.sources import Span
from communique.model.vocabulary import (
    ClaimKind,
    Domain,
    Factuality,
    Force,
    MeetingKind,
    MeetingState,
    Outcome,
    Progress,
    QuoteMode,
    StanceKind,
    Standing,
)


@dataclass(frozen=True, slots=True)
class Provenance:
    """What stands behind any claim.

    `according_to`: the source chain from the outlet inwards, outermost first, empty when the outlet itself says so. `reader`: rule or
    head with its version. `score`: calibrated probability in [0, 1] that the claim is right.
    """

    span: Span
    factuality: Factuality
    according_to: tuple[str, ...] = ()
    reader: str = "grammar"
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Participant:
    """A person at a meeting: the name, the office as written, the party it sits for."""

    name: str
    office: str | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingClaim:
    """A meeting in some state. `date` is when it takes or took place; `edge` is "first" or "last" where that is one of its days only.

    `kind` is what its noun and those who meet say, `likely_kind` that which its sentence makes likeliest, None where nobody asked.
    `series`: the noun that is counted ("round", "meeting", "consultation"), empty where there is none. `relative` is "last" or "next"
    where the text places the meeting relative to another one of its series without counting it. `background` tells that it is told as
    past history.
    """

    provenance: Provenance
    state: MeetingState
    kind: MeetingKind
    ordinal: int | None = None
    ordinal_inferred: bool = False
    series: str = ""
    relative: str = ""
    date: str | None = None
    places: tuple[str, ...] = ()
    host: str | None = None
    parties: tuple[str, ...] = ()
    participants: tuple[Participant, ...] = ()
    mediators: tuple[str, ...] = ()
    outcome: Outcome | None = None
    background: bool = False
    edge: str = ""
    likely_kind: MeetingKind | None = None


@dataclass(frozen=True, slots=True)
class CommitmentClaim:
    """Something that somebody agreed, decided, signed, pledged or intends to do. `object` is verbatim; `origin` is a meeting claim's id."""

    provenance: Provenance
    force: Force
    obligors: tuple[str, ...]
    object: str
    beneficiaries: tuple[str, ...] = ()
    condition: str | None = None
    due: str | None = None
    scope: str | None = None
    agreed_on: str | None = None
    origin: str | None = None
    background: bool = False
    gist: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class ReaffirmationClaim:
    """Earlier agreements confirmed again.

    `of` is verbatim; `commitment` the id of the claim it refers to, None for a bulk reaffirmation.
    """

    provenance: Provenance
    parties: tuple[str, ...]
    of: str
    on: str | None = None
    meeting: str | None = None
    commitment: str | None = None
    gist: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class ProgressClaim:
    """What was done about a commitment.

    `of` is the verbatim mention, `commitment` the id of the claim that it refers to where that is known.
    """

    provenance: Provenance
    progress: Progress
    of: str
    obligor: str | None = None
    as_of: str | None = None
    commitment: str | None = None
    gist: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class StandingClaim:
    """What became of an agreement or a ceasefire as a text."""

    provenance: Provenance
    standing: Standing
    parties: tuple[str, ...]
    of: str
    on: str | None = None
    commitment: str | None = None
    gist: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class RelationClaim:
    """A state of affairs between two actors, from and to dates where stated. `value` is a `RelationValue`, or `open_to(category)`."""

    provenance: Provenance
    a: tuple[str, ...]
    b: tuple[str, ...]
    domain: Domain
    value: str
    from_: str | None = None
    to: str | None = None
    imposed_by: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class StanceClaim:
    """A refusal, demand, proposal or expectation: kept as what it is, never as a commitment."""

    provenance: Provenance
    stance: StanceKind
    by: tuple[str, ...]
    of_whom: tuple[str, ...]
    object: str


@dataclass(frozen=True, slots=True)
class StatementClaim:
    """Words of a speaker. `text` is the content without quotation marks; the span is the content's."""

    provenance: Provenance
    speaker: str | None
    mode: QuoteMode
    text: str
    office: str | None = None
    side: str | None = None
    said_on: str | None = None


Claim = MeetingClaim | CommitmentClaim | ReaffirmationClaim | ProgressClaim | StandingClaim | RelationClaim | StanceClaim | StatementClaim


def kind_of(claim: Claim) -> ClaimKind:
    """Return what the claim is about."""
    if isinstance(claim, StanceClaim):
        return ClaimKind(claim.stance.value)
    return _KINDS[type(claim)]


_KINDS: dict[type[object], ClaimKind] = {
    MeetingClaim: ClaimKind.MEETING,
    CommitmentClaim: ClaimKind.COMMITMENT,
    ReaffirmationClaim: ClaimKind.REAFFIRMATION,
    ProgressClaim: ClaimKind.PROGRESS,
    StandingClaim: ClaimKind.STANDING,
    RelationClaim: ClaimKind.RELATION,
    StatementClaim: ClaimKind.STATEMENT,
}


Promised = CommitmentClaim | ReaffirmationClaim | ProgressClaim | StandingClaim
"""What says something of a promise."""


def claim_id(claim: Claim) -> str:
    """Return the id of a claim: its kind and its span. Two claims of one kind at one span are one claim."""
    span = claim.provenance.span
    return _id_at(kind_of(claim), span.version, span.start, span.end)


@lru_cache(maxsize=16384)
def _id_at(kind: ClaimKind, version: str, start: int, end: int) -> str:
    """Return the id of the claim of a kind at a span. Remembered: a fold asks for each dozens of times."""
    return make_id("c", kind, version, start, end)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is kept of one version once it was read.

    Claims are in text order. `sentences` (half-open ranges of the version's text), names and times are what the comparison of versions
    needs. `date` is the dateline's date that times were resolved against; a version whose date becomes known later is read again.
    """

    version: str
    claims: tuple[Claim, ...]
    actors: tuple[ActorMention, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    date: str | None = None


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor as one text speaks of it: canonical name, the spellings it used, and the offices it gave with their evidence."""

    name: str
    kind: str
    spellings: tuple[str, ...]
    side: str | None = None
    offices: tuple[OfficeMention, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class OfficeMention:
    """An office as written ("special envoy for negotiations"), its body ("Turkey", "foreign ministry"), and where it says so."""

    title: str
    body: str | None
    span: Span
