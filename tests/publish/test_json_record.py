"""The exported record: shape, order, schema, bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest

from communique.model import vocabulary
from communique.publish.json_record import read_schema, record_to_dict, render_record
from tests.publish.sample import EMPTY_LEDGER, LEDGER, PROBLEM_LEDGER
from tests.publish.schema_check import violations

DOCUMENTED = {
    "process": "id name parties mediators phase actors meetings commitments relations statements conflicts",
    "actor": "id name kind aliases side offices",
    "office": "title body from to evidence",
    "meeting": "id series ordinal ordinal_inferred counted kind state scheduled date places host participants mediators outcome readout "
    "next evidence",
    "commitment": "id label object obligors beneficiaries force aim measure condition due scope agreed_on origin standing progress reports "
    "reaffirmed evidence",
    "report": "progress obligor as_of according_to evidence",
    "reaffirmation": "on meeting evidence",
    "relation": "id a b domain value from to imposed_by scope evidence",
    "statement": "id speaker office side said_on mode text evidence",
    "conflict": "id about field values silent_change",
    "story": "id title processes independent_witnesses versions changes",
    "version": "id path url outlet title published_at published_inferred captured_at language text",
    "change": "id from_version to_version kind before after disclosed significance",
    "evidence": "version start end exact factuality according_to score",
}


def test_every_documented_field_is_there_in_the_documented_order() -> None:
    record = record_to_dict(LEDGER)
    process = record["processes"][0]
    samples = {
        "process": process,
        "actor": process["actors"][1],
        "office": process["actors"][1]["offices"][0],
        "meeting": process["meetings"][0],
        "commitment": process["commitments"][0],
        "report": process["commitments"][0]["reports"][0],
        "reaffirmation": process["commitments"][0]["reaffirmed"][0],
        "relation": process["relations"][0],
        "statement": process["statements"][0],
        "conflict": process["conflicts"][0],
        "story": record["stories"][0],
        "version": record["stories"][0]["versions"][0],
        "change": record["stories"][0]["changes"][0],
        "evidence": process["meetings"][0]["evidence"][0],
    }
    for name, sample in samples.items():
        wanted = DOCUMENTED[name].split()
        assert [key for key in sample if key in wanted] == wanted, name


@pytest.mark.parametrize("ledger", [LEDGER, PROBLEM_LEDGER, EMPTY_LEDGER], ids=["full", "with problems", "empty"])
def test_the_export_keeps_to_the_bundled_schema(ledger: Any) -> None:
    schema = read_schema()
    assert violations(json.loads(render_record(ledger)), schema, schema) == []


def test_the_schema_notices_a_missing_field_and_a_foreign_word() -> None:
    schema = read_schema()
    record = record_to_dict(LEDGER)
    del record["processes"][0]["meetings"][0]["date"]
    record["processes"][0]["commitments"][0]["force"] = "promised"
    lines = violations(record, schema, schema)
    assert any("date is missing" in line for line in lines)
    assert any("'promised'" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("factuality", vocabulary.Factuality),
        ("meeting_state", vocabulary.MeetingState),
        ("meeting_kind", vocabulary.MeetingKind),
        ("outcome", vocabulary.Outcome),
        ("readout", vocabulary.Readout),
        ("force", vocabulary.Force),
        ("aim", vocabulary.Aim),
        ("standing", vocabulary.Standing),
        ("progress", vocabulary.Progress),
        ("domain", vocabulary.Domain),
        ("quote_mode", vocabulary.QuoteMode),
        ("change_kind", vocabulary.ChangeKind),
        ("actor_kind", vocabulary.ActorKind),
    ],
)
def test_the_schema_lists_the_words_of_the_vocabulary(name: str, words: type[StrEnum]) -> None:
    assert read_schema()["$defs"][name]["enum"] == [word.value for word in words]


def test_the_schema_allows_every_relation_value_and_a_category() -> None:
    schema = read_schema()
    values = [value.value for value in vocabulary.RelationValue] + ["open_to(third-country citizens)"]
    assert all(violations(value, schema["$defs"]["relation_value"], schema) == [] for value in values)


def test_the_same_ledger_gives_the_same_bytes() -> None:
    assert render_record(LEDGER) == render_record(LEDGER)
    assert json.loads(render_record(LEDGER)) == record_to_dict(LEDGER)


def test_letters_beyond_ascii_are_written_as_they_are() -> None:
    assert "“We want a border" in render_record(LEDGER)


def test_progress_is_written_per_party_with_the_joint_one_first() -> None:
    progress = record_to_dict(LEDGER)["processes"][0]["commitments"][0]["progress"]
    assert list(progress.items()) == [("joint", "stalled"), ("Arvenia", "enabled"), ("Tolmark", "stalled")]


def test_every_piece_of_evidence_is_verbatim_in_an_exported_text() -> None:
    record = record_to_dict(LEDGER)
    texts = {version["id"]: version["text"] for story in record["stories"] for version in story["versions"]}
    found = list(_evidence(record))
    assert len(found) > 30
    assert all(texts[e["version"]][e["start"] : e["end"]] == e["exact"] for e in found)


def _evidence(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "exact" in node:
            yield node
        for member in node.values():
            yield from _evidence(member)
    elif isinstance(node, list):
        for member in node:
            yield from _evidence(member)
