"""The scorer pairs claims one to one, counts main attributes, and leaves optional claims out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from communique.evaluation.scoring import GuideClaim, Rates, Scores, fold, overlap, pair_claims, same_speaker, score_items

HELD: GuideClaim = {"type": "meeting", "state": "held", "anchor": [0, 20], "parties": ["United States", "Iran"]}
SIGNED: GuideClaim = {"type": "commitment", "force": "signed", "anchor": [30, 60], "obligors": ["Iran"]}
KNOWN: GuideClaim = {
    "type": "relation",
    "a": ["Chad", "Mali"],
    "b": ["Togo"],
    "domain": "recognition",
    "value": "established",
    "anchor": [0, 40],
}

spans = st.tuples(st.integers(0, 30), st.integers(1, 20)).map(lambda s: [s[0], s[0] + s[1]])
claims = st.builds(
    lambda anchor, state, optional: {"type": "meeting", "anchor": anchor, "state": state, "optional": optional},
    spans,
    st.sampled_from(["held", "scheduled"]),
    st.booleans(),
)


def score_one(gold: list[GuideClaim], found: list[GuideClaim]) -> Scores:
    return score_items([(gold, found)])


def test_the_gold_itself_is_right_in_everything() -> None:
    total = score_one([HELD, SIGNED, KNOWN], [HELD, SIGNED, KNOWN]).overall
    assert total.strict == total.relaxed == Rates(100, 100, 100)


def test_a_match_with_another_state_is_no_right_claim() -> None:
    tally = score_one([HELD], [HELD | {"state": "scheduled"}]).kinds["meeting"]
    assert (tally.matched, tally.right) == (1, 0)
    assert (tally.relaxed.f1, tally.strict.f1) == (100, 0)


def test_rates_of_nothing_are_zero() -> None:
    assert score_one([], []).overall.strict == Rates(0, 0, 0)


def test_an_agreed_and_a_signed_deal_count_as_one_force() -> None:
    assert score_one([SIGNED], [SIGNED | {"force": "agreed"}]).overall.right == 1
    assert score_one([SIGNED], [SIGNED | {"force": "pledged"}]).overall.right == 0


def test_an_optional_claim_is_neither_wanted_nor_held_against_a_system() -> None:
    optional = HELD | {"optional": True}
    for found in ([], [HELD]):
        total = score_one([optional, SIGNED], [*found, SIGNED]).overall
        assert (total.wanted, total.found, total.right) == (1, 1, 1)


def test_a_relation_of_several_actors_may_be_split() -> None:
    parts = [KNOWN | {"a": [name]} for name in ("Chad", "Mali")]
    total = score_one([KNOWN], parts).overall
    assert (total.found, total.right) == (1, 1)
    assert score_one([KNOWN], [*parts, KNOWN | {"a": ["Peru"]}]).overall.found == 2


def test_opening_and_reopening_are_the_same_direction() -> None:
    gold = KNOWN | {"domain": "air_passenger", "value": "resumed"}
    assert score_one([gold], [gold | {"domain": "air_cargo", "value": "open"}]).overall.right == 1
    assert score_one([gold], [gold | {"value": "suspended"}]).overall.right == 0


def test_an_item_without_a_fact_that_gets_one_is_counted_and_a_statement_is_not() -> None:
    said = {"type": "statement", "speaker": "Ana", "anchor": [0, 5]}
    scores = score_items([([], [HELD]), ([], [said]), ([], [])])
    assert (scores.empty_items, scores.false_items) == (3, 1)


def test_names_are_compared_without_case_accents_and_articles() -> None:
    assert fold("the Türkiye") == "turkey"
    assert same_speaker("Ruben Díaz", "Diaz")
    assert same_speaker("Iran; Oman", "Oman")
    assert not same_speaker("Iran", "Oman")


def test_two_overlapping_claims_find_two_partners() -> None:
    gold = [SIGNED | {"anchor": [0, 30]}, SIGNED | {"anchor": [25, 60]}]
    found = [SIGNED | {"anchor": [0, 60]}, SIGNED | {"anchor": [0, 30]}]
    assert len(pair_claims(gold, found)) == 2


@given(st.lists(claims, max_size=6), st.lists(claims, max_size=6))
def test_pairs_are_one_to_one_and_share_words(gold: list[GuideClaim], found: list[GuideClaim]) -> None:
    pairs = pair_claims(gold, found)
    assert len({g for g, _ in pairs}) == len(pairs) == len({f for _, f in pairs})
    assert all(overlap(gold[g], found[f]) > 0 for g, f in pairs)


@given(st.lists(claims, max_size=6), st.lists(claims, max_size=6))
def test_no_claim_counts_twice(gold: list[GuideClaim], found: list[GuideClaim]) -> None:
    tally = score_one(gold, found).kinds["meeting"]
    assert tally.right <= tally.matched <= min(tally.wanted, tally.found) if tally.wanted and tally.found else tally.right == 0
