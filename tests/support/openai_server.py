"""A stand-in for an OpenAI-compatible endpoint on 127.0.0.1, with answers given beforehand.

Used by tests that drive LiteLLM for real. Each request takes the next answer; the last one is
given again for whatever comes after it.
"""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

from pydantic import JsonValue


@dataclass(frozen=True, slots=True)
class Answer:
    """What the endpoint says to one request."""

    body: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    hang: bool = False
    """Whether to say nothing until the server stops."""
    cut: bool = False
    """Whether the connection breaks off in the middle of the body."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the endpoint was asked."""

    path: str
    authorization: str | None
    body: dict[str, JsonValue]

    @property
    def messages(self) -> list[dict[str, JsonValue]]:
        """The chat messages of the request."""
        return cast("list[dict[str, JsonValue]]", self.body["messages"])


@dataclass(slots=True)
class StandIn:
    """A running endpoint."""

    api_base: str
    requests: list[Request] = field(default_factory=list)


def chat_completion(
    *,
    content: str | None = None,
    calls: Sequence[tuple[str, str, str]] = (),
    finish_reason: str = "stop",
    message: dict[str, JsonValue] | None = None,
    usage: dict[str, JsonValue] | None = None,
) -> Answer:
    """Return an answer of a model.

    Args:
        content: Its text.
        calls: Id, name and raw arguments of each tool call.
        finish_reason: As the endpoint gives it.
        message: Further fields of the message, such as ``reasoning_content``.
        usage: In place of the usual one.
    """
    said: dict[str, JsonValue] = {"role": "assistant", "content": content, **(message or {})}
    if calls:
        said["tool_calls"] = [
            {"id": id_, "type": "function", "function": {"name": name, "arguments": arguments}}
            for id_, name, arguments in calls
        ]
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "stand-in",
        "choices": [{"index": 0, "message": said, "finish_reason": finish_reason}],
        "usage": usage or {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
    }
    return Answer(json.dumps(body))


def failure(status: int, message: str, *, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """Return an error as such endpoints put it."""
    body = {"error": {"message": message, "type": "error", "code": None, "param": None}}
    return Answer(json.dumps(body), status, headers)


HANG = Answer("", hang=True)


@contextmanager
def openai_server(*answers: Answer) -> Iterator[StandIn]:
    """Serve the answers, one for each request, until the block ends."""
    stopping = threading.Event()
    stand_in = StandIn("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length))
            stand_in.requests.append(Request(self.path, self.headers.get("Authorization"), body))
            answer = answers[min(len(stand_in.requests), len(answers)) - 1]
            if answer.hang:
                stopping.wait(30)
                self.close_connection = True
                return
            content = answer.body.encode("utf-8", "surrogatepass")
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            for name, value in answer.headers:
                self.send_header(name, value)
            # One request a connection: no thread is left waiting for a next one.
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if answer.cut else content)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its parent's word
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in.api_base = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stand_in
    finally:
        stopping.set()
        server.shutdown()
        thread.join()
        server.server_close()
