"""The annotated corpus is in order, and its validator finds what is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.corpus import validate
from training.corpus.validate import (
    HERE,
    SPLITS,
    check_claim,
    check_corpus,
    check_stream,
    complete,
    find_quote,
    read_corpus,
    to_guide,
    to_item,
)

STREAM = Path(__file__).parents[2] / ".." / "shared" / "data" / "stream" / "current_events_2002_2024.jsonl.gz"
TEXT = "Norway and Iceland agreed on Monday to share data. Norway and Iceland agreed to meet in Oslo."


def faults_of(claim: dict[str, Any]) -> list[str]:
    return validate.locate([claim], TEXT)[1]


def agreed(**fields: Any) -> dict[str, Any]:
    return {"kind": "commitment", "quote": "to share data", "force": "agreed", "obligors": ["Norway", "Iceland"]} | fields


def test_the_corpus_has_no_fault() -> None:
    assert check_corpus() == []


def test_every_anchor_is_verbatim() -> None:
    for report in read_corpus():
        for claim in report.claims:
            assert report.text[claim["start"] : claim["end"]] == claim["exact"]


def test_a_fifth_of_the_reports_or_more_are_look_alikes() -> None:
    reports = read_corpus()
    assert sum(not r.claims for r in reports) >= len(reports) / 5
    assert all(bool(r.claims) != r.process.startswith("look-alikes") for r in reports)


@pytest.mark.parametrize("split", SPLITS)
def test_each_split_has_processes_and_look_alikes(split: str) -> None:
    processes = {r.process for r in read_corpus(split=split)}
    assert len({p for p in processes if not p.startswith("look-alikes")}) >= 2
    assert any(p.startswith("look-alikes") for p in processes)


def test_splits_share_no_process() -> None:
    listed = [p for split in SPLITS for p in validate.read_manifest()["splits"][split]]
    assert len(listed) == len(set(listed))


def test_there_are_versions_and_several_styles() -> None:
    reports = read_corpus()
    assert sum("version_of" in r.header for r in reports) >= 2
    assert len({r.header["style"] for r in reports}) >= 8


def test_a_quote_that_is_not_in_the_text_is_a_fault() -> None:
    assert faults_of(agreed(quote="to share the data")) == ["claim 1 (commitment, 'to share the data'): quote: not found in the text"]


def test_a_quote_that_occurs_twice_needs_its_number() -> None:
    twice = {"kind": "meeting", "quote": "Norway and Iceland agreed", "state": "scheduled", "parties": ["Norway", "Iceland"]}
    assert "occurs more than once" in faults_of(twice)[0]
    assert faults_of(twice | {"nth": 2}) == []
    assert "not found" in faults_of(twice | {"nth": 3})[0]


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        (agreed(force="promised"), "force: 'promised' is not allowed"),
        (agreed(obligors=[]), "obligors: missing"),
        (agreed(due="Monday"), "due: 'Monday' is not allowed"),
        (agreed(object="exchange data"), "object: 'exchange data' is not in the text"),
        (agreed(places=["Oslo"]), "places: no field of a commitment"),
        (agreed(factuality="certain"), "factuality: 'certain' is not allowed"),
        (agreed(kind="promise"), "kind: 'promise' is not one of"),
        (
            {"kind": "meeting", "quote": "agreed to meet", "state": "scheduled", "parties": ["Norway"], "places": ["Bergen"]},
            "places: 'Bergen'",
        ),
        ({"kind": "statement", "quote": "to share data", "speaker": "Kari Lund", "mode": "indirect"}, "'Kari Lund' is not in the text"),
    ],
)
def test_a_wrong_value_is_a_fault(claim: dict[str, Any], fault: str) -> None:
    assert any(fault in f for f in check_claim(claim, TEXT))


def test_two_claims_of_one_kind_at_one_anchor_are_a_fault() -> None:
    _, faults = validate.locate([agreed(), agreed(force="pledged")], TEXT)
    assert "a second claim of this kind at this anchor" in faults[0]


@pytest.mark.parametrize(
    ("date", "fine"),
    [("2024-07-30", True), ("2022-02/..", True), ("1990/1994~", True), ("2020-21", True), ("199X", True), ("30 July", False), ("", False)],
)
def test_dates_are_edtf(date: str, fine: bool) -> None:
    assert (validate.check_value("date", date, validate.EDTF) is None) is fine


def test_what_is_left_out_of_a_claim_is_filled_in() -> None:
    located, _ = validate.locate([agreed()], TEXT)
    assert located[0]["object"] == "to share data"
    assert located[0]["factuality"] == "happened"
    assert located[0]["condition"] is None


def test_a_planned_meeting_is_planned_and_an_intent_possible() -> None:
    assert validate.default_factuality({"kind": "meeting", "state": "scheduled"}) == "planned"
    assert validate.default_factuality({"kind": "meeting", "state": "proposed"}) == "possible"
    assert validate.default_factuality({"kind": "commitment", "force": "intent"}) == "possible"
    assert validate.default_factuality({"kind": "commitment", "force": "conditional"}) == "conditional"
    assert validate.default_factuality({"kind": "expectation"}) == "possible"


def test_the_shared_evaluation_has_no_intents_reaffirmations_proposals_or_expectations() -> None:
    for report in read_corpus():
        for claim in report.claims:
            left_out = claim["kind"] in {"reaffirmation", "proposal", "expectation"} or claim.get("force") == "intent"
            assert (to_guide(claim) is None) is left_out


def test_progress_and_standing_are_a_status_in_the_shared_evaluation() -> None:
    done = {"kind": "progress", "progress": "partial", "obligor": "Norway; Iceland"}
    status = to_guide(complete(done, TEXT, (0, 6)))
    assert status is not None
    assert (status["type"], status["progress"], status["parties"]) == ("status", "partial", ["Norway", "Iceland"])


def test_an_item_for_evaluation_carries_what_the_evaluation_reads() -> None:
    for report in read_corpus(split="dev"):
        item = to_item(report, "guide")
        assert {"key", "sha", "class", "text", "published_at", "claims"} <= item.keys()
        assert all(0 <= c["anchor"][0] < c["anchor"][1] <= len(item["text"]) for c in item["claims"])


def test_an_export_is_json_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "dev.jsonl"
    assert validate.main(["--export", str(target), "--split", "dev", "--shape", "full"]) == 0
    items = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [i["key"] for i in items] == [r.key for r in read_corpus(split="dev")]
    assert f"{len(items)} reports" in capsys.readouterr().out


def test_a_report_without_front_matter_says_what_to_do(tmp_path: Path) -> None:
    bare = tmp_path / "bare.txt"
    bare.write_text("Talks opened.\n", encoding="utf-8")
    with pytest.raises(ValueError, match="copy the head of another report"):
        validate.read_report(bare)


def test_annotations_by_reference_fit_their_items() -> None:
    if not STREAM.exists():
        pytest.skip(f"the current-events stream is not at {STREAM.resolve()}")
    assert check_stream(HERE / "stream", STREAM) == []


@given(st.text(alphabet="ab ", min_size=1, max_size=30), st.integers(1, 4))
def test_a_found_quote_is_where_it_was_found(text: str, nth: int) -> None:
    for quote in {text[i : i + 3] for i in range(len(text))}:
        span = find_quote(text, quote, nth)
        assert span is None or text[span[0] : span[1]] == quote
