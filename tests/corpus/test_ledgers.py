"""The ledgers of the corpus tie every claim about a meeting or a promise to an entry, or leave it open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from training.corpus.ledgers import PROMISES, check_ledger, read_ledger, tie
from training.corpus.validate import HERE, read_corpus, read_manifest

LINKED = sorted(path.parent.name for path in (HERE / "reports").glob("*/ledger.json"))
TEXT = "The two sides met in Oslo on Monday. They agreed to free prisoners, and to meet again in May."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of one report with three claims."""
    home = tmp_path / "reports" / "talks"
    home.mkdir(parents=True)
    claims = [
        {"kind": "meeting", "quote": "met in Oslo on Monday", "state": "held"},
        {"kind": "commitment", "quote": "agreed to free prisoners", "force": "agreed", "obligors": ["Chad", "Niger"]},
        {"kind": "refusal", "quote": "to meet again in May", "by": ["Chad"]},
    ]
    (home / "01-oslo.json").write_text(json.dumps(claims))
    (home / "01-oslo.txt").write_text(f"---\ntitle: T\noutlet: O\npublished_at: 2024-05-01\nstyle: wire\n---\n{TEXT}\n")
    (tmp_path / "manifest.json").write_text(json.dumps({"processes": {}, "splits": {"train": ["talks"], "dev": [], "test": []}}))
    return tmp_path


def write(folder: Path, ledger: dict[str, Any]) -> list[str]:
    """Write a ledger and return its faults."""
    (folder / "reports" / "talks" / "ledger.json").write_text(json.dumps(ledger))
    return list(check_ledger("talks", folder))


WHOLE = {
    "meetings": [{"kind": "round", "state": "held", "claims": ["01-oslo:0"]}],
    "commitments": [{"object": "free prisoners", "claims": ["01-oslo:1"]}],
    "open": [],
}


@pytest.mark.parametrize("process", LINKED)
def test_a_ledger_is_in_order(process: str) -> None:
    assert list(check_ledger(process)) == []


def test_no_process_of_the_test_part_has_a_ledger() -> None:
    assert not set(LINKED) & set(read_manifest()["splits"]["test"])


def test_a_claim_that_is_in_no_entry_is_a_fault(folder: Path) -> None:
    assert write(folder, WHOLE) == []
    assert len(write(folder, WHOLE | {"commitments": []})) == 1


def test_a_meeting_is_no_promise(folder: Path) -> None:
    crossed = {"meetings": [{"kind": "round", "state": "held", "claims": ["01-oslo:1"]}], "commitments": [], "open": ["01-oslo:0"]}
    assert write(folder, crossed) == ["talks: ledger.json: 01-oslo:1 is no meeting"]


def test_claims_are_tied_to_their_entries_and_meetings_to_their_kind(folder: Path) -> None:
    write(folder, WHOLE)
    ledger = read_ledger("talks", folder)
    assert ledger is not None
    (report,) = read_corpus(folder)
    met, agreed, refused = tie(report, ledger, folder)
    assert (met["entries"], met["meeting_kind"]) == ([0], "round")
    assert agreed["entries"] == [1]
    assert agreed["kind"] in PROMISES
    assert refused["entries"] == []


def test_a_process_without_a_ledger_has_none(folder: Path) -> None:
    assert read_ledger("talks", folder) is None
    assert list(check_ledger("talks", folder)) == []
