"""Claims become events of PLOVER."""

from __future__ import annotations

import pytest

from communique.model.claims import Claim, CommitmentClaim, MeetingClaim, Provenance, RelationClaim, StanceClaim, StatementClaim
from communique.model.sources import Span
from communique.model.vocabulary import Domain, Factuality, Force, MeetingKind, MeetingState, QuoteMode, StanceKind
from communique.publish.plover import find_events

A, B = ("Chad",), ("Niger",)


def at(start: int, end: int) -> Provenance:
    return Provenance(Span("v", start, end, "x" * (end - start)), Factuality.HAPPENED)


@pytest.mark.parametrize(
    ("claim", "event"),
    [
        (MeetingClaim(at(0, 5), MeetingState.HELD, MeetingKind.ROUND, parties=A + B), "CONSULT"),
        (MeetingClaim(at(0, 5), MeetingState.SCHEDULED, MeetingKind.ROUND, parties=A + B), "AGREE"),
        (MeetingClaim(at(0, 5), MeetingState.CANCELLED, MeetingKind.ROUND, parties=A + B), "REJECT"),
        (CommitmentClaim(at(0, 5), Force.AGREED, A + B, "x"), "AGREE"),
        (CommitmentClaim(at(0, 5), Force.SIGNED, A + B, "x"), "SUPPORT"),
        (StanceClaim(at(0, 5), StanceKind.REFUSAL, A, B, "x"), "REJECT"),
        (StanceClaim(at(0, 5), StanceKind.DEMAND, A, B, "x"), "DEMAND"),
        (RelationClaim(at(0, 5), A, B, Domain.DIPLOMATIC_TIES, "established"), "SUPPORT"),
        (RelationClaim(at(0, 5), A, B, Domain.CROSSING, "reopened"), "CONCEDE"),
        (RelationClaim(at(0, 5), A, B, Domain.VISA, "open_to(drivers)"), "CONCEDE"),
        (RelationClaim(at(0, 5), A, B, Domain.TRADE, "suspended"), "SANCTION"),
    ],
)
def test_each_claim_has_the_type_that_plover_gives_its_act(claim: Claim, event: str) -> None:
    assert [found.event for found in find_events([claim])] == [event]


def test_who_does_it_to_whom_is_kept_by_name() -> None:
    (event,) = find_events([StanceClaim(at(3, 8), StanceKind.DEMAND, A, B, "x")])
    assert (event.sources, event.targets, event.start, event.end) == (A, B, 3, 8)


def test_words_and_expectations_are_no_events() -> None:
    words = StatementClaim(at(0, 5), "Chad", QuoteMode.DIRECT, "x")
    hope = StanceClaim(at(6, 9), StanceKind.EXPECTATION, A, (), "x")
    assert find_events([words, hope]) == []


def test_to_say_that_others_must_act_is_a_demand() -> None:
    said = StatementClaim(at(0, 5), "Ali Hassan", QuoteMode.INDIRECT, "the rebels must leave the town", side="Chad")
    (event,) = find_events([said])
    assert (event.event, event.sources) == ("DEMAND", ("Chad",))


def test_two_claims_of_one_act_are_one_event() -> None:
    first, second = CommitmentClaim(at(0, 9), Force.AGREED, A, "x"), CommitmentClaim(at(4, 12), Force.PLEDGED, A, "x")
    apart = CommitmentClaim(at(20, 24), Force.AGREED, A, "x")
    assert [event.start for event in find_events([second, apart, first])] == [0, 20]
