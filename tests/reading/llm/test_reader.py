"""The reader asks about each part once, believes what the text bears out, and keeps what it paid for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from communique.model.errors import ReaderStopped, ReadingFailed
from communique.reading.llm.budget import Budget
from communique.reading.llm.endpoint import Settings
from communique.reading.llm.reader import MAX_FAILURES, WINDOW, LlmReader
from tests.reading.llm.sample import COMMITMENT, MEETING, REFUSAL, TEXT, make_analysis, make_version
from tests.reading.llm.stub_server import Reply, Stub, completion, failure, serving

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

INVENTED = MEETING | {"anchor": "signed a peace treaty in Geneva"}


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def open_reader(stub: Stub, *, cache: Path | None = None, budget: Budget | None = None, model: str = "small") -> LlmReader:
    return LlmReader(Settings(stub.url, model, timeout_s=5.0), cache=cache, budget=budget, sleep=lambda _: None)


def anchors(replies: Sequence[Reply], text: str = TEXT) -> tuple[list[str], Stub]:
    """Return the anchors of what is read from a text, and the server that was asked."""
    with serving(replies) as stub, open_reader(stub) as reader:
        reading = reader.read(make_version(text), make_analysis(text))
    return [claim.provenance.span.exact for claim in reading.claims], stub


def test_claims_come_in_text_order_with_the_names_and_sentences_of_the_analysis() -> None:
    with serving([completion([REFUSAL, COMMITMENT, MEETING])]) as stub, open_reader(stub) as reader:
        reading = reader.read(make_version(), make_analysis())
    assert [claim.provenance.span.exact for claim in reading.claims] == [c["anchor"] for c in (MEETING, COMMITMENT, REFUSAL)]
    assert {claim.provenance.reader for claim in reading.claims} == {"llm-1 small"} == {reader.name}
    assert [actor.name for actor in reading.actors] == ["Kari Østby"]
    assert (len(reading.sentences), reading.date, reading.version) == (5, "2024-05-03", make_version().id)


def test_invented_text_is_dropped_and_counted() -> None:
    with serving([completion([INVENTED, REFUSAL, REFUSAL | {"by": ["Denmark"]}])]) as stub, open_reader(stub) as reader:
        reading = reader.read(make_version(), make_analysis())
    assert [claim.provenance.span.exact for claim in reading.claims] == ["refused to pay"]
    tally = reader.tally
    assert (tally.n_texts, tally.n_sent, tally.n_kept, tally.n_invented, tally.n_emptied) == (1, 1, 1, 1, 1)


def test_the_text_itself_is_sent_and_nothing_of_its_place() -> None:
    _, stub = anchors([completion([])])
    assert stub.texts == [TEXT]
    assert "secret" not in str(stub.requests)


def test_a_long_text_is_sent_in_parts_and_claims_land_where_they_belong() -> None:
    filler = "Nothing happened. " * 100
    text = "\n\n".join([filler.strip()] * 5 + ["Sweden refused to pay."] + [filler.strip()] * 5 + ["Sweden refused to pay."])
    found, stub = anchors([completion([REFUSAL])], text)
    assert len(stub.texts) == 3
    assert all(len(part) <= WINDOW for part in stub.texts)
    assert "\n\n".join(stub.texts) == text
    assert found == ["refused to pay"] * 2
    assert all("a part of a longer report" in request["messages"][1]["content"] for request in stub.requests)


def test_an_answer_that_is_cut_off_is_asked_for_in_smaller_parts() -> None:
    cut_off = completion('{"claims": [', finish="length")
    found, stub = anchors([cut_off, completion([MEETING]), completion([COMMITMENT]), completion([REFUSAL])])
    assert stub.texts == [TEXT, *TEXT.replace(". The", ".|The").replace("\n\n", "|").split("|")]
    assert found == [MEETING["anchor"], COMMITMENT["anchor"], REFUSAL["anchor"]]


def test_an_answer_about_one_sentence_that_is_cut_off_fails() -> None:
    with pytest.raises(ReadingFailed, match="does not end"):
        anchors([completion('{"claims": [', finish="length")], "Sweden refused to pay.")


def test_an_answer_is_paid_for_once(tmp_path: Path) -> None:
    with serving([completion([REFUSAL])]) as stub:
        for _ in range(2):
            with open_reader(stub, cache=tmp_path) as reader:
                reading = reader.read(make_version(), make_analysis())
                assert [claim.provenance.span.exact for claim in reading.claims] == ["refused to pay"]
        assert (reader.tally.n_sent, reader.tally.n_cached) == (0, 1)
        with open_reader(stub, cache=tmp_path, model="large") as other:
            other.read(make_version(), make_analysis())
        with open_reader(stub, cache=tmp_path) as reader:
            reader.read(make_version(), replace(make_analysis(), date="2024-05-04"))
    assert [request["model"] for request in stub.requests] == ["small", "large", "small"]


def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    with serving([completion([], refusal="no"), completion([REFUSAL])]) as stub, open_reader(stub, cache=tmp_path) as reader:
        with pytest.raises(ReadingFailed):
            reader.read(make_version(), make_analysis())
        assert len(reader.read(make_version(), make_analysis()).claims) == 1


def test_after_many_failures_in_a_row_the_run_stops() -> None:
    with serving([failure(500)]) as stub, open_reader(stub) as reader:
        for _ in range(MAX_FAILURES - 1):
            with pytest.raises(ReadingFailed):
                reader.read(make_version(), make_analysis())
        with pytest.raises(ReaderStopped, match=r"5 texts in a row could not be read; the last: .*status 500"):
            reader.read(make_version(), make_analysis())


def test_a_success_in_between_starts_the_count_anew() -> None:
    replies = [completion([], refusal="no")] * (MAX_FAILURES - 1) + [completion([])] + [completion([], refusal="no")]
    with serving(replies) as stub, open_reader(stub) as reader:
        n_failed = 0
        for _ in range(2 * MAX_FAILURES - 1):
            try:
                reader.read(make_version(), make_analysis())
            except ReadingFailed:
                n_failed += 1
        assert n_failed == 2 * (MAX_FAILURES - 1)


def test_the_budget_holds_over_all_texts() -> None:
    budget = Budget(60_000)
    with serving([completion([], tokens=25_000)]) as stub, open_reader(stub, budget=budget) as reader:
        reader.read(make_version(), make_analysis())
        reader.read(make_version(), make_analysis())
        with pytest.raises(ReaderStopped, match="50,000 of 60,000 tokens are spent"):
            reader.read(make_version(), make_analysis())
    assert len(stub.requests) == 2


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_text_in_another_language_is_not_sent(language: str) -> None:
    with serving([completion([MEETING])]) as stub, open_reader(stub) as reader:
        reading = reader.read(make_version(), replace(make_analysis(), language=language))
    assert (reading.claims, stub.requests) == ((), [])


def test_the_same_answers_give_the_same_reading() -> None:
    readings = []
    for order in ([MEETING, COMMITMENT, REFUSAL], [REFUSAL, COMMITMENT, MEETING]):
        with serving([completion(order)]) as stub, open_reader(stub) as reader:
            readings.append(reader.read(make_version(), make_analysis()))
    assert readings[0] == readings[1]
