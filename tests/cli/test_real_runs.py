"""The whole way on real files: reading, bad input, a busy or unusable database, an interruption."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from communique.cli.main import run
from communique.publish.json_record import read_schema
from communique.store.connection import connect_engine
from communique.store.database import Store
from tests.publish.schema_check import violations

REPORT = """date 2024-05-03

Envoys of Norway and Sweden held talks in Oslo on Thursday. The two sides agreed to reopen the rail link to freight.
"""
LATER = """date 2024-06-07

Norway and Sweden have not reopened the rail link, the Norwegian transport minister said on Friday.
"""
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("COMMUNIQUE_DB", "COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, **texts: str) -> list[str]:
    """Write reports and return their paths."""
    paths = [folder / f"{name}.txt" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return [path.name for path in paths]


def export(capfdbinary: pytest.CaptureFixture[bytes]) -> dict[str, Any]:
    capfdbinary.readouterr()
    assert run(["export"]) == 0
    exported: dict[str, Any] = json.loads(capfdbinary.readouterr().out)
    return exported


def test_what_was_read_is_shown_exported_and_known_the_next_time(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    paths = write(folder, report=REPORT)
    assert run(["read", *paths]) == 0
    assert run(["read", *paths]) == 0
    assert capfdbinary.readouterr().out == b"1 read; the record is communique.db\n0 read, 1 known already; the record is communique.db\n"
    record = export(capfdbinary)
    assert violations(record, read_schema(), read_schema()) == []
    assert [version["path"] for story in record["stories"] for version in story["versions"]] == ["report.txt"]
    assert run(["show"]) == 0
    shown = capfdbinary.readouterr().out.decode()
    assert "[1] report.txt, 3 May 2024: Envoys of Norway and Sweden held talks in Oslo on Thursday." in shown
    assert run(["export", "--format", "html", "-o", "record.html"]) == 0
    assert "Envoys of Norway and Sweden" in (folder / "record.html").read_text(encoding="utf-8")


def test_one_bad_source_does_not_keep_the_others_out(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    paths = write(folder, report=REPORT, empty=" \n")
    (folder / "junk.txt").write_bytes(bytes(range(256)) * 20)
    assert run(["read", *paths, "junk.txt", "missing.txt"]) == 1
    lines = capfdbinary.readouterr().err.decode().splitlines()
    assert [line.split(":")[1].strip() for line in lines] == ["empty.txt", "junk.txt", "missing.txt"]
    record = export(capfdbinary)
    assert {problem["path"] for problem in record["problems"]} == {"empty.txt", "junk.txt", "missing.txt"}
    assert all(problem["error"] and problem["remedy"] for problem in record["problems"])
    assert len(record["stories"]) == 1


def test_a_database_that_another_process_writes_to_is_code_3_and_stays_whole(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = write(folder, report=REPORT, later=LATER)
    assert run(["read", paths[0]]) == 0
    before = (folder / "communique.db").read_bytes()
    monkeypatch.setattr("communique.store.database.connect_engine", lambda target, wait_s: connect_engine(target, 0.05))
    holder = sqlite3.connect(folder / "communique.db", isolation_level=None)
    try:
        holder.execute("BEGIN EXCLUSIVE")
        assert run(["read", paths[1]]) == 3
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert "another process" in capsys.readouterr().err
    assert (folder / "communique.db").read_bytes() == before
    assert run(["read", paths[1]]) == 0


@pytest.mark.parametrize("target", ["no/such/folder/talks.db", ".", "report.txt"])
def test_a_place_where_no_record_can_be_is_code_3(target: str, folder: Path, capsys: Captured) -> None:
    paths = write(folder, report=REPORT)
    assert run(["read", *paths, "--db", target]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert (folder / "report.txt").read_text(encoding="utf-8") == REPORT


def test_an_interrupted_run_keeps_what_was_read_and_can_be_taken_up(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = write(folder, report=REPORT, later=LATER)
    add = Store.add

    def stop_after_one(self: Store, versions: Any, readings: Any = ()) -> None:
        add(self, versions, readings)
        if readings:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Store, "add", stop_after_one)
        assert run(["read", *paths]) == 130
    capfdbinary.readouterr()
    assert run(["read", *paths]) == 0
    assert capfdbinary.readouterr().out.startswith(b"1 read, 1 known already")
    assert len(export(capfdbinary)["stories"]) == 2


def test_analyse_gives_one_line_per_text_and_stores_nothing(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    paths = write(folder, later=LATER, report=REPORT)
    assert run(["analyse", *paths]) == 0
    documents = [json.loads(row) for row in capfdbinary.readouterr().out.splitlines()]
    assert [document["path"] for document in documents] == paths
    assert all(claim["exact"] == d["text"][claim["start"] : claim["end"]] for d in documents for claim in d["claims"])
    assert all(t["text"] == d["text"][t["start"] : t["end"]] for d in documents for s in d["sentences"] for t in s["tokens"])
    assert not (folder / "communique.db").exists()


def test_the_dateline_of_an_undated_text_comes_from_the_command_line(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    paths = write(folder, undated="The envoys met on Thursday.\n")
    run(["analyse", *paths, "--date", "2024-05-03"])
    document = json.loads(capfdbinary.readouterr().out)
    assert [time["edtf"] for time in document["times"]] == ["2024-05-02"]


GERMAN = """date 2024-05-03

Die Außenminister von Norwegen und Schweden haben sich am Donnerstag in Oslo getroffen. Sie haben vereinbart, dass die Bahnstrecke
wieder für den Güterverkehr geöffnet wird. Nach dem Treffen sagte der Gastgeber, dass die nächste Runde im Juni sein wird.
"""
CAPITALS = """date 2024-05-03

OSLO - ENVOYS OF NORWAY AND SWEDEN HELD A THIRD ROUND OF TALKS IN OSLO ON THURSDAY. THE TWO SIDES AGREED TO REOPEN THE RAIL LINK TO FREIGHT.
THE ENVOY WHO SPOKE TO REPORTERS TOLD US THAT THE EU WOULD PAY.
"""


def test_a_report_in_another_language_is_kept_and_named_and_gives_no_claims(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    paths = write(folder, deutsch=GERMAN, report=REPORT)
    assert run(["read", *paths]) == 1
    captured = capfdbinary.readouterr()
    assert captured.out.startswith(b"1 read, 1 not read;")
    assert captured.err.decode().startswith("communique: deutsch.txt: is in German (0.9")
    first = export(capfdbinary)
    assert [problem["path"] for problem in first["problems"]] == ["deutsch.txt"]
    languages = {version["path"]: version["language"] for story in first["stories"] for version in story["versions"]}
    assert languages == {"deutsch.txt": "de", "report.txt": None}
    assert b"deutsch" not in json.dumps(first["processes"]).encode()
    assert run(["read", *paths]) == 1
    assert export(capfdbinary) == first


def test_the_order_of_languages_makes_no_difference(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    paths = write(folder, deutsch=GERMAN, nochmal=GERMAN, report=REPORT)
    assert run(["read", *paths]) == 1
    first = export(capfdbinary)
    assert [problem["path"] for problem in first["problems"]] == ["deutsch.txt", "nochmal.txt"]
    (folder / "communique.db").unlink()
    for path in reversed(paths):
        run(["read", path])
    assert export(capfdbinary) == first


def test_analyse_gives_the_language_of_a_text_that_it_does_not_read(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    paths = write(folder, deutsch=GERMAN, report=REPORT)
    assert run(["analyse", *paths]) == 1
    captured = capfdbinary.readouterr()
    german, english = (json.loads(row) for row in captured.out.splitlines())
    assert (german["language"], german["claims"], german["sentences"]) == ("de", [], [])
    assert german["text"].startswith("Die Außenminister")
    assert english["language"] == "en"
    assert english["claims"]
    assert b"only English is read" in captured.err


def test_wire_copy_in_capitals_is_read_like_any_other(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    paths = write(folder, capitals=CAPITALS)
    assert run(["analyse", *paths]) == 0
    document = json.loads(capfdbinary.readouterr().out)
    actors = {entity["actor"] for entity in document["entities"]}
    assert {"Norway", "Sweden", "European Union"} <= actors
    assert not {"United States", "World Health Organization"} & actors
    meeting = next(claim for claim in document["claims"] if claim["kind"] == "meeting")
    assert (meeting["state"], meeting["ordinal"], meeting["date"]) == ("held", 3, "2024-05-02")
    assert "agreed" in {claim.get("force") for claim in document["claims"]}


@pytest.mark.parametrize(
    "text",
    [
        "Party | Seats | Change\n--- | --- | ---\nNorth | 14 | +2\nSouth | 9 | -1\n",
        "Q: WILL YOU MEET AGAIN?\nA: Yes. (Laughter.)\nQ: When?\nA: [inaudible]\n",
        "RT @envoy: talks resume in #Oslo 🤝 https://example.org/x?y=1 … 1/\n",
        "OSLO\n\n***\n\nENDS\n",
    ],
)
def test_tables_transcripts_and_tweets_are_read_without_a_complaint(text: str, folder: Path) -> None:
    assert run(["analyse", *write(folder, text=text)]) == 0


def test_a_record_as_of_a_day_is_the_record_of_the_texts_until_then(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    early, late = write(folder, early=REPORT, late=LATER)
    assert run(["read", early, "--db", "early.db"]) == 0
    assert run(["read", early, late]) == 0

    def exported(*options: str) -> bytes:
        capfdbinary.readouterr()
        assert run(["export", *options]) == 0
        return capfdbinary.readouterr().out

    assert exported("--as-of", "2024-06-06") == exported("--db", "early.db") != exported()
    assert exported("--as-of", "2024-06-07") == exported()
    assert json.loads(exported("--as-of", "2024-05-02"))["processes"] == []
    assert run(["show", "--as-of", "2024-05-02"]) == 0
    assert b"no process yet" in capfdbinary.readouterr().out


def test_texts_without_a_date_are_known_on_no_day_and_counted(folder: Path, capfd: Captured) -> None:
    dated, undated = write(folder, dated=REPORT, undated=LATER.split("\n", 1)[1])
    assert run(["read", dated, undated]) == 0
    assert run(["export", "--as-of", "2030-01-01"]) == 0
    out, err = capfd.readouterr()
    assert "have not reopened" not in out
    assert "1 text without a date is left out" in err


@pytest.mark.parametrize("day", ["2024-06", "yesterday", "2024-02-30"])
def test_an_as_of_that_is_no_day_is_refused(folder: Path, capfd: Captured, day: str) -> None:
    assert run(["read", *write(folder, report=REPORT)]) == 0
    assert run(["show", "--as-of", day]) == 2
    assert f"--as-of {day} is no day" in capfd.readouterr().err
