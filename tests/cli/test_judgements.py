"""The commands `judge`, `process` and `changes` on a real record."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from communique.cli.main import run
from communique.publish.json_record import read_schema
from tests.publish.schema_check import violations

MAY = """date 2024-05-03

Envoys of Norway and Sweden held talks in Oslo on Thursday. The two sides agreed to reopen the rail link to freight.
"""
JUNE = """date 2024-06-07

Norway and Sweden agreed in May to reopen the rail link to freight. The agreement was never implemented.
"""
JULY = """date 2024-07-05

Envoys of Chile and Peru held talks in Lima on Thursday. The two sides agreed to lower tariffs on copper.
"""
Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of three reports, made once."""
    folder = tmp_path_factory.mktemp("template")
    for name, text in {"may": MAY, "june": JUNE, "july": JULY}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    assert run(["read", *(str(path) for path in sorted(folder.glob("*.txt"))), "--db", str(folder / "record.db")]) == 0
    return folder / "record.db"


@pytest.fixture
def db(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "communique.db"
    with sqlite3.connect(template) as source, sqlite3.connect(path) as copy:
        source.backup(copy)
    source.close()
    copy.close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMMUNIQUE_DB", str(path))
    return path


def export(capsys: Captured) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["export", "-o", "out.json"]) == 0
    exported: dict[str, Any] = json.loads(Path("out.json").read_text(encoding="utf-8"))
    return exported


def process_of(record: dict[str, Any], party: str) -> dict[str, Any]:
    (found,) = [process for process in record["processes"] if party in process["parties"]]
    return dict(found)


def test_a_rejected_meeting_is_out_of_the_export_and_the_judgement_is_in(db: Path, capsys: Captured) -> None:
    (meeting,) = process_of(export(capsys), "Norway")["meetings"]
    why = ["--note", "other talks", "--at", "2024-08-01T09:00:00+00:00"]
    assert run(["judge", "reject", meeting["id"][:16], "--by", "A. Desk", *why]) == 0
    assert "reject  A. Desk, 2024-08-01T09:00:00+00:00  active" in capsys.readouterr().out
    record = export(capsys)
    assert process_of(record, "Norway")["meetings"] == []
    assert violations(record, read_schema(), read_schema()) == []
    (judgement,) = record["judgements"]
    assert (judgement["verb"], judgement["by"], judgement["note"]) == ("reject", "A. Desk", "other talks")
    assert judgement["targets"][0]["claims"][0]["version"] in json.dumps(record["stories"])
    assert run(["judge", "undo", judgement["id"], "--by", "A. Desk"]) == 0
    assert process_of(export(capsys), "Norway")["meetings"] == [meeting]


def test_judgements_are_listed_as_lines_and_as_json(db: Path, capsys: Captured) -> None:
    assert run(["judge", "list"]) == 0
    assert capsys.readouterr().out == "Nothing has been judged.\n"
    (commitment,) = process_of(export(capsys), "Norway")["commitments"]
    assert run(["judge", "edit", commitment["id"], "due", "2025", "--by", "A. Desk"]) == 0
    capsys.readouterr()
    assert run(["judge", "list"]) == 0
    assert "due = 2025" in capsys.readouterr().out
    assert run(["judge", "list", "--format", "json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["field"], listed["value"], listed["state"]) == ("due", ["2025"], "active")
    assert process_of(export(capsys), "Norway")["commitments"][0]["due"] == "2025"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["judge", "reject", "meeting-0000", "--by", "x"], "not in this record"),
        (["judge", "undo", "j-0000", "--by", "x"], "not in this record"),
        (["judge", "accept", "c-", "--by", "x"], "not in this record"),
        (["process", "declare", "Deep talks", "Norway", "Atlantis", "--by", "x"], "'Atlantis' is no party"),
        (["process", "rename", "Mars", "Venus", "--by", "x"], "fits nothing"),
        (["process", "merge", "Norway Sweden", "Norway Sweden", "--by", "x"], "itself"),
        (["changes", "--since", "May"], "no day"),
    ],
)
def test_what_cannot_be_judged_is_wrong_use_and_stores_nothing(db: Path, capsys: Captured, arguments: list[str], says: str) -> None:
    assert run(arguments) == 2
    assert says in capsys.readouterr().err
    assert export(capsys)["judgements"] == []


def test_judging_needs_a_record(db: Path, capsys: Captured) -> None:
    assert run(["judge", "list", "--db", "nowhere.db"]) == 3
    assert "no record at nowhere.db" in capsys.readouterr().err


def test_processes_are_listed_declared_renamed_and_merged(db: Path, capsys: Captured) -> None:
    assert run(["process", "rename", "Norway Sweden", "Rail talks", "--by", "A. Desk"]) == 0
    assert run(["process", "declare", "Old talks", "Denmark", "Iceland", "--by", "A. Desk"]) == 0
    capsys.readouterr()
    assert run(["process", "list"]) == 0
    out = capsys.readouterr().out
    assert "Rail talks" in out
    assert "Denmark, Iceland: no report speaks of it yet" in out
    assert run(["process", "merge", "Rail talks", "Chile Peru", "--by", "A. Desk"]) == 0
    (whole,) = export(capsys)["processes"]
    assert whole["parties"] == ["Chile", "Norway", "Peru", "Sweden"]
    assert len(whole["meetings"]) == 2
    assert run(["process", "list", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["id"] == whole["id"]


def test_a_process_is_split_by_the_words_of_its_claims(db: Path, capsys: Captured) -> None:
    assert run(["process", "split", "Norway Sweden", "Freight", "--about", "rail", "--by", "A. Desk"]) == 0
    names = {process["name"]: process for process in export(capsys)["processes"]}
    assert len(names["Freight"]["commitments"]) == 1
    assert names["Norway–Sweden"]["commitments"] == []


def test_changes_tell_what_appeared_and_what_moved_since_a_day(db: Path, capsys: Captured) -> None:
    assert run(["changes", "--since", "2024-06-01"]) == 0
    out = capsys.readouterr().out
    assert "+ appeared  meeting: " in out
    assert "progress.joint unreported → not_started" in out
    assert run(["changes", "Norway", "--since", "2024-06-01", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["since"] == "2024-06-01"
    assert "moved" in {change["kind"] for change in told["changes"]}
    assert all(change["process_name"] == "Norway–Sweden" for change in told["changes"])


def test_since_a_day_after_the_last_report_nothing_is_new(db: Path, capsys: Captured) -> None:
    assert run(["changes", "--since", "2030-01-01"]) == 0
    assert capsys.readouterr().out == "Nothing in the record is new or different since 2030-01-01.\n"


def test_since_a_day_before_the_first_report_everything_is_new(db: Path, capsys: Captured) -> None:
    assert run(["changes", "--since", "0001-01-01", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["changes"]
    assert {change["kind"] for change in told} == {"appeared"}
    assert sum(change["about"] == "process" for change in told) == 2


def test_a_record_as_of_a_day_before_the_first_report_is_empty(db: Path, capsys: Captured) -> None:
    assert run(["export", "--as-of", "2001-01-01", "-o", "early.json"]) == 0
    early = json.loads(Path("early.json").read_text(encoding="utf-8"))
    assert (early["processes"], early["stories"]) == ([], [])
    assert run(["show", "--as-of", "2001-01-01"]) == 0
