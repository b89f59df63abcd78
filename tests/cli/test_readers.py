"""Readers on the command line: nothing is sent unless asked for, and what is sent where is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from communique.cli.main import run
from communique.cli.readers import ReaderOptions, open_readers
from tests.evaluation.sample import GOLDEN
from tests.reading.llm.sample import COMMITMENT, MEETING, REFUSAL, STATEMENT, TEXT
from tests.reading.llm.stub_server import Reply, completion, failure, serving

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

Captured = pytest.CaptureFixture[bytes]
GOOD = completion([MEETING, COMMITMENT, REFUSAL, STATEMENT], tokens=1500)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("COMMUNIQUE_DB", "COMMUNIQUE_LLM_KEY", "COLUMNS", "FORCE_COLOR", "HTTP_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.txt").write_text(f"date 2024-05-03\n\n{TEXT}\n", encoding="utf-8")
    return tmp_path


def llm(url: str, *more: str) -> list[str]:
    return ["--reader", "llm", "--llm-url", url, "--llm-model", "small", *more]


def messages(captured: Captured) -> list[str]:
    return captured.readouterr().err.decode().splitlines()


def test_the_record_is_read_by_the_model_and_says_so(folder: Path, capfdbinary: Captured) -> None:
    with serving([GOOD]) as stub:
        assert run(["read", "report.txt", *llm(stub.url)]) == 0
    first, last = messages(capfdbinary)
    kept = folder / "cache" / "communique" / "llm"
    assert first == (f"communique: sends the text, title and date of each report to {stub.url} (model small); answers are kept in {kept}.")
    assert last == (
        "communique: small: 1 text read, 1 request sent, 0 answers from before, 1,500 tokens spent; 4 claims kept, "
        "0 dropped whose words are not in the text, 0 of the wrong form, 0 arguments emptied."
    )
    assert run(["export"]) == 0
    record = json.loads(capfdbinary.readouterr().out)
    (process,) = record["processes"]
    assert process["parties"] == ["Norway", "Sweden"]
    assert [meeting["ordinal"] for meeting in process["meetings"]] == [3]


def test_analyse_gives_the_claims_of_the_model_with_its_name(capfdbinary: Captured) -> None:
    with serving([GOOD]) as stub:
        assert run(["analyse", "report.txt", *llm(stub.url, "--llm-cache", "off")]) == 0
    captured = capfdbinary.readouterr()
    claims = json.loads(captured.out)["claims"]
    assert {claim["reader"] for claim in claims} == {"llm-1 small"}
    assert all(claim["exact"] in TEXT for claim in claims)
    assert b"answers are not kept" in captured.err


def test_answers_are_kept_where_it_is_said(folder: Path) -> None:
    with serving([GOOD]) as stub:
        for _ in range(2):
            assert run(["analyse", "report.txt", *llm(stub.url, "--llm-cache", "answers")]) == 0
        assert len(stub.requests) == 1
    assert len(list((folder / "answers").rglob("*.json"))) == 1
    assert not (folder / "cache").exists()


def test_the_key_comes_from_the_environment_and_is_never_printed(monkeypatch: pytest.MonkeyPatch, capfdbinary: Captured) -> None:
    monkeypatch.setenv("COMMUNIQUE_LLM_KEY", "s3cret")
    with serving([failure(401, "The key s3cret is wrong.")]) as stub:
        assert run(["analyse", "report.txt", *llm(stub.url)]) == 6
    assert stub.headers[0]["Authorization"] == "Bearer s3cret"
    captured = capfdbinary.readouterr()
    assert b"s3cret" not in captured.err + captured.out


def test_without_the_option_nothing_is_sent(capfdbinary: Captured) -> None:
    with serving([GOOD]) as stub:
        assert run(["analyse", "report.txt", "--llm-url", stub.url, "--llm-model", "small"]) == 0
    assert stub.requests == []
    assert capfdbinary.readouterr().err == b""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--reader", "llm"], "needs the address of an endpoint"),
        (["--reader", "llm", "--llm-url", "http://127.0.0.1:1/v1"], "needs the name of a model"),
        (["--reader", "llm:small", "--llm-url", "127.0.0.1:1"], "is no address of an endpoint"),
        (["--reader", "llm:small", "--llm-url", "http://127.0.0.1:1/v1", "--llm-budget", "-5"], "A budget of -5 tokens is none"),
        (["--reader", "llm:small", "--llm-url", "http://127.0.0.1:1/v1", "--llm-timeout", "0"], "leaves no time"),
        (["--reader", "oracle"], "There is no reader oracle"),
    ],
)
@pytest.mark.parametrize("command", [["read", "report.txt"], ["analyse", "report.txt"], ["evaluate", str(GOLDEN)]])
def test_options_that_do_not_fit_are_wrong_use(command: list[str], arguments: list[str], words: str, capfdbinary: Captured) -> None:
    assert run([*command, *arguments]) == 2
    (message,) = messages(capfdbinary)
    assert words in message


def test_an_endpoint_that_is_gone_is_code_6(capfdbinary: Captured) -> None:
    assert run(["read", "report.txt", *llm("http://127.0.0.1:9/v1")]) == 6
    assert "cannot be reached" in messages(capfdbinary)[-1]


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (completion("Sure, here you go!"), "something else than the JSON"),
        (completion([], refusal="I will not."), "small refuses to read it: I will not."),
        (failure(500, "boom"), "status 500 (boom), 4 times in a row"),
        (completion("{", finish="length"), "does not end within its longest length"),
    ],
)
def test_a_text_that_the_model_does_not_read_is_a_problem(reply: Reply, words: str, capfdbinary: Captured) -> None:
    with serving([reply]) as stub:
        assert run(["read", "report.txt", *llm(stub.url)]) == 1
    captured = capfdbinary.readouterr()
    assert f"communique: report.txt: {stub.url if 'status' in words or 'JSON' in words else ''}" in captured.err.decode()
    assert words in captured.err.decode()
    assert b"0 read, 1 not read" in captured.out


def test_a_budget_that_is_spent_stops_the_run_and_what_is_done_is_written(folder: Path, capfdbinary: Captured) -> None:
    (folder / "second.txt").write_text("date 2024-05-04\n\nSweden refused to pay.\n", encoding="utf-8")
    with serving([completion([MEETING], tokens=20_000)]) as stub:
        assert run(["analyse", "report.txt", "second.txt", *llm(stub.url, "--llm-budget", "30000"), "-o", "out.jsonl"]) == 6
    assert len(stub.requests) == 1
    assert [json.loads(row)["path"] for row in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()] == ["report.txt"]
    assert "20,000 of 30,000 tokens are spent" in messages(capfdbinary)[-1]


def test_evaluate_compares_readers_side_by_side(capfdbinary: Captured) -> None:
    found = [
        completion([MEETING | {"anchor": "held talks in Oslo on Thursday", "ordinal": None, "participants": []}]),
        completion([REFUSAL | {"anchor": "rejected a Swedish demand to halt the drilling", "by": ["Norway"]}]),
        completion([]),
    ]
    with serving(found) as stub:
        assert run(["evaluate", str(GOLDEN), "--reader", "grammar", *llm(stub.url)]) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert lines[0].split() == ["grammar-1", "llm-1", "small"]
    assert lines[1] == "4 items, 3 claims wanted; per cent"
    assert next(line for line in lines if line.startswith("refusal")).split()[-3:] == ["100.0", "100.0", "100.0"]
    assert next(line for line in lines if line.startswith("all")).split()[-3:] == ["100.0", "66.7", "80.0"]
    assert lines[-1].split()[-1] == "0.0"


def test_two_models_are_compared_by_name(capfdbinary: Captured) -> None:
    with serving([completion([])]) as stub:
        arguments = ["evaluate", str(GOLDEN), "--llm-url", stub.url, "--reader", "llm:small", "--reader", "llm:big:8b", "--format", "json"]
        assert run(arguments) == 0
    whole = json.loads(capfdbinary.readouterr().out)
    assert [reader["reader"] for reader in whole["readers"]] == ["llm-1 small", "llm-1 big:8b"]
    assert {request["model"] for request in stub.requests} == {"small", "big:8b"}


def test_items_that_a_model_does_not_read_are_told_and_counted(capfdbinary: Captured) -> None:
    with serving([completion([]), completion([], refusal="no"), completion([])]) as stub:
        assert run(["evaluate", str(GOLDEN), *llm(stub.url)]) == 1
    captured = capfdbinary.readouterr()
    assert captured.out.decode().splitlines()[-1].split() == ["items", "not", "read", "1"]
    assert b"communique: 2: small refuses to read it" in captured.err


def test_evaluating_the_readers_in_the_box_needs_no_endpoint(capfdbinary: Captured) -> None:
    for reader, name in (("joint", "joint-1"), ("grammar", "grammar-1")):
        assert run(["evaluate", str(GOLDEN), "--reader", reader]) == 0
        captured = capfdbinary.readouterr()
        assert captured.err == b""
        assert captured.out.decode().splitlines()[0].strip() == name


def test_the_joint_reader_is_measured_unless_another_one_is_named(capfdbinary: Captured) -> None:
    assert run(["evaluate", str(GOLDEN)]) == 0
    assert capfdbinary.readouterr().out.decode().splitlines()[0].strip() == "joint-1"


def test_a_reader_named_twice_is_wrong_use(capfdbinary: Captured) -> None:
    assert run(["evaluate", str(GOLDEN), "--reader", "grammar", "--reader", "grammar"]) == 2
    assert "A reader is named twice" in messages(capfdbinary)[0]


def test_a_gold_file_that_is_none_is_told(capfdbinary: Captured) -> None:
    assert run(["evaluate", "report.txt"]) == 1
    assert "report.txt:1 is no JSON" in messages(capfdbinary)[0]


def test_what_leaves_the_machine_without_encryption_is_said_beforehand(capfdbinary: Captured) -> None:
    options = ReaderOptions(("llm:small",), "http://10.0.0.3/v1", cache="off")
    with open_readers(options, {}) as (reader,):
        assert reader.name == "llm-1 small"
    assert "(model small), without encryption; answers are not kept." in messages(capfdbinary)[0]
