"""Evaluations as JSON: counts, rates in per cent, and what was not read."""

from __future__ import annotations

import json

from communique.evaluation.comparison import compare_readers
from communique.evaluation.gold import GoldItem, read_gold
from communique.publish.json_evaluation import render_evaluations
from tests.evaluation.sample import GOLDEN, ToldReader, analyse

UNREADABLE = GoldItem("5", "Something unreadable.", ())


def test_an_evaluation_is_written_with_counts_and_rates() -> None:
    reader = ToldReader("told-1", ["held talks in Oslo", "was held"])
    evaluations = compare_readers((*read_gold(GOLDEN), UNREADABLE), analyse, [reader])
    text = render_evaluations("golden.jsonl", 5, evaluations)
    assert text.endswith("}\n")
    whole = json.loads(text)
    assert (whole["gold"], whole["items"]) == ("golden.jsonl", 5)
    (told,) = whole["readers"]
    assert told["reader"] == "told-1"
    assert list(told["kinds"]) == ["all", "meeting", "commitment", "status", "relation", "refusal", "demand", "statement"]
    assert told["kinds"]["meeting"] == {
        "wanted": 1,
        "found": 2,
        "matched": 1,
        "right": 1,
        "strict": {"precision": 50.0, "recall": 100.0, "f1": 66.7},
        "relaxed": {"precision": 50.0, "recall": 100.0, "f1": 66.7},
    }
    assert told["attributes"]["meeting_places"] == {"agreement": 100.0, "pairs": 1}
    assert told["attributes"]["meeting_date"] == {"agreement": 0.0, "pairs": 1}
    assert (told["empty_items"], told["empty_items_with_a_claim"], told["empty_items_with_a_claim_share"]) == (3, 1, 33.3)
    assert told["items_not_read"] == [{"key": "5", "error": "It cannot be read.", "remedy": "Read something else."}]
