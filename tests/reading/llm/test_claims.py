"""What a model says becomes a claim only as far as the text bears it out; the rest is dropped or emptied, and counted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.claims import (
    Claim,
    CommitmentClaim,
    MeetingClaim,
    Participant,
    RelationClaim,
    StanceClaim,
    StatementClaim,
    claim_id,
)
from communique.model.vocabulary import Factuality, Force, MeetingKind, MeetingState, Outcome, StanceKind
from communique.reading.llm.claims import SURE, UNSURE, ClaimBuilder, Tally
from communique.reading.llm.parts import Part
from communique.reading.llm.schema import answer_schema
from communique.store.codec import decode, encode
from tests.reading.llm.sample import COMMITMENT, MEETING, REFUSAL, STATEMENT, TEXT, Json, make_text

RELATION: Json = {
    "kind": "relation",
    "anchor": "to reopen the rail link to freight by June",
    "occurrence": None,
    "factuality": "planned",
    "according_to": [],
    "is_certain": True,
    "a": ["Norway"],
    "b": ["Sweden"],
    "domain": "rail",
    "value": "open_to",
    "from": "2024-06",
    "to": None,
    "imposed_by": None,
    "scope": "freight",
}
KINDS = [v for variant in answer_schema()["properties"]["claims"]["items"]["anyOf"] for v in variant["properties"]["kind"]["enum"]]


def build(*said: Json) -> tuple[list[Any], Tally]:
    tally = Tally()
    builder = ClaimBuilder(make_text(), "llm-1 test", tally)
    builder.add(said, Part(0, len(TEXT)))
    return builder.finish(), tally


def test_a_meeting_keeps_all_that_the_text_says() -> None:
    (claim,), tally = build(MEETING)
    provenance = claim.provenance
    assert (provenance.span.exact, provenance.reader, provenance.score) == (MEETING["anchor"], "llm-1 test", SURE)
    assert claim == MeetingClaim(
        provenance=provenance,
        state=MeetingState.HELD,
        kind=MeetingKind.ROUND,
        ordinal=3,
        series="round",
        date="2024-05-02",
        places=("Oslo",),
        parties=("Norway", "Sweden"),
        participants=(Participant("Kari Østby", "Norwegian envoy", "Norway"),),
        outcome=Outcome.AGREEMENT,
    )
    assert (tally.n_kept, tally.n_invented, tally.n_malformed, tally.n_emptied) == (1, 0, 0, 0)


def test_a_commitment_knows_the_meeting_that_it_comes_from() -> None:
    (meeting, commitment), tally = build(MEETING, COMMITMENT)
    assert isinstance(commitment, CommitmentClaim)
    assert (commitment.origin, commitment.force, commitment.object) == (claim_id(meeting), Force.AGREED, COMMITMENT["object"])
    assert tally.n_emptied == 0


def test_a_reference_to_nothing_is_emptied() -> None:
    (commitment,), tally = build(COMMITMENT)
    assert commitment.origin is None
    assert tally.n_emptied == 1


def test_an_invented_anchor_is_dropped_and_counted() -> None:
    claims, tally = build(MEETING | {"anchor": "met for the third time"}, COMMITMENT | {"anchor": ""})
    assert claims == []
    assert (tally.n_invented, tally.n_kept) == (2, 0)


@pytest.mark.parametrize(
    "said",
    [
        {},
        MEETING | {"kind": "rumour"},
        MEETING | {"kind": None},
        MEETING | {"state": "met"},
        MEETING | {"factuality": "certain"},
        {key: value for key, value in COMMITMENT.items() if key != "force"},
        RELATION | {"domain": ["rail"]},
    ],
)
def test_a_claim_without_the_words_that_its_kind_needs_is_dropped(said: Json) -> None:
    claims, tally = build(said)
    assert claims == []
    assert tally.n_malformed == 1


def test_invented_names_are_emptied_and_make_a_claim_unsure() -> None:
    (claim,), tally = build(MEETING | {"parties": ["Norway", "Denmark"], "mediators": ["United Nations"], "places": ["Oslo", "Bergen"]})
    assert (claim.parties, claim.mediators, claim.places) == (("Norway",), (), ("Oslo",))
    assert claim.provenance.score == UNSURE
    assert tally.n_emptied == 3


def test_an_invented_participant_is_left_out_and_an_invented_office_emptied() -> None:
    people = [{"name": "Ola Nordmann", "office": None, "side": None}, {"name": "Kari Østby", "office": "queen", "side": None}, "Kari"]
    (claim,), tally = build(MEETING | {"participants": people})
    assert claim.participants == (Participant("Kari Østby"),)
    assert tally.n_emptied == 2


def test_dates_numbers_and_words_that_do_not_hold_are_emptied_and_the_claim_stays() -> None:
    (claim,), tally = build(MEETING | {"date": "last week", "ordinal": 5, "series": "summit", "outcome": "triumph"})
    assert (claim.date, claim.ordinal, claim.series, claim.outcome) == (None, None, "", None)
    assert claim.provenance.score == SURE
    assert tally.n_emptied == 4


def test_true_is_no_number() -> None:
    (claim,), _ = build(MEETING | {"ordinal": True, "occurrence": True})
    assert claim.ordinal is None


def test_an_object_that_the_text_does_not_have_becomes_the_anchor() -> None:
    (claim,), tally = build(COMMITMENT | {"object": "to open all borders", "origin": None})
    assert claim.object == COMMITMENT["anchor"]
    assert tally.n_emptied == 1


def test_what_the_model_is_not_certain_of_is_for_review() -> None:
    (claim,), _ = build(REFUSAL | {"is_certain": False})
    assert claim.provenance.score == UNSURE


def test_a_refusal_is_kept_as_one_and_by_the_state_whose_capital_stands_there() -> None:
    (claim,), _ = build(REFUSAL | {"by": ["Stockholm"], "factuality": "denied"})
    assert isinstance(claim, StanceClaim)
    assert (claim.stance, claim.by, claim.object) == (StanceKind.REFUSAL, ("Sweden",), "refused to pay")
    assert claim.provenance.factuality is Factuality.DENIED


def test_a_statement_has_the_content_without_marks_and_the_speaker_as_the_text_spells_it() -> None:
    (claim,), _ = build(STATEMENT)
    assert isinstance(claim, StatementClaim)
    assert (claim.text, claim.speaker, claim.side) == ("We want trains", "Kari Østby", "Norway")


def test_a_source_chain_keeps_its_order() -> None:
    (claim,), _ = build(COMMITMENT | {"according_to": ["Kari Østby", "Norway"], "origin": None})
    assert claim.provenance.according_to == ("Kari Østby", "Norway")


def test_open_to_names_its_category() -> None:
    (claim,), _ = build(RELATION)
    assert isinstance(claim, RelationClaim)
    assert (claim.value, claim.from_, claim.a) == ("open_to(freight)", "2024-06", ("Norway",))


@pytest.mark.parametrize("said", [MEETING, COMMITMENT, REFUSAL, STATEMENT, RELATION], ids=lambda said: str(said["kind"]))
def test_every_claim_can_be_stored_and_read_back(said: Json) -> None:
    (claim,), _ = build(said)
    assert decode(type(claim), encode(claim)) == claim


leaves = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["Norway", "held", "talks", "2024", "Kari Østby"])
)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "side"]), inner), max_leaves=5
)
fields = {key: values for said in (MEETING, COMMITMENT, REFUSAL, STATEMENT, RELATION) for key in said}
nonsense = st.fixed_dictionaries({}, optional=fields | {"kind": st.sampled_from(KINDS), "anchor": st.sampled_from(["talks", "Oslo", "x"])})


@given(st.lists(nonsense, max_size=4))
def test_whatever_a_model_says_every_claim_kept_is_verbatim_in_the_text(said: list[Json]) -> None:
    claims, tally = build(*said)
    kept: list[Claim] = claims
    for claim in kept:
        span = claim.provenance.span
        assert TEXT[span.start : span.end] == span.exact
        assert span.exact
    assert len(kept) + tally.n_invented + tally.n_malformed == len(said)
