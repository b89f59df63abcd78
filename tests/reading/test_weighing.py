"""The claim head weighs what the grammar found and proposes what no rule did."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from communique.model.claims import (
    Claim,
    CommitmentClaim,
    MeetingClaim,
    ProgressClaim,
    RelationClaim,
    StanceClaim,
    StatementClaim,
)
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.model.vocabulary import ClaimKind, Factuality, Force, MeetingState, Progress, QuoteMode, StanceKind
from communique.reading.claim_head import GIST_WIDTH, Scores
from communique.reading.grammar import Grammar
from communique.reading.parties import Parties
from communique.reading.references import TextReferences
from communique.reading.text import Text
from communique.reading.traits import KINDS, ROLES, VALUES
from communique.reading.weighing import READER, SHOWN, Weighing
from tests.reading.golden_cases import load_analyser

DAY = "2024-07-30"
FIRM = 30.0
"""A logit that leaves no doubt."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a made-up head sees at the first place of a word."""

    word: str
    kind: ClaimKind
    likely: float
    values: dict[str, str] = field(default_factory=dict)
    roles: dict[str, list[str]] = field(default_factory=dict)


def weigh(content: str, *seen: Seen, has_grammar: bool = True) -> list[Claim]:
    """The claims of a text as a head that sees this, and nothing else, settles them."""
    text = Text(load_analyser().analyse(content, DAY), Version(hash_text(content), content, published_at=DAY))
    parties = Parties(text, TextReferences(text))
    n = len(text)
    kinds = np.zeros((n, len(KINDS)), dtype=np.float32)
    values = np.zeros((n, sum(map(len, VALUES.values()))), dtype=np.float32)
    carriers = np.zeros((n, len(ROLES), n), dtype=np.float32)
    fillers = np.repeat(np.eye(n, dtype=np.float32)[:, None, :], len(ROLES), axis=1)
    offsets = dict(zip(VALUES, np.cumsum([0, *map(len, VALUES.values())]).tolist(), strict=False))
    for mark in seen:
        at = text.token_at(content.index(mark.word))
        kinds[at, KINDS.index(mark.kind)] = mark.likely
        for name, value in mark.values.items():
            values[at, offsets[name] + VALUES[name].index(value)] = FIRM
        for role, words in mark.roles.items():
            for word in words:
                carriers[at, ROLES.index(role), text.token_at(content.index(word))] = 2 * FIRM * n**0.5
    bias = np.full((n, len(ROLES)), -FIRM, dtype=np.float32)
    gists = np.zeros((n, GIST_WIDTH + 1), dtype=np.float32)
    scores = Scores(kinds, values, carriers, fillers, bias, gists, np.zeros(n, dtype=np.int64))
    grammar = Grammar(text, parties)
    if not has_grammar:
        grammar.claims = []
    return Weighing(text, parties, scores, grammar).settle()


def shown(claims: list[Claim]) -> list[Claim]:
    return [claim for claim in claims if claim.provenance.score >= SHOWN]


def test_a_likely_word_proposes_a_meeting_that_no_rule_knows() -> None:
    roles = {"agent": ["Latvia", "Norway"], "time": ["Monday"], "place": ["Vienna"]}
    mark = Seen("thrashed", ClaimKind.MEETING, 0.95, {"meeting": "held"}, roles)
    (claim,) = shown(weigh("Latvia and Norway thrashed out the matter in Vienna on Monday.", mark))
    assert isinstance(claim, MeetingClaim)
    assert (claim.state, claim.date, claim.places) == (MeetingState.HELD, "2024-07-29", ("Vienna",))
    assert claim.parties == ("Latvia", "Norway")
    assert claim.provenance.reader == READER


def test_who_meets_is_named_in_the_sentence_of_the_meeting_or_beside_it() -> None:
    roles = {"agent": ["Latvia", "Norway"], "person": ["Berzins", "Hansen"]}
    mark = Seen("thrashed", ClaimKind.MEETING, 0.95, {"meeting": "held"}, roles)
    told = (
        "Latvia and Norway thrashed out the matter on Monday. Minister Anna Berzins led one side. It rained. Minister Kari Hansen was ill."
    )
    (claim,) = [claim for claim in shown(weigh(told, mark)) if isinstance(claim, MeetingClaim)]
    assert [person.name for person in claim.participants] == ["Anna Berzins"]


def test_who_stands_between_the_parties_is_none() -> None:
    roles = {"agent": ["Latvia", "Norway", "Chad"]}
    mark = Seen("thrashed", ClaimKind.MEETING, 0.95, {"meeting": "held"}, roles)
    (claim,) = [
        claim
        for claim in shown(weigh("They thrashed it out for Latvia and Norway. Chad acted as guarantor.", mark))
        if isinstance(claim, MeetingClaim)
    ]
    assert claim.parties == ("Latvia", "Norway")


def test_who_proposes_a_meeting_does_not_meet() -> None:
    mark = Seen("floated", ClaimKind.MEETING, 0.95, {"meeting": "proposed"}, {"agent": ["Latvia", "Norway"], "person": ["Berzins"]})
    (claim,) = [
        claim
        for claim in shown(weigh("Minister Anna Berzins floated a chat of Latvia and Norway.", mark))
        if isinstance(claim, MeetingClaim)
    ]
    assert claim.participants == ()


def test_a_deal_that_ends_is_no_meeting() -> None:
    mark = Seen("ended", ClaimKind.MEETING, 0.95, {"meeting": "broken_off"}, {"agent": ["Chad", "Niger"]})
    assert not [claim for claim in weigh("The truce of Chad and Niger ended on Monday.", mark) if isinstance(claim, MeetingClaim)]


def test_a_likely_word_proposes_a_commitment_with_its_obligor() -> None:
    mark = Seen("gave", ClaimKind.COMMITMENT, 0.95, {"commitment": "pledged"}, {"agent": ["Chad"]})
    (claim,) = shown(weigh("Chad gave its word to let the trucks of Niger pass.", mark, has_grammar=False))
    assert isinstance(claim, CommitmentClaim)
    assert (claim.force, claim.obligors) == (Force.PLEDGED, ("Chad",))


@pytest.mark.parametrize(
    ("told", "word", "content"),
    [
        ("The truce will last until May, Chad and Niger decided.", "decided", "The truce will last until May"),
        ("Chad and Niger closed a fund, a step that both had announced.", "closed", "closed a fund"),
        ("Chad and Niger said that he would be freed as soon as possible.", "freed", "he would be freed as soon as possible"),
    ],
)
def test_the_object_of_a_proposed_commitment_is_what_was_promised(told: str, word: str, content: str) -> None:
    mark = Seen(word, ClaimKind.COMMITMENT, 0.95, {"commitment": "agreed"}, {"agent": ["Chad", "Niger"]})
    (claim,) = [claim for claim in shown(weigh(told, mark, has_grammar=False)) if isinstance(claim, CommitmentClaim)]
    assert content in claim.object
    assert len(claim.object) <= len("Chad and Niger ") + len(content)


def test_a_condition_makes_a_proposed_commitment_conditional() -> None:
    mark = Seen("lift", ClaimKind.COMMITMENT, 0.95, {"commitment": "conditional"}, {"agent": ["Chad"]})
    (claim,) = shown(weigh("Chad would lift its ban if Niger opened the road.", mark, has_grammar=False))
    assert claim.provenance.factuality is Factuality.CONDITIONAL


def test_progress_is_proposed_with_what_it_is_of() -> None:
    mark = Seen("rolled", ClaimKind.PROGRESS, 0.95, {"progress": "implemented"}, {"agent": ["Chad"]})
    (claim,) = shown(weigh("The first trucks of Chad rolled into Niger.", mark, has_grammar=False))
    assert isinstance(claim, ProgressClaim)
    assert (claim.progress, claim.obligor, claim.of) == (Progress.IMPLEMENTED, "Chad", "The first trucks of Chad")


def test_a_relation_needs_a_value_that_its_domain_allows() -> None:
    roles = {"agent": ["Chad"], "target": ["Niger"]}
    told = "Chad barred its gates to Niger."
    fitting = Seen("barred", ClaimKind.RELATION, 0.95, {"domain": "crossing", "value": "closed"}, roles)
    (claim,) = shown(weigh(told, fitting, has_grammar=False))
    assert isinstance(claim, RelationClaim)
    assert (claim.a, claim.b, claim.domain, claim.value) == (("Chad",), ("Niger",), "crossing", "closed")
    assert not weigh(told, Seen("barred", ClaimKind.RELATION, 0.95, {"domain": "crossing", "value": "ratified"}, roles), has_grammar=False)


def test_a_stance_is_proposed_with_who_it_is_of() -> None:
    mark = Seen("scoffed", ClaimKind.REFUSAL, 0.95, {}, {"agent": ["Latvia"], "target": ["Norway"]})
    (claim,) = shown(weigh("Latvia scoffed at the map of Norway.", mark))
    assert isinstance(claim, StanceClaim)
    assert (claim.stance, claim.by, claim.of_whom) == (StanceKind.REFUSAL, ("Latvia",), ("Norway",))


def test_a_statement_is_proposed_with_its_speaker() -> None:
    roles = {"speaker": ["Dupont"]}
    mark = Seen("ready", ClaimKind.STATEMENT, 0.95, {"statement": "indirect"}, roles)
    told = "Chad's foreign minister, Marie Dupont, swore that the road was ready."
    claims = [c for c in weigh(told, mark, has_grammar=False) if isinstance(c, StatementClaim)]
    assert [(c.speaker, c.mode) for c in claims] == [("Marie Dupont", QuoteMode.INDIRECT)]


def test_an_unlikely_word_proposes_nothing() -> None:
    mark = Seen("thrashed", ClaimKind.MEETING, 0.02, {"meeting": "held"}, {"agent": ["Latvia", "Norway"]})
    assert not weigh("Latvia and Norway thrashed out the matter in Vienna on Monday.", mark)


def test_nothing_is_proposed_where_nobody_in_scope_acts() -> None:
    told = "The bakers thrashed out the price of flour."
    kinds = (ClaimKind.MEETING, ClaimKind.COMMITMENT, ClaimKind.DEMAND)
    marks = [Seen("thrashed", kind, 0.99, {}, {"agent": ["bakers"]}) for kind in kinds]
    assert not weigh(told, *marks)


def test_a_word_inside_a_shown_claim_of_its_kind_adds_nothing() -> None:
    mark = Seen("rejected", ClaimKind.REFUSAL, 0.95, {}, {"agent": ["Chad"]})
    assert len([c for c in weigh("Chad rejected a proposal of Niger.", mark) if isinstance(c, StanceClaim)]) == 1


def test_a_claim_of_the_grammar_that_the_head_does_not_see_is_left_for_review() -> None:
    told = "Chad and Niger held talks in Vienna on Monday."
    (unseen,) = [c for c in weigh(told) if isinstance(c, MeetingClaim)]
    (seen,) = [c for c in weigh(told, Seen("talks", ClaimKind.MEETING, 0.9, {"meeting": "held"})) if isinstance(c, MeetingClaim)]
    assert unseen.provenance.score < SHOWN < seen.provenance.score


def test_a_sure_head_corrects_the_state_that_the_grammar_read() -> None:
    mark = Seen("talks", ClaimKind.MEETING, 0.9, {"meeting": "scheduled"})
    (claim,) = [c for c in weigh("Chad and Niger held talks in Vienna on Monday.", mark) if isinstance(c, MeetingClaim)]
    assert (claim.state, claim.provenance.factuality) == (MeetingState.SCHEDULED, Factuality.PLANNED)


def test_scores_rise_with_the_probability() -> None:
    told = "Chad and Niger held talks in Vienna on Monday."
    marks = [Seen("talks", ClaimKind.MEETING, likely, {"meeting": "held"}) for likely in (0.01, 0.5, 0.7, 0.99)]
    found = [weigh(told, mark)[0].provenance.score for mark in marks]
    assert found == sorted(found)
    assert found[0] < SHOWN < found[-1]
