"""A gold file is read whole, or it is said where it is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from communique.evaluation.gold import read_gold
from communique.model.errors import SourceEmpty, SourceMissing, SourceUnreadable
from tests.evaluation.sample import GOLDEN, Json

ITEM: Json = {"text": "They met.", "claims": [{"type": "meeting", "state": "held", "anchor": [5, 8]}]}


def write(folder: Path, *lines: object) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), encoding="utf-8")
    return path


def claim(**changes: object) -> Json:
    return ITEM | {"claims": [ITEM["claims"][0] | changes]}


def test_items_come_in_their_order_with_their_dates() -> None:
    items = read_gold(GOLDEN)
    assert [(item.key, len(item.claims)) for item in items] == [("1", 2), ("2", 1), ("3", 0), ("4", 0)]
    assert items[0].published_at == "2024-05-03"


def test_the_shared_gold_file_is_read(shared: Path) -> None:
    items = read_gold(shared / "gold" / "claims_dev.jsonl")
    assert len(items) == 60
    assert sum(not item.claims for item in items) == 25


def test_empty_lines_are_passed_over_and_an_item_without_a_key_is_named_by_its_line(tmp_path: Path) -> None:
    items = read_gold(write(tmp_path, "", ITEM, "", ITEM))
    assert [item.key for item in items] == [f"{tmp_path}/gold.jsonl:2", f"{tmp_path}/gold.jsonl:4"]
    assert items[0].published_at is None


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    (item,) = read_gold(write(tmp_path, json.dumps(ITEM | {"text": "They met.\u2028Twice."}, ensure_ascii=False)))
    assert item.text == "They met.\u2028Twice."


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ([], "is no annotated item"),
        ({"text": "They met."}, "is no annotated item"),
        ({"text": 3, "claims": []}, "is no annotated item"),
        ({"text": "They met.", "claims": ["met"]}, "whose type is none of meeting, commitment"),
        (claim(type="progress"), "whose type is none of"),
        (claim(anchor=None), "a meeting whose anchor is no range"),
        (claim(anchor=[5]), "a meeting whose anchor is no range"),
        (claim(anchor=[8, 5]), "a meeting whose anchor is no range"),
        (claim(anchor=[5, 99]), "a meeting whose anchor is no range"),
        (claim(anchor=["5", "8"]), "a meeting whose anchor is no range"),
        (claim(type="commitment"), "a commitment without force"),
        (claim(type="relation", domain="rail"), "a relation without value"),
    ],
)
def test_a_line_that_is_no_item_is_named_with_the_rule_that_it_breaks(line: object, words: str, tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=rf"gold.jsonl:2 .*{words}"):
        read_gold(write(tmp_path, ITEM, line))


def test_a_file_that_is_missing_or_empty_or_binary_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match=r"none\.jsonl is no file"):
        read_gold(tmp_path / "none.jsonl")
    with pytest.raises(SourceMissing):
        read_gold(tmp_path)
    with pytest.raises(SourceEmpty, match="holds no annotated item"):
        read_gold(write(tmp_path, ""))
    (tmp_path / "gold.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceUnreadable, match="UTF-8"):
        read_gold(tmp_path / "gold.jsonl")
