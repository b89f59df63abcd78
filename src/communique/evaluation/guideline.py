"""The claims of a reader in the words of the annotation guideline, so that they can be held against annotated items.

In: a claim of the model. Out: a dictionary with `type`, `anchor` and the attributes that are compared, or None for what the guideline
does not annotate. Progress and standing are both `status`; intents, reaffirmations, proposals and expectations are left out.
"""

from __future__ import annotations

from communique.evaluation.scoring import GuideClaim
from communique.model.claims import (
    Claim,
    CommitmentClaim,
    MeetingClaim,
    ProgressClaim,
    RelationClaim,
    StanceClaim,
    StandingClaim,
    StatementClaim,
)
from communique.model.vocabulary import Force, QuoteMode, StanceKind

SHOWN = 0.5
"""Claims scored below go to the review queue and are not counted."""


def to_guide(claim: Claim) -> GuideClaim | None:
    """Return a claim in the words of the annotation guideline, None for what it does not annotate."""
    span = claim.provenance.span
    anchor = [span.start, span.end]
    match claim:
        case MeetingClaim():
            return {
                "type": "meeting",
                "anchor": anchor,
                "state": claim.state.value,
                "date": claim.date,
                "ordinal": claim.ordinal,
                "places": claim.places,
                "parties": claim.parties,
                "persons": tuple(p.name for p in claim.participants),
                "mediators": claim.mediators,
            }
        case CommitmentClaim() if claim.force is not Force.INTENT:
            return {"type": "commitment", "anchor": anchor, "force": claim.force.value, "obligors": claim.obligors, "due": claim.due}
        case ProgressClaim():
            parties = (claim.obligor,) if claim.obligor else ()
            return {"type": "status", "anchor": anchor, "progress": claim.progress.value, "parties": parties}
        case StandingClaim():
            return {"type": "status", "anchor": anchor, "standing": claim.standing.value, "parties": claim.parties}
        case RelationClaim():
            about = {"a": claim.a, "b": claim.b, "domain": claim.domain.value, "value": claim.value, "from": claim.from_}
            return {"type": "relation", "anchor": anchor, **about}
        case StanceClaim() if claim.stance in {StanceKind.REFUSAL, StanceKind.DEMAND}:
            return {"type": claim.stance.value, "anchor": anchor, "by": claim.by, "of": claim.of_whom}
        case StatementClaim():
            mode = "indirect" if claim.mode is QuoteMode.INDIRECT else "direct"
            return {"type": "statement", "anchor": anchor, "speaker": claim.speaker, "mode": mode}
    return None
