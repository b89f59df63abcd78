"""The endpoint is asked until it answers or clearly will not; what may pass is tried again, what will not is said at once."""

from __future__ import annotations

import socket

import pytest

from communique.model.errors import ReaderStopped, ReaderUnknown, ReadingFailed
from communique.reading.llm.budget import Budget
from communique.reading.llm.cache import Answer
from communique.reading.llm.delays import backoff
from communique.reading.llm.endpoint import ATTEMPTS, MAX_ANSWER_BYTES, MAX_OUTPUT_TOKENS, Endpoint, Settings
from communique.reading.llm.schema import answer_schema
from tests.reading.llm.sample import REFUSAL
from tests.reading.llm.stub_server import Reply, completion, failure, serving

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

MESSAGES = [{"role": "system", "content": "List claims."}, {"role": "user", "content": "<report>\nTalks.\n</report>"}]
SEED = "seed"


class Waits(list[float]):
    """A clock that only notes how long it was to wait."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def ask(*replies: Reply, key: str | None = None, timeout_s: float = 5.0, limit: int = 0) -> tuple[Answer, Waits, Endpoint]:
    """Return the answer of a server with these replies, the waits, and the endpoint."""
    waits = Waits()
    with serving(replies) as stub:
        endpoint = Endpoint(Settings(stub.url, "small", key, timeout_s), Budget(limit), waits)
        try:
            return endpoint.ask(MESSAGES, SEED), waits, endpoint
        finally:
            endpoint.close()


def test_an_answer_is_read_and_its_tokens_are_counted() -> None:
    answer, waits, endpoint = ask(completion([REFUSAL], tokens=1234))
    assert answer == Answer((REFUSAL,))
    assert (waits, endpoint.n_requests, endpoint.budget.spent) == ([], 1, 1234)


def test_the_request_asks_for_json_by_the_schema_and_carries_the_key() -> None:
    with serving([completion([])]) as stub:
        endpoint = Endpoint(Settings(f"{stub.url}/", "small", "s3cret"), Budget())
        endpoint.ask(MESSAGES, SEED)
        endpoint.close()
    (body,) = stub.requests
    assert stub.paths == ["/v1/chat/completions"]
    assert stub.headers[0]["Authorization"] == "Bearer s3cret"
    assert body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "claims", "strict": True, "schema": answer_schema()},
    }
    assert (body["model"], body["messages"], body["temperature"]) == ("small", MESSAGES, 0)
    assert body["max_tokens"] == MAX_OUTPUT_TOKENS


def test_without_a_key_none_is_sent() -> None:
    with serving([completion([])]) as stub:
        endpoint = Endpoint(Settings(stub.url, "small"), Budget())
        endpoint.ask(MESSAGES, SEED)
        endpoint.close()
    assert "Authorization" not in stub.headers[0]


def test_broken_json_is_asked_for_again_after_a_while() -> None:
    answer, waits, endpoint = ask(completion('{"claims": [{"kind'), completion("Sorry!"), completion([REFUSAL]))
    assert answer.claims == (REFUSAL,)
    assert waits == [backoff(0, SEED), backoff(1, SEED)]
    assert endpoint.budget.spent == 300


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'{"choices": []}', b'{"choices": [{"message": 3}]}', b"\xff\xfe"])
def test_an_answer_that_is_no_completion_fails_in_the_end(content: bytes) -> None:
    with pytest.raises(ReadingFailed, match=f"no chat completion, {ATTEMPTS} times in a row"):
        ask(Reply(content))


def test_too_many_requests_wait_as_long_as_the_server_asks() -> None:
    answer, waits, _ = ask(failure(429, retry_after="7"), failure(429), completion([]))
    assert answer == Answer(())
    assert waits == [7.0, backoff(1, SEED)]


def test_a_server_that_goes_on_refusing_stops_the_run() -> None:
    with pytest.raises(ReaderStopped, match=r"status 429 \(quota is used up\), 4 times in a row"):
        ask(failure(429, "quota is used up"))


def test_a_server_that_asks_for_hours_is_not_waited_for() -> None:
    with pytest.raises(ReaderStopped, match=r"asks to wait 7,200 seconds"):
        ask(failure(429, retry_after="7200"))


def test_an_internal_error_passes() -> None:
    answer, waits, endpoint = ask(failure(500, "boom"), failure(503), completion([REFUSAL]))
    assert answer.claims == (REFUSAL,)
    assert (len(waits), endpoint.n_requests) == (2, 3)


def test_an_internal_error_that_does_not_pass_fails_this_text_only() -> None:
    with pytest.raises(ReadingFailed, match=r"status 500 \(boom\)"):
        ask(failure(500, "boom"))


def test_a_late_answer_is_not_waited_for_longer_than_allowed() -> None:
    answer, waits, endpoint = ask(Reply(is_late=True), completion([REFUSAL]), timeout_s=0.3)
    assert answer.claims == (REFUSAL,)
    assert len(waits) == 1
    assert endpoint.budget.spent > 100, "what a late answer may have cost is counted"


def test_a_server_that_is_always_late_fails() -> None:
    with pytest.raises(ReadingFailed, match=r"did not answer within 0.1 seconds"):
        ask(Reply(is_late=True), timeout_s=0.1)


def test_an_answer_without_end_is_given_up() -> None:
    with pytest.raises(ReadingFailed, match="more than 2,000,000 bytes"):
        ask(Reply(b" " * (MAX_ANSWER_BYTES + 1)))


def test_an_answer_that_was_cut_off_is_known_to_be() -> None:
    answer, _, _ = ask(completion('{"claims": [', finish="length"))
    assert answer == Answer(None)


@pytest.mark.parametrize(
    "reply", [completion([], refusal="I cannot help with that."), completion([], finish="content_filter")], ids=["refusal", "filter"]
)
def test_a_refusal_is_not_argued_with(reply: Reply) -> None:
    with pytest.raises(ReadingFailed, match="small refuses to read it"):
        ask(reply)


@pytest.mark.parametrize(
    ("status", "words"), [(401, "refuses the key"), (402, "wants to be paid"), (403, "refuses access"), (404, "no such address or model")]
)
def test_a_refused_key_or_model_stops_the_run_at_once(status: int, words: str) -> None:
    with pytest.raises(ReaderStopped, match=words):
        ask(failure(status, "no"))


def test_the_key_is_in_no_message() -> None:
    with pytest.raises(ReaderStopped) as caught:
        ask(failure(401, "Incorrect key s3cret\x1b[31m given"), key="s3cret")
    assert "s3cret" not in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert "s3cret" not in repr(Settings("http://localhost/v1", "small", "s3cret"))


def test_a_redirection_is_not_followed() -> None:
    with serving([completion([])]) as other, pytest.raises(ReaderStopped, match="status 307 instead of a completion"):
        ask(Reply(status=307, headers={"Location": f"{other.url}/chat/completions"}))
    assert other.requests == []


def test_parameters_that_a_model_refuses_are_left_out_or_renamed() -> None:
    replies = [
        failure(400, "Unsupported value.", param="temperature"),
        failure(400, "'max_tokens' is not supported with this model."),
        completion([]),
    ]
    with serving(replies) as stub:
        endpoint = Endpoint(Settings(stub.url, "small"), Budget(), Waits())
        endpoint.ask(MESSAGES, SEED)
        endpoint.ask(MESSAGES, SEED)
        endpoint.close()
    assert [("temperature" in body, "max_tokens" in body) for body in stub.requests] == [(True, True), (False, True)] + 2 * [(False, False)]
    assert stub.requests[-1]["max_completion_tokens"] == MAX_OUTPUT_TOKENS


def test_a_request_that_is_not_taken_fails_this_text_only() -> None:
    with pytest.raises(ReadingFailed, match=r"status 400\): context is too long"):
        ask(failure(400, "context is too long"))


def test_nobody_at_the_address_stops_the_run() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
        endpoint = Endpoint(Settings(url, "small"), Budget(), Waits())
        with pytest.raises(ReaderStopped, match="cannot be reached"):
            endpoint.ask(MESSAGES, SEED)
        endpoint.close()


def test_the_budget_stops_before_a_request_that_might_pass_it() -> None:
    with pytest.raises(ReaderStopped, match="0 of 5,000 tokens are spent"):
        ask(completion([]), limit=5000)


def test_tokens_are_estimated_where_the_server_does_not_count() -> None:
    _, _, endpoint = ask(completion([REFUSAL], tokens=None))
    assert endpoint.budget.spent > 1000


@pytest.mark.parametrize(
    "url", ["localhost:8000", "ftp://host/v1", "http://", "https://user:pass@host/v1", "http://host/v1?key=1", "http://host:port/v1", ""]
)
def test_an_address_that_is_none_is_told_before_anything_is_sent(url: str) -> None:
    with pytest.raises(ReaderUnknown, match="http://localhost:8000/v1") as caught:
        Settings(url, "small").check()
    assert "pass@" not in str(caught.value)


@pytest.mark.parametrize(
    "settings", [Settings("http://h/v1", " "), Settings("http://h/v1", "m", "k\n"), Settings("http://h/v1", "m", None, 0)]
)
def test_settings_that_make_no_sense_are_told_before_anything_is_sent(settings: Settings) -> None:
    with pytest.raises(ReaderUnknown):
        settings.check()


@pytest.mark.parametrize(
    ("url", "is_open"),
    [("http://localhost:1/v1", False), ("http://127.0.0.1/v1", False), ("http://10.0.0.3/v1", True), ("https://example.org/v1", False)],
)
def test_what_leaves_the_machine_without_encryption_is_known(url: str, is_open: bool) -> None:
    assert Settings(url, "m").is_open is is_open
