"""Two annotations of a report are compared by the rule of the guideline, and the second annotation is in order."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.corpus.agreement import (
    Pair,
    as_table,
    as_wanted,
    attribute,
    bootstrap_f1,
    count,
    draw_sample,
    find_confusions,
    grouped,
    is_alike,
    kappa,
    list_disagreements,
    main,
    match,
    pair_claims,
    presence,
    read_second,
    read_strata,
    share_anchor,
    split_sentences,
    summarise,
)
from training.corpus.validate import HERE, SPLITS, read_corpus, read_manifest

STRATA = {("train", False): [f"a/{n}" for n in range(50)], ("test", False): [f"b/{n}" for n in range(30)], ("test", True): ["c/1", "c/2"]}


def claim(start: int, end: int, kind: str = "meeting", optional: bool = False, **fields: Any) -> dict[str, Any]:
    of_kind: dict[str, dict[str, Any]] = {
        "meeting": {"state": "held"},
        "commitment": {"force": "agreed"},
        "demand": {"by": ["Norway"]},
    }
    shared = {"kind": kind, "start": start, "end": end, "exact": "x" * (end - start), "optional": optional}
    return shared | of_kind.get(kind, {}) | fields


claims = st.builds(
    lambda start, length, kind, optional: claim(start, start + length, kind, optional),
    st.integers(0, 60),
    st.integers(1, 30),
    st.sampled_from(["meeting", "commitment"]),
    st.booleans(),
)


def test_a_sample_has_the_proportions_of_the_strata() -> None:
    sample = draw_sample(STRATA, 41, seed=1)
    assert Counter(key[0] for key in sample) == {"a": 25, "b": 15, "c": 1}
    assert len(set(sample)) == 41


def test_a_sample_depends_on_its_seed_alone() -> None:
    assert draw_sample(STRATA, 20, seed=1) == draw_sample({k: v[::-1] for k, v in reversed(STRATA.items())}, 20, seed=1)
    assert draw_sample(STRATA, 20, seed=1) != draw_sample(STRATA, 20, seed=2)


def test_a_sample_larger_than_the_corpus_is_refused() -> None:
    with pytest.raises(ValueError, match="ask for fewer"):
        draw_sample(STRATA, 83, seed=1)


def test_strata_hold_every_report_once() -> None:
    strata = read_strata()
    assert sorted(k for keys in strata.values() for k in keys) == sorted(r.key for r in read_corpus())
    assert {split for split, _ in strata} == set(SPLITS)


@pytest.mark.parametrize(("start", "shares"), [(0, True), (7, True), (8, False), (10, False), (30, False)])
def test_anchors_match_from_three_tenths_of_the_shorter_on(start: int, shares: bool) -> None:
    assert share_anchor(claim(0, 10), claim(start, start + 20)) is shares


def test_the_closer_of_two_anchors_is_the_match() -> None:
    pairs = pair_claims("k", [claim(0, 10)], [claim(0, 40), claim(0, 12)])
    assert [(p.first is not None, p.second and p.second["end"]) for p in pairs] == [(True, 12), (False, 40)]


def test_a_claim_gives_up_its_match_so_that_another_gets_one() -> None:
    wide, narrow = claim(0, 40), claim(0, 20)
    pairs = pair_claims("k", [wide, narrow], [claim(0, 18), claim(21, 40)])
    assert all(p.first and p.second for p in pairs)
    assert match({0: [0, 1], 1: [0]}, [0, 1]) == {0: 1, 1: 0}


def test_a_wanted_claim_is_not_paired_with_an_optional_one_while_a_wanted_one_is_free() -> None:
    pairs = pair_claims("k", [claim(0, 10)], [claim(0, 10, optional=True), claim(4, 20)])
    assert count(pairs).both == 1


def test_claims_of_different_kinds_are_never_one() -> None:
    pairs = pair_claims("k", [claim(0, 10)], [claim(0, 10, "commitment")])
    assert count(pairs).both == 0
    assert find_confusions(pairs) == {("meeting", "commitment"): 1}


def test_an_optional_reading_counts_neither_for_nor_against() -> None:
    pairs = pair_claims("k", [claim(0, 10), claim(20, 30, optional=True)], [claim(0, 10, optional=True), claim(40, 50, optional=True)])
    assert count(pairs) == count([])
    assert count(pairs).f1 == 0.0


def test_the_strict_view_takes_an_optional_reading_as_absent() -> None:
    strict = as_wanted(pair_claims("k", [claim(0, 10)], [claim(0, 10, optional=True)]))
    assert strict == [Pair("k", claim(0, 10), None)]
    assert as_wanted([Pair("k", None, claim(0, 10, optional=True))]) == []


def test_precision_and_recall_are_of_the_second_against_the_first() -> None:
    c = count(pair_claims("k", [claim(0, 10), claim(20, 30), claim(40, 50)], [claim(0, 10), claim(60, 70)]))
    assert (c.precision, c.recall, c.f1) == (1 / 2, 1 / 3, 2 / 5)


@given(st.lists(claims, max_size=8), st.lists(claims, max_size=8))
def test_agreement_is_the_same_whichever_annotation_comes_first(left: list[dict[str, Any]], right: list[dict[str, Any]]) -> None:
    one, other = count(pair_claims("k", left, right)), count(pair_claims("k", right, left))
    assert one.both == other.both
    strict, turned = (len(as_wanted(pair_claims("k", *sides))) for sides in ((left, right), (right, left)))
    assert strict == turned


@given(st.lists(claims, max_size=8), st.lists(claims, max_size=8))
def test_every_claim_is_in_exactly_one_pair(left: list[dict[str, Any]], right: list[dict[str, Any]]) -> None:
    pairs = pair_claims("k", left, right)
    assert sorted(id(p.first) for p in pairs if p.first is not None) == sorted(map(id, left))
    assert sorted(id(p.second) for p in pairs if p.second is not None) == sorted(map(id, right))
    assert all(p.first["kind"] == p.second["kind"] and share_anchor(p.first, p.second) for p in pairs if p.first and p.second)


@given(st.lists(claims, max_size=8))
def test_an_annotation_agrees_with_itself(side: list[dict[str, Any]]) -> None:
    c = count(pair_claims("k", side, [dict(x) for x in side]))
    assert (c.first_only, c.second_only, c.both - c.alike) == (0, 0, 0)


def test_attributes_are_compared_as_coarsely_as_in_the_shared_evaluation() -> None:
    agreed, signed = claim(0, 5, "commitment"), claim(0, 5, "commitment", force="signed")
    assert is_alike(agreed, signed)
    assert not is_alike(agreed, signed, attribute)
    opened = claim(0, 5, "relation", domain="road", value="open_to(traders)")
    assert grouped(opened) == {"crossing on"}
    assert attribute(opened) == {"road open_to"}


def test_one_common_name_is_agreement_on_who() -> None:
    assert is_alike(claim(0, 5, "demand", by=["Norway", "Iceland"]), claim(0, 5, "demand"))
    said = claim(0, 5, "statement", speaker="Anna Berg; Iceland")
    assert is_alike(said, claim(0, 5, "statement", speaker="Berg"))
    assert not is_alike(said, claim(0, 5, "statement", speaker="Berg's ministry"))


def test_kappa_is_that_of_the_hand_worked_example() -> None:
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed 0.7, by chance 0.5, so kappa 0.4."""
    assert kappa(Counter({(True, True): 20, (True, False): 5, (False, True): 10, (False, False): 15})) == pytest.approx(0.4)


def test_kappa_is_undefined_where_nobody_can_disagree() -> None:
    assert kappa(Counter()) is None
    assert kappa(Counter({(False, False): 9})) is None


def test_a_claim_counts_for_the_sentence_in_which_it_begins() -> None:
    text = "Mr. Berg met G.L. Peiris at 4 p.m. on Monday. “They agreed.” He left.\n\nNothing else."
    starts = split_sentences(text)
    assert [text[s : s + 4] for s in starts] == ["Mr. ", "“The", "He l", "Noth"]
    table = presence(text, [claim(9, 80)], [claim(9, 12), claim(starts[1], starts[1] + 5), claim(starts[3], 80, optional=True)], "meeting")
    assert table == {(True, True): 1, (False, True): 1, (False, False): 2}


def test_disagreements_name_the_report_the_kind_and_the_words() -> None:
    pairs = pair_claims("p/01", [claim(0, 10), claim(20, 30)], [claim(0, 10, state="scheduled"), claim(50, 60, "demand")])
    assert [line.split("\t")[:4] for line in list_disagreements(pairs)] == [
        ["p/01", "meeting", "differ", "held | scheduled"],
        ["p/01", "meeting", "first only", "held"],
        ["p/01", "demand", "second only", "Norway"],
    ]


def test_the_interval_holds_the_score_and_repeats() -> None:
    pairs = [p for n in range(20) for p in pair_claims(f"k{n}", [claim(0, 10), claim(20, 30)], [claim(0, 10)] + [claim(20, 30)] * (n % 2))]
    low, high = bootstrap_f1(pairs, seed=1)
    assert low < count(pairs).f1 < high
    assert bootstrap_f1(pairs, seed=1) == (low, high)


def test_the_table_has_a_row_for_each_kind_found_and_for_all() -> None:
    pairs = pair_claims("k", [claim(0, 10)], [claim(0, 10), claim(20, 30, "demand")])
    rows = as_table(pairs, {"meeting": Counter({(True, True): 1, (False, False): 1})})
    assert [row.split(" | ")[0].strip("| ") for row in rows[2:]] == ["meeting", "demand", "all"]
    assert rows[2].endswith("| 1.000 |")
    assert summarise(pairs, seed=1)[-1].endswith("none")


def test_a_second_annotation_without_its_report_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "01.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ValueError, match="no report p/01"):
        read_second(tmp_path, {})


def test_a_second_annotation_with_a_wrong_quote_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "01.json").write_text(json.dumps([{"kind": "meeting", "quote": "met", "state": "held"}]), encoding="utf-8")
    with pytest.raises(ValueError, match="not found in the text"):
        read_second(tmp_path, {"p/01": "They talked."})


def test_the_second_annotation_covers_a_hundred_reports_of_all_strata() -> None:
    second = read_second(HERE / "second", {r.key: r.text for r in read_corpus()})
    splits = read_manifest()["splits"]
    strata = {(s, k.startswith("look-alikes")) for k in second for s in SPLITS if k.partition("/")[0] in splits[s]}
    assert len(second) == 100
    assert strata == {(s, look_alike) for s in SPLITS for look_alike in (False, True)}


def test_the_commands_print_a_sample_the_table_and_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--sample", "--size", "7"]) == 0
    assert len(capsys.readouterr().out.split()) == 7
    assert main(["--split", "test"]) == 0
    assert "| all |" in capsys.readouterr().out
    assert main(["--list"]) == 0
    assert all(line.count("\t") == 4 for line in capsys.readouterr().out.splitlines())
