"""The claim head weighs what the grammar found and proposes what it missed."""

from __future__ import annotations

from dataclasses import replace

from communique.model.analysis import Analysis, Hint
from communique.model.claims import Claim, CommitmentClaim, MeetingClaim, StanceClaim, kind_of
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.model.vocabulary import ClaimKind, Force, MeetingState
from communique.reading.hints import FOR_REVIEW, PROPOSED, READER
from communique.reading.reader import GrammarReader
from tests.reading.golden_cases import load_analyser

DAY = "2024-07-30"


def analyse(text: str, *hints: tuple[str, ClaimKind, float, str]) -> Analysis:
    """The analysis of a text with hints at the first place of each word, and no others."""
    found = tuple(Hint(text.index(word), kind, score, value) for word, kind, score, value in hints)
    return replace(load_analyser().analyse(text, DAY), hints=found)


def read(analysis: Analysis) -> tuple[Claim, ...]:
    version = Version(hash_text(analysis.text), analysis.text, published_at=DAY)
    return GrammarReader().read(version, analysis).claims


def test_a_sure_hint_proposes_a_meeting_that_no_rule_knows() -> None:
    analysis = analyse("Latvia and Norway thrashed out the matter in Vienna on Monday.", ("thrashed", ClaimKind.MEETING, 0.9, "held"))
    (claim,) = [c for c in read(analysis) if isinstance(c, MeetingClaim)]
    assert (claim.state, claim.date, claim.parties) == (MeetingState.HELD, "2024-07-29", ("Latvia", "Norway"))
    assert (claim.provenance.reader, claim.provenance.score) == (READER, PROPOSED)


def test_a_sure_hint_proposes_a_commitment_with_its_obligors() -> None:
    analysis = analyse("Chad gave its word to let the trucks of Niger pass.", ("gave", ClaimKind.COMMITMENT, 0.9, "pledged"))
    (claim,) = [c for c in read(analysis) if isinstance(c, CommitmentClaim)]
    assert (claim.force, claim.obligors) == (Force.PLEDGED, ("Chad",))
    assert claim.provenance.span.exact in analysis.text


def test_a_weak_hint_proposes_nothing() -> None:
    analysis = analyse("Latvia and Norway thrashed out the matter in Vienna on Monday.", ("thrashed", ClaimKind.MEETING, 0.3, "held"))
    assert not [c for c in read(analysis) if isinstance(c, MeetingClaim)]


def test_nothing_is_proposed_where_nobody_in_scope_acts() -> None:
    analysis = analyse(
        "The bakers thrashed out the price of flour.",
        ("thrashed", ClaimKind.MEETING, 0.99, "held"),
        ("thrashed", ClaimKind.COMMITMENT, 0.99, "agreed"),
        ("thrashed", ClaimKind.REFUSAL, 0.99, ""),
    )
    assert not read(analysis)


def test_a_hint_inside_a_claim_of_its_kind_adds_nothing() -> None:
    text = "Chad rejected a proposal of Niger."
    analysis = analyse(text, ("rejected", ClaimKind.REFUSAL, 0.95, ""))
    assert len([c for c in read(analysis) if isinstance(c, StanceClaim)]) == 1


def test_a_meeting_that_the_head_does_not_see_at_all_is_left_for_review() -> None:
    text = "Chad and Niger held talks in Vienna on Monday."
    seen = [c for c in read(analyse(text, ("talks", ClaimKind.MEETING, 0.5, "held"))) if kind_of(c) is ClaimKind.MEETING]
    unseen = [c for c in read(analyse(text)) if kind_of(c) is ClaimKind.MEETING]
    assert seen[0].provenance.score > FOR_REVIEW
    assert unseen[0].provenance.score == FOR_REVIEW


def test_a_stance_is_proposed_only_for_words_that_the_lexicon_does_not_know() -> None:
    known = analyse("The Senate of Latvia rejected a bill on school meals.", ("rejected", ClaimKind.REFUSAL, 0.99, ""))
    unknown = analyse("Latvia scoffed at the map of Norway.", ("scoffed", ClaimKind.REFUSAL, 0.99, ""))
    assert not [c for c in read(known) if isinstance(c, StanceClaim)]
    assert [c.by for c in read(unknown) if isinstance(c, StanceClaim)] == [("Latvia",)]


def test_what_did_not_happen_is_proposed_for_review_only() -> None:
    text = "Chad never gave its word to let the trucks of Niger pass."
    claims = [c for c in read(analyse(text, ("gave", ClaimKind.COMMITMENT, 0.9, "pledged"))) if isinstance(c, CommitmentClaim)]
    assert all(c.provenance.score <= FOR_REVIEW for c in claims)
