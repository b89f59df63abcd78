"""One analysed text as a line of JSON."""

from __future__ import annotations

import json

import pytest

from communique.model.analysis import Analysis, Entity, Quotation, Sentence, TimeExpression, Token
from communique.model.claims import (
    Claim,
    CommitmentClaim,
    MeetingClaim,
    Participant,
    ProgressClaim,
    Provenance,
    Reading,
    ReaffirmationClaim,
    RelationClaim,
    StanceClaim,
    StandingClaim,
    StatementClaim,
)
from communique.model.sources import Span
from communique.model.vocabulary import (
    Domain,
    EntityType,
    Factuality,
    Force,
    MeetingKind,
    MeetingState,
    Progress,
    QuoteMode,
    StanceKind,
    Standing,
    TimeType,
)
from communique.publish.json_claims import claim_to_dict, document_to_dict, render_document

TEXT = "Envoys met on Friday.\n\n“We agreed to share water,” Ada Lind said."


def behind(exact: str, according_to: tuple[str, ...] = ()) -> Provenance:
    start = TEXT.index(exact)
    return Provenance(Span("v-1", start, start + len(exact), exact), Factuality.HAPPENED, according_to, "grammar:meeting/1", 0.87654321)


WORDS = StatementClaim(behind("We agreed to share water"), "Ada Lind", QuoteMode.DIRECT, "We agreed to share water", "envoy", "Norrland")
CLAIMS: list[tuple[Claim, str]] = [
    (
        MeetingClaim(behind("met"), MeetingState.HELD, MeetingKind.ROUND, participants=(Participant("Ada Lind"),)),
        "state ordinal date places parties persons mediators meeting_kind outcome",
    ),
    (
        CommitmentClaim(behind("agreed to share water"), Force.AGREED, ("Norrland",), "share water"),
        "force obligors object condition due agreed_on",
    ),
    (ReaffirmationClaim(behind("agreed"), ("Norrland",), "share water"), "parties of"),
    (ProgressClaim(behind("agreed"), Progress.PARTIAL, "water"), "progress obligor of as_of"),
    (StandingClaim(behind("agreed"), Standing.SUSPENDED, ("Norrland",), "water"), "standing parties of"),
    (
        RelationClaim(behind("met"), ("Norrland",), ("Sund",), Domain.RAIL, "closed"),
        "a b domain value from to imposed_by scope",
    ),
    (StanceClaim(behind("agreed"), StanceKind.DEMAND, ("Norrland",), (), "water"), "by of_whom object"),
    (WORDS, "speaker office side mode said_on text"),
]


@pytest.mark.parametrize(("claim", "fields"), CLAIMS, ids=[type(claim).__name__ for claim, _ in CLAIMS])
def test_a_claim_has_its_anchor_and_the_fields_of_its_kind(claim: Claim, fields: str) -> None:
    written = claim_to_dict(claim)
    common = ["kind", "start", "end", "exact", "factuality", "according_to", "score", "reader"]
    assert [name for name in common + fields.split() if name not in written] == []
    assert TEXT[written["start"] : written["end"]] == written["exact"]


def test_a_source_chain_is_one_string_with_the_outlet_first() -> None:
    claim = StanceClaim(behind("met", ("Gazette", "spokesperson", "ministry")), StanceKind.REFUSAL, ("Sund",), (), "talks")
    assert claim_to_dict(claim)["according_to"] == "Gazette < spokesperson < ministry"
    assert claim_to_dict(WORDS)["according_to"] is None


def test_one_actor_of_a_relation_is_a_name_and_several_are_a_list() -> None:
    alone = RelationClaim(behind("met"), ("Norrland",), (), Domain.RAIL, "closed")
    many = RelationClaim(behind("met"), ("Norrland", "Sund"), ("Vik",), Domain.RAIL, "closed")
    assert (claim_to_dict(alone)["a"], claim_to_dict(alone)["b"]) == ("Norrland", None)
    assert (claim_to_dict(many)["a"], claim_to_dict(many)["b"]) == (["Norrland", "Sund"], "Vik")


def test_a_score_has_four_digits() -> None:
    assert claim_to_dict(WORDS)["score"] == 0.8765


def analysed() -> tuple[Analysis, Reading]:
    start = TEXT.index("We agreed")
    said, lind = TEXT.index("said"), TEXT.index("Ada")
    token = Token(0, 6, "Envoys", "envoy", "NOUN", "Number=Plur", 2, "nsubj")
    time = TimeExpression(11, 20, TimeType.DATE, "on Friday", "2024-05-03", "2024-05-03", anchored=True)
    entity = Entity(lind, lind + 8, EntityType.PERSON, "Ada Lind", "Ada Lind")
    quotations = (
        Quotation(start, start + 24, said, said + 4, lind, lind + 8, QuoteMode.DIRECT, "Ada Lind"),
        Quotation(0, 6, -1, -1, -1, -1, QuoteMode.INDIRECT, None, continued=True),
    )
    analysis = Analysis(TEXT, "2024-05-04", (Sentence(0, 21, (token,)),), (entity,), (time,), quotations)
    return analysis, Reading("v-1", tuple(claim for claim, _ in CLAIMS))


def test_a_document_is_one_line_with_everything_known_of_it() -> None:
    analysis, reading = analysed()
    line = render_document("talks.txt", analysis, reading)
    assert line.count("\n") == 1
    document = json.loads(line)
    assert document["path"] == "talks.txt"
    assert document["text"] == TEXT
    assert document["sentences"][0]["tokens"][0] == {
        "start": 0,
        "end": 6,
        "text": "Envoys",
        "lemma": "envoy",
        "upos": "NOUN",
        "feats": "Number=Plur",
        "head": 2,
        "deprel": "nsubj",
    }
    assert document["entities"][0]["actor"] == "Ada Lind"
    assert document["times"][0]["edtf"] == "2024-05-03"
    assert len(document["claims"]) == len(CLAIMS)


def test_a_quotation_takes_office_and_side_from_the_claim_about_the_same_words() -> None:
    first, second = document_to_dict("talks.txt", *analysed())["statements"]
    assert first["text"] == "We agreed to share water"
    assert (first["speaker"], first["office"], first["side"]) == ("Ada Lind", "envoy", "Norrland")
    assert (second["speaker"], second["cue"], second["source"], second["continued"]) == (None, None, None, True)
