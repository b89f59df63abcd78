"""The program as a script sees it: output, messages, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from communique import __version__
from communique.cli.main import run
from communique.model.errors import CommuniqueError, ModelMissing, StoreLocked, StoreTooNew, StoreUnwritable
from communique.model.record import Ledger
from tests.cli.stub import UNREADABLE, StubRecord, analyse_two, install
from tests.publish.sample import EMPTY_LEDGER, LEDGER, PROCESS

Stub = type[StubRecord]


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Stub:
    monkeypatch.chdir(tmp_path)
    for name in ("COMMUNIQUE_DB", "COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "communique.db").touch()
    return install(monkeypatch)


Captured = pytest.CaptureFixture[str]


def test_the_version_is_printed(capsys: Captured) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"communique {__version__}\n"


def test_answering_at_once_needs_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys; from communique.cli.main import run; run(['--version']); run(['show', '--help']);"
        "names = {'sqlalchemy', 'alembic', 'trafilatura', 'onnxruntime', 'numpy', 'jinja2', 'rich', 'httpx'};"
        "print(sorted(names & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_names_every_command(capsys: Captured) -> None:
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"\n  {name} " in out for name in ("read", "show", "diff", "export", "analyse", "evaluate", "demo"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sho"], "No such command 'sho'"),
        (["show", "--colour"], "No such option"),
        (["read"], "Missing argument"),
        (["export", "--format", "pdf"], "'pdf'"),
    ],
)
def test_wrong_use_is_one_line_and_code_2(arguments: list[str], words: str, record: Stub, capsys: Captured) -> None:
    assert run(arguments) == 2
    err = capsys.readouterr().err
    assert words in err
    assert err.count("\n") == 1
    assert record.opened == []


def test_read_prints_what_it_did(record: Stub, capsys: Captured) -> None:
    assert run(["read", "a.txt", "folder"]) == 0
    assert record.read_targets == ["a.txt", "folder"]
    assert record.opened == ["communique.db"]
    captured = capsys.readouterr()
    assert captured.out == "2 read, 1 known already; the record is communique.db\n"
    assert captured.err == ""


def test_a_source_that_cannot_be_read_is_told_with_its_remedy_and_code_1(record: Stub, capsys: Captured) -> None:
    record.problems = (UNREADABLE,)
    assert run(["read", "bad.bin"]) == 1
    captured = capsys.readouterr()
    assert captured.err == "communique: bad.bin is no text: it holds zero bytes. Leave it out, or convert it to text.\n"
    assert "1 not read" in captured.out


def test_a_problem_that_does_not_name_its_source_gets_its_name(record: Stub, capsys: Captured) -> None:
    record.problems = (replace(UNREADABLE, error="It holds zero bytes."),)
    run(["read", "bad.bin"])
    assert capsys.readouterr().err.startswith("communique: bad.bin: It holds zero bytes.")


def test_the_record_is_named_by_option_before_environment_before_default(record: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    run(["read", "a.txt"])
    monkeypatch.setenv("COMMUNIQUE_DB", "env.db")
    run(["read", "a.txt"])
    run(["read", "--db", "option.db", "a.txt"])
    assert record.opened == ["communique.db", "env.db", "option.db"]


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (StoreLocked("communique.db is locked: another process writes to it.", "Try again when it has finished."), 3),
        (StoreUnwritable("communique.db cannot be written: its folder is read-only.", "Choose another one with --db."), 3),
        (StoreTooNew("communique.db was written by version 9.", "Update communique."), 3),
        (ModelMissing("The model file is missing.", "Install communique again."), 5),
        (KeyboardInterrupt(), 130),
    ],
)
@pytest.mark.parametrize("command", [["read", "a.txt"], ["show"], ["diff"], ["export"]])
def test_a_failure_has_its_code_and_one_line(failure: BaseException, code: int, command: list[str], record: Stub, capsys: Captured) -> None:
    record.failure = failure
    assert run(command) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("communique: ")
    assert captured.err.count("\n") == 1
    if isinstance(failure, CommuniqueError):
        assert failure.error in captured.err
        assert failure.remedy in captured.err


@pytest.mark.parametrize("command", ["show", "diff", "export"])
def test_without_a_record_the_commands_that_show_say_how_to_make_one(command: str, record: Stub, capsys: Captured) -> None:
    assert run([command, "--db", "none.db"]) == 3
    assert "There is no record at none.db" in capsys.readouterr().err
    assert record.opened == []


def test_the_address_of_a_database_is_no_file_to_look_for(record: Stub) -> None:
    assert run(["show", "--db", "postgresql://host/talks"]) == 0
    assert record.opened == ["postgresql://host/talks"]


def test_show_prints_plain_whole_lines_into_a_pipe(record: Stub, capsys: Captured) -> None:
    assert run(["show"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "agreed to study a common power line and to exchange fishing data every month." in out


def test_show_leaves_the_sources_out_when_asked(record: Stub, capsys: Captured) -> None:
    run(["show", "--no-sources"])
    assert "\nSources\n" not in capsys.readouterr().out


def test_show_finds_a_process_by_a_party_whatever_its_case(record: Stub, capsys: Captured) -> None:
    assert run(["show", "tolMARK"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Arvenia–Tolmark\n")
    assert "Background" not in out


def test_show_takes_several_words_as_one_name(record: Stub, capsys: Captured) -> None:
    assert run(["show", "tolmark", "arvenia"]) == 0
    assert capsys.readouterr().out.startswith("Arvenia–Tolmark\n")


def test_show_of_an_unknown_process_says_what_there_is(record: Stub, capsys: Captured) -> None:
    assert run(["show", "tolmrak"]) == 2
    assert "Did you mean Arvenia–Tolmark?" in capsys.readouterr().err


def test_several_processes_are_listed_before_each_is_shown(record: Stub, capsys: Captured) -> None:
    other = replace(PROCESS, id="p-2", name="Sund–Vik", parties=("Sund", "Vik"))
    record.ledger_to_give = replace(LEDGER, processes=(PROCESS, other))
    run(["show"])
    out = capsys.readouterr().out
    assert out.startswith("2 processes\n  Arvenia–Tolmark  3 reports, 3 meetings, 3 commitments")
    assert out.count("\nMeetings\n") == 2


def test_an_empty_record_is_said_to_be_empty(record: Stub, capsys: Captured) -> None:
    record.ledger_to_give = EMPTY_LEDGER
    assert run(["show"]) == 0
    assert "holds no process yet" in capsys.readouterr().out
    assert run(["diff"]) == 0
    assert "No article of this record has more than one version." in capsys.readouterr().out


def test_diff_of_one_article_is_found_by_its_path(record: Stub, capsys: Captured) -> None:
    assert run(["diff", "herald-2.txt"]) == 0
    assert "[-taken-]{+carried out+}" in capsys.readouterr().out


def test_export_writes_json_to_standard_output(record: Stub, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["export"]) == 0
    exported = json.loads(capfdbinary.readouterr().out.decode("utf-8"))
    assert exported["processes"][0]["name"] == "Arvenia–Tolmark"


def test_export_writes_a_page_to_a_file(record: Stub, tmp_path: Path) -> None:
    assert run(["export", "--format", "html", "-o", "page.html"]) == 0
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_an_output_that_cannot_be_written_has_code_4(record: Stub, capsys: Captured) -> None:
    assert run(["export", "-o", "no/such/folder/record.json"]) == 4
    assert "record.json cannot be written" in capsys.readouterr().err


def test_analyse_goes_on_after_a_problem_and_ends_with_code_1(
    record: Stub, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr("communique.pipeline.analyse_documents", analyse_two)
    assert run(["analyse", "folder", "--date", "2024-06-20"]) == 1
    captured = capfdbinary.readouterr()
    assert [json.loads(row)["path"] for row in captured.out.splitlines()] == ["one.txt", "two.txt"]
    assert b"bad.bin is no text" in captured.err


def test_analyse_writes_conllu(record: Stub, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    monkeypatch.setattr("communique.pipeline.analyse_documents", analyse_two)
    run(["analyse", "folder", "--format", "conllu"])
    assert capfdbinary.readouterr().out.startswith(b"# newdoc id = one.txt\n")


def test_analyse_writes_one_page_for_all_texts_and_names_what_was_not_read(
    record: Stub, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr("communique.pipeline.analyse_documents", analyse_two)
    assert run(["analyse", "folder", "--format", "html"]) == 1
    captured = capfdbinary.readouterr()
    assert captured.out.count(b"<!DOCTYPE html>") == 1
    assert captured.out.index(b'id="t1"') < captured.out.index(b'id="t2"') < captured.out.index(b"bad.bin is no text")
    assert b"bad.bin is no text" in captured.err


@pytest.mark.parametrize("date", ["yesterday", "2024-02-30", "2024-02", "2024-02-01/.."])
def test_a_dateline_that_is_no_day_is_wrong_use(date: str, record: Stub, capsys: Captured) -> None:
    assert run(["analyse", "a.txt", "--date", date]) == 2
    assert "YYYY-MM-DD" in capsys.readouterr().err


def test_demo_reads_the_bundled_reports_into_a_record_that_is_not_kept(record: Stub, capsys: Captured) -> None:
    assert run(["demo"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("Arvenia–Tolmark\n")
    assert "not kept" in captured.err
    assert not Path(record.opened[0]).parent.exists()


def test_demo_does_not_touch_a_record_that_is_there(record: Stub, capsys: Captured) -> None:
    assert run(["demo", "--db", "communique.db"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert record.opened == []


def test_a_reader_that_goes_away_is_no_error(record: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as stream:
        monkeypatch.setattr("sys.stdout", stream)
        assert run(["show"]) == 141


def test_a_run_that_was_interrupted_says_that_nothing_is_lost(record: Stub, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def interrupt(*_: object, **__: object) -> Ledger:
        raise KeyboardInterrupt

    monkeypatch.setattr(record, "read", interrupt)
    assert run(["read", "a.txt"]) == 130
    assert "what was stored until now is kept" in capsys.readouterr().err


def test_colours_come_on_demand_and_go_by_no_color(record: Stub, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def shown(*arguments: str) -> str:
        run(["show", *arguments])
        return capsys.readouterr().out

    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in shown()
    assert "\x1b[" not in shown("--no-color")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in shown()
