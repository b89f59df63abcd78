"""An endpoint on this machine that answers as it is told: well, late, brokenly, with invented text, or not at all.

In: replies in the order in which they are to be given; the last is given again and again. Out: what was asked. It listens on 127.0.0.1
only, and the tests that use it may connect to nothing else.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]
PATIENCE_S = 10.0
"""A late reply is given at the latest then, so that no test hangs."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: status, headers, content; a late one comes only when the server is closed."""

    content: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    is_late: bool = False


@dataclass(slots=True)
class Stub:
    """The server as tests see it: its address, and the requests it got, with their headers."""

    url: str
    requests: list[Json] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """The reports that were sent."""
        return [r["messages"][1]["content"].partition("<report>\n")[2].partition("\n</report>")[0] for r in self.requests]


def completion(content: object, *, finish: str = "stop", tokens: int | None = 100, refusal: str | None = None) -> Reply:
    """Return an answer of a model: claims, or any other content as it is."""
    said = content if isinstance(content, str) else json.dumps({"claims": content}, ensure_ascii=False)
    message = {"role": "assistant", "content": None if refusal else said, "refusal": refusal}
    whole: Json = {"object": "chat.completion", "choices": [{"index": 0, "message": message, "finish_reason": finish}]}
    if tokens is not None:
        whole["usage"] = {"prompt_tokens": tokens - 10, "completion_tokens": 10, "total_tokens": tokens}
    return Reply(json.dumps(whole).encode())


def failure(status: int, message: str = "", param: str | None = None, **headers: str) -> Reply:
    """Return an error in the form that is common; underscores in the names of headers stand for hyphens."""
    error = {"error": {"message": message, "param": param}}
    return Reply(json.dumps(error).encode(), status, {name.replace("_", "-"): value for name, value in headers.items()})


@contextmanager
def serving(replies: Sequence[Reply]) -> Iterator[Stub]:
    """Give a server that answers with the replies."""
    closing = threading.Event()
    left = list(replies)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            stub.requests.append(json.loads(body))
            stub.headers.append(dict(self.headers))
            stub.paths.append(self.path)
            reply = left.pop(0) if len(left) > 1 else left[0]
            if reply.is_late:
                closing.wait(PATIENCE_S)
            try:
                self._answer(reply)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def _answer(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stub = Stub(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
