"""A chat-completions endpoint, asked until it answers or clearly will not.

In: messages. Out: an `Answer`. What may pass (no connection, late answers, 429, 5xx, broken JSON) is tried again after a while; what
concerns one text raises `ReadingFailed`, what concerns all of them `ReaderStopped`. The protocol is the one that OpenAI's API made common
(https://platform.openai.com/docs/api-reference/chat). Redirections are not followed, so that a report reaches no host but the one named.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from communique import __version__
from communique.model.errors import ReaderStopped, ReaderUnknown, ReadingFailed
from communique.reading.llm.budget import Budget, estimate_tokens
from communique.reading.llm.cache import Answer
from communique.reading.llm.delays import MAX_ASKED_S, asked_delay, backoff
from communique.reading.llm.schema import Json, answer_schema, parse_answer

ATTEMPTS = 4
MAX_OUTPUT_TOKENS = 8192
"""Longest answer: about sixty claims."""
MAX_ANSWER_BYTES = 2_000_000
"""Nothing honest is longer; the rest is not waited for."""
MAX_CONNECT_S = 10.0
DEFAULT_TIMEOUT_S = 120.0
_PATH = "/chat/completions"
_QUOTED = 200
"""So many characters of a server's message are repeated."""
_HOPELESS = {401: "refuses the key", 402: "wants to be paid", 403: "refuses access", 404: "has no such address or model"}
_PASSING = frozenset({408, 409, 425, 429})
_TUNING: dict[str, str | None] = {"temperature": None, "seed": None, "max_tokens": "max_completion_tokens"}
"""Parameters that some models refuse: left out or renamed for them."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Which model to ask where: `url` up to `/v1`, `key` None where none is needed."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout_s: float = DEFAULT_TIMEOUT_S

    @property
    def address(self) -> str:
        """Where requests go."""
        base = self.url.rstrip("/")
        return base if base.endswith(_PATH) else base + _PATH

    @property
    def is_open(self) -> bool:
        """Tell whether what is sent leaves this machine without encryption."""
        parts = urlsplit(self.url)
        return parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}

    def check(self) -> None:
        """Make sure that a reader can work with these.

        Raises:
            ReaderUnknown: the address is none, the model has no name, the key cannot be sent, or the time limit is none.
        """
        _check_address(self.url)
        if not self.model.strip():
            raise ReaderUnknown("The model has no name.", "Name it with --llm-model.")
        if self.key is not None and not (self.key.isascii() and self.key.isprintable() and self.key.strip() == self.key):
            raise ReaderUnknown("The key of the endpoint holds characters that no key has.", "Set COMMUNIQUE_LLM_KEY anew.")
        if self.timeout_s <= 0:
            raise ReaderUnknown(f"A time limit of {self.timeout_s:g} seconds leaves no time.", "Give more with --llm-timeout.")


def _check_address(url: str) -> None:
    remedy = "Write it like http://localhost:8000/v1."
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and bool(httpx.URL(url).host) and parts.port != 0
    except (ValueError, httpx.InvalidURL):
        is_address = False
    if not is_address:
        raise ReaderUnknown(f"{url} is no address of an endpoint.", remedy)
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ReaderUnknown(
            "The address of the endpoint holds a user, a password or parameters.", f"{remedy} A key goes into COMMUNIQUE_LLM_KEY."
        )


@dataclass(frozen=True, slots=True)
class _Setback:
    """An attempt that failed and may do better: what happened, how long to wait, and whether the run ends where it never does."""

    message: str
    wait_s: float | None = None
    is_final: bool = False


class Endpoint:
    """One model at one address. Close it when done."""

    def __init__(self, settings: Settings, budget: Budget, sleep: Callable[[float], None] = time.sleep) -> None:
        """Take the settings, what may be spent, and the function that waits a number of seconds.

        Raises:
            ReaderUnknown: the settings make no sense.
        """
        settings.check()
        self.settings = settings
        self.budget = budget
        self.n_requests = 0
        self._sleep = sleep
        self._tuning = dict.fromkeys(_TUNING, True)
        headers = {"User-Agent": f"communique/{__version__}", "Content-Type": "application/json"}
        if settings.key:
            headers["Authorization"] = f"Bearer {settings.key}"
        timeout = httpx.Timeout(settings.timeout_s, connect=min(MAX_CONNECT_S, settings.timeout_s))
        self._client = httpx.Client(headers=headers, timeout=timeout, follow_redirects=False)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def ask(self, messages: list[Json], seed: str) -> Answer:
        """Return the answer to messages; `seed` makes the waiting repeatable.

        Raises:
            ReadingFailed: these messages get no answer that can be used.
            ReaderStopped: the endpoint is gone or refuses, or the budget is spent.
        """
        needed = sum(estimate_tokens(message["content"]) for message in messages) + estimate_tokens(str(answer_schema()))
        setback = _Setback("was not asked")
        for attempt in range(ATTEMPTS):
            if attempt:
                self._sleep(backoff(attempt - 1, seed) if setback.wait_s is None else setback.wait_s)
            self.budget.check(needed + MAX_OUTPUT_TOKENS)
            outcome = self._attempt(messages, attempt, needed)
            if isinstance(outcome, Answer):
                return outcome
            setback = outcome
        kind = ReaderStopped if setback.is_final else ReadingFailed
        raise kind(f"{self.settings.url} {setback.message}, {ATTEMPTS} times in a row.", "Try again later, or name another endpoint.")

    def _attempt(self, messages: list[Json], attempt: int, needed: int) -> Answer | _Setback:
        self.n_requests += 1
        try:
            status, headers, content = self._send(self._body(messages, attempt))
        except httpx.ConnectError:
            return _Setback("cannot be reached", is_final=True)
        except httpx.TimeoutException:
            self.budget.spend(needed)
            return _Setback(f"did not answer within {self.settings.timeout_s:g} seconds")
        except httpx.RequestError as error:
            return _Setback(f"broke off the connection ({type(error).__name__})")
        if status == httpx.codes.OK:
            return self._read(content, needed)
        if status == httpx.codes.BAD_REQUEST and self._retune(_parse(content)):
            return self._attempt(messages, attempt, needed)
        return self._refuse(status, headers, content)

    def _body(self, messages: list[Json], attempt: int) -> Json:
        tuned: Json = {"temperature": 0, "seed": attempt, "max_tokens": MAX_OUTPUT_TOKENS}
        kept: Json = {}
        for name, value in tuned.items():
            key = name if self._tuning[name] else _TUNING[name]
            if key is not None:
                kept[key] = value
        form = {"name": "claims", "strict": True, "schema": answer_schema()}
        return {
            "model": self.settings.model,
            "messages": messages,
            "response_format": {"type": "json_schema", "json_schema": form},
            "stream": False,
            **kept,
        }

    def _send(self, body: Json) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers with lower-case keys, and content.

        Raises:
            httpx.RequestError: no answer came, or not in time.
            ReadingFailed: the answer does not end.
        """
        deadline = time.monotonic() + self.settings.timeout_s
        content = bytearray()
        sent = json.dumps(body).encode("ascii")
        with self._client.stream("POST", self.settings.address, content=sent) as response:
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > MAX_ANSWER_BYTES:
                    raise ReadingFailed(f"{self.settings.url} answers with more than {MAX_ANSWER_BYTES:,} bytes.", "Try another model.")
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("the answer did not end in time")
            return response.status_code, {name.lower(): value for name, value in response.headers.items()}, bytes(content)

    # --- reading what came -----------------------------------------------------------------------------------------------------------

    def _read(self, content: bytes, needed: int) -> Answer | _Setback:
        """Return the answer inside a response.

        Raises:
            ReadingFailed: the model will not answer.
        """
        outer = _parse(content)
        usage = outer.get("usage")
        used = usage.get("total_tokens") if isinstance(usage, dict) else None
        self.budget.spend(used if isinstance(used, int) and used > 0 else needed + len(content) // 3)
        choices = outer.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
        message = choice.get("message")
        if not isinstance(message, dict):
            return _Setback("answers in a form that is no chat completion")
        if message.get("refusal") or choice.get("finish_reason") == "content_filter":
            said = self._quote(str(message.get("refusal") or "content filter"))
            raise ReadingFailed(f"{self.settings.model} refuses to read it: {said}.", "Read it with the grammar reader or another model.")
        if choice.get("finish_reason") == "length":
            return Answer(None)
        claims = parse_answer(str(message.get("content") or ""))
        return Answer(claims) if claims is not None else _Setback("answers with something else than the JSON that was asked for")

    def _refuse(self, status: int, headers: dict[str, str], content: bytes) -> _Setback:
        """Return what may pass of an answer that is none.

        Raises:
            ReaderStopped: no request would be answered.
            ReadingFailed: this one will not be.
        """
        url, said = self.settings.url, self._quote(_message(content))
        if status in _PASSING or status >= httpx.codes.INTERNAL_SERVER_ERROR:
            wait_s = asked_delay(headers)
            if wait_s is not None and wait_s > MAX_ASKED_S:
                raise ReaderStopped(f"{url} asks to wait {wait_s:,.0f} seconds before the next request.", "Run the command again then.")
            is_final = status == httpx.codes.TOO_MANY_REQUESTS
            return _Setback(f"answers with status {status}{said and f' ({said})'}", wait_s, is_final)
        if status in _HOPELESS or status < httpx.codes.BAD_REQUEST:
            why = _HOPELESS.get(status, f"answers with status {status} instead of a completion")
            raise ReaderStopped(f"{url} {why}{said and f': {said}'}.", "Check --llm-url, --llm-model and COMMUNIQUE_LLM_KEY.")
        raise ReadingFailed(f"{url} does not take the request (status {status}){said and f': {said}'}.", "See its message.")

    def _retune(self, answer: Json) -> bool:
        """Leave out, or rename, the parameter that a refusal names; tell whether there was one."""
        error = answer.get("error")
        named = error.get("param") or error.get("message") if isinstance(error, dict) else error
        for name, is_sent in self._tuning.items():
            if is_sent and name in str(named):
                self._tuning[name] = False
                return True
        return False

    def _quote(self, said: str) -> str:
        """Return a server's message fit for a line on a terminal, without the key."""
        plain = " ".join("".join(c if c.isprintable() else " " for c in said).split())
        if self.settings.key:
            plain = plain.replace(self.settings.key, "…")
        return plain[:_QUOTED].rstrip(".")


def _parse(content: bytes) -> Json:
    """Return a JSON object, an empty one for anything else."""
    try:
        parsed: Any = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _message(content: bytes) -> str:
    """Return the message inside an error."""
    error = _parse(content).get("error")
    said = error.get("message") if isinstance(error, dict) else error
    return said if isinstance(said, str) else ""
