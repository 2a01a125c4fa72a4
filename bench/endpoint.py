"""An OpenAI-compatible endpoint on loopback that answers at once, or after a while, by rote.

A process of its own, so that its work is not counted as the harness's; and a lean one, as it shares
the machine's cores with what is measured. It keeps nothing: which answer comes next is told by how
many of its own stand in the conversation. It looks at mail for all calls but the last and then
finishes.
"""

import argparse
import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from aiohttp import web
from pydantic_core import from_json

_LOOKS = (
    ("list_messages", {"folder": "inbox"}),
    ("search_messages", {"query": "storage renewal"}),
    ("look_up_person", {"query": "Gordon"}),
)
_ENDS = (("finish", {"summary": "Done."}), ("submit", {"answer": "Done."}))
"""How the agents that ask end their work: Insider's Alex, and Inspect AI's."""
_MOST_BYTES = 64_000_000
"""Of one request."""


def create_endpoint(*, calls: int, latency: float) -> web.Application:
    """Return the app.

    Args:
        calls: Model calls until it finishes.
        latency: Seconds before each answer.
    """
    first: list[float] = []

    async def tell_first(_: web.Request) -> web.Response:
        return web.json_response(first[:1])

    async def complete(request: web.Request) -> web.Response:
        if not first:
            first.append(time.time())
        body = from_json(await request.read())
        if latency:
            await asyncio.sleep(latency)
        said = sum(message["role"] == "assistant" for message in body["messages"])
        if said + 1 < calls:
            name, arguments = _LOOKS[said % len(_LOOKS)]
        else:
            offered = {tool["function"]["name"] for tool in body["tools"]}
            name, arguments = next(each for each in _ENDS if each[0] in offered)
        return web.json_response(_completion(said, name, json.dumps(arguments)))

    app = web.Application(client_max_size=_MOST_BYTES)
    app.router.add_post("/v1/chat/completions", complete)
    app.router.add_get("/first", tell_first)
    return app


def _completion(said: int, name: str, arguments: str) -> dict[str, object]:
    call = {
        "id": f"call_{said}",
        "type": "function",
        "function": {"name": name, "arguments": arguments},
    }
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "by-rote",
        "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls"}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 20, "total_tokens": 1020},
    }


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A running endpoint."""

    port: int

    @property
    def base(self) -> str:
        """Its address for clients."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def first_request(self) -> float:
        """When it was first asked, seconds since 1970."""
        (moment,) = httpx.get(f"http://127.0.0.1:{self.port}/first").json()
        return float(moment)


@contextmanager
def running_endpoint(*, calls: int, latency: float = 0.0) -> Iterator[Endpoint]:
    """Run the endpoint in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = [f"--port={port}", f"--calls={calls}", f"--latency={latency}"]
    process = subprocess.Popen([sys.executable, "-m", "bench.endpoint", *arguments])
    try:
        _wait_for(port)
        yield Endpoint(port)
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            httpx.get(f"http://127.0.0.1:{port}/")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The bench's endpoint did not come up.")


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--calls", type=int, required=True)
    parser.add_argument("--latency", type=float, required=True)
    given = parser.parse_args()
    app = create_endpoint(calls=given.calls, latency=given.latency)
    web.run_app(app, host="127.0.0.1", port=given.port, backlog=4096, print=None, access_log=None)


if __name__ == "__main__":
    main()
