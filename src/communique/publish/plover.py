"""Claims as events of PLOVER, the successor of CAMEO that event coders use (Open Event Data Alliance, https://github.com/openeventdata/PLOVER).

In: the claims of one text. Out: one `PloverEvent` for each that PLOVER has a type for, with who does it to whom by name. Other statements
and expectations have none. Two claims of one type between the same actors on overlapping words are one event, as PLOVER codes acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from communique.model.claims import (
    Claim,
    CommitmentClaim,
    MeetingClaim,
    ProgressClaim,
    ReaffirmationClaim,
    RelationClaim,
    StanceClaim,
    StandingClaim,
    StatementClaim,
)
from communique.model.vocabulary import Domain, Force, MeetingState, Progress, RelationValue, StanceKind, Standing

MET = frozenset({MeetingState.HELD, MeetingState.UNDER_WAY})
PLANNED = frozenset({MeetingState.PROPOSED, MeetingState.SCHEDULED, MeetingState.RESCHEDULED})
DONE = frozenset({Progress.PARTIAL, Progress.IMPLEMENTED, Progress.ENABLED})
UNDONE = frozenset({Standing.SUSPENDED, Standing.WITHDRAWN, Standing.VIOLATED})
STANCES = {StanceKind.REFUSAL: "REJECT", StanceKind.DEMAND: "DEMAND", StanceKind.PROPOSAL: "AGREE"}
OPENING = frozenset(
    {
        RelationValue.ESTABLISHED,
        RelationValue.RESUMED,
        RelationValue.OPEN,
        RelationValue.REOPENED,
        RelationValue.OPERATING,
        RelationValue.PERMITTED,
        RelationValue.EXEMPT,
        RelationValue.RATIFIED,
        RelationValue.APPOINTED,
        RelationValue.IN_FORCE,
    }
)
FORMAL = frozenset({Domain.DIPLOMATIC_TIES, Domain.REPRESENTATION, Domain.RECOGNITION, Domain.TREATY})
"""Domains whose opening supports the other side; opening any other eases a restriction."""


OBLIGING = re.compile(r"\b(?:must|should|ought to|ha(?:s|ve) to)\b")
"""Words that make what is said a demand in PLOVER's terms ("said that the rebels must reach an agreement")."""


@dataclass(frozen=True, slots=True)
class PloverEvent:
    """An event by PLOVER's type; `start, end` are the code points that tell it."""

    event: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    start: int
    end: int
    text: str


def find_events(claims: Iterable[Claim]) -> list[PloverEvent]:
    """Return the events of the claims of one text, in text order, overlapping ones of one type once."""
    found: list[PloverEvent] = []
    for claim in sorted(claims, key=lambda c: (c.provenance.span.start, c.provenance.span.end)):
        for event in _events(claim):
            if not any(e.event == event.event and e.start < event.end and event.start < e.end for e in found):
                found.append(event)
    return found


def _events(claim: Claim) -> Iterator[PloverEvent]:
    named = _name(claim)
    if named is not None:
        event, sources, targets = named
        span = claim.provenance.span
        yield PloverEvent(event, sources, targets, span.start, span.end, span.exact)


def _name(claim: Claim) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """Return the type, sources and targets of a claim, None where PLOVER has no type for it."""
    if isinstance(claim, MeetingClaim):
        event = "CONSULT" if claim.state in MET else "AGREE" if claim.state in PLANNED else "REJECT"
        return event, claim.parties, ()
    if isinstance(claim, CommitmentClaim):
        return "SUPPORT" if claim.force is Force.SIGNED else "AGREE", claim.obligors, claim.beneficiaries
    if isinstance(claim, ReaffirmationClaim):
        return "SUPPORT", claim.parties, ()
    if isinstance(claim, ProgressClaim):
        return ("RETREAT", (claim.obligor,) if claim.obligor else (), ()) if claim.progress in DONE else None
    if isinstance(claim, StandingClaim):
        return "REJECT" if claim.standing in UNDONE else "AGREE", claim.parties, ()
    if isinstance(claim, RelationClaim):
        return _relation(claim)
    if isinstance(claim, StatementClaim) and OBLIGING.search(claim.text):
        speaker = claim.side or claim.speaker
        return "DEMAND", (speaker,) if speaker else (), ()
    if isinstance(claim, StanceClaim):
        return (STANCES[claim.stance], claim.by, claim.of_whom) if claim.stance in STANCES else None
    return None


def _relation(claim: RelationClaim) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    is_opening = claim.value.partition("(")[0] in OPENING or claim.value.startswith(RelationValue.OPEN_TO)
    if claim.domain is Domain.CEASEFIRE:
        return "RETREAT" if is_opening else "FIGHT", claim.a, claim.b
    event = "SANCTION" if not is_opening else "SUPPORT" if claim.domain in FORMAL else "CONCEDE"
    return event, claim.a, claim.b
