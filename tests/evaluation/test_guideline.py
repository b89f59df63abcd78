"""Claims in the words of the guideline: what it annotates, and nothing else."""

from __future__ import annotations

import pytest

from communique.evaluation.guideline import to_guide
from communique.model.claims import (
    Claim,
    CommitmentClaim,
    ProgressClaim,
    Provenance,
    ReaffirmationClaim,
    RelationClaim,
    StanceClaim,
    StandingClaim,
    StatementClaim,
)
from communique.model.sources import Span
from communique.model.vocabulary import Domain, Factuality, Force, Progress, QuoteMode, StanceKind, Standing
from tests.evaluation.sample import meeting
from tests.reading.llm.sample import make_version

P = Provenance(Span("v", 3, 9, "agreed"), Factuality.HAPPENED)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (
            CommitmentClaim(P, Force.PLEDGED, ("Norway",), "x"),
            {"type": "commitment", "force": "pledged", "obligors": ("Norway",), "due": None},
        ),
        (ProgressClaim(P, Progress.PARTIAL, "x", "Norway"), {"type": "status", "progress": "partial", "parties": ("Norway",)}),
        (ProgressClaim(P, Progress.PARTIAL, "x"), {"type": "status", "progress": "partial", "parties": ()}),
        (StandingClaim(P, Standing.SUSPENDED, ("Norway",), "x"), {"type": "status", "standing": "suspended", "parties": ("Norway",)}),
        (
            RelationClaim(P, ("Norway",), ("Sweden",), Domain.RAIL, "open"),
            {"type": "relation", "a": ("Norway",), "b": ("Sweden",), "domain": "rail", "value": "open", "from": None},
        ),
        (StanceClaim(P, StanceKind.DEMAND, ("Norway",), ("Sweden",), "x"), {"type": "demand", "by": ("Norway",), "of": ("Sweden",)}),
        (StatementClaim(P, "Ana", QuoteMode.PARTIAL, "x"), {"type": "statement", "speaker": "Ana", "mode": "direct"}),
        (StatementClaim(P, "Ana", QuoteMode.INDIRECT, "x"), {"type": "statement", "speaker": "Ana", "mode": "indirect"}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_claim_is_put_into_the_types_of_the_guideline(claim: Claim, expected: dict[str, object]) -> None:
    assert to_guide(claim) == {"anchor": [3, 9], **expected}


def test_a_meeting_keeps_who_met_where() -> None:
    guide = to_guide(meeting(make_version(), "held their third round"))
    assert guide is not None
    assert (guide["state"], guide["places"], guide["parties"], guide["persons"]) == ("held", ("Oslo",), ("Norway", "Sweden"), ())


@pytest.mark.parametrize(
    "claim",
    [
        CommitmentClaim(P, Force.INTENT, ("Norway",), "x"),
        ReaffirmationClaim(P, ("Norway",), "x"),
        StanceClaim(P, StanceKind.PROPOSAL, (), (), "x"),
        StanceClaim(P, StanceKind.EXPECTATION, (), (), "x"),
    ],
    ids=lambda claim: type(claim).__name__,
)
def test_what_the_guideline_does_not_annotate_is_left_out(claim: Claim) -> None:
    assert to_guide(claim) is None
