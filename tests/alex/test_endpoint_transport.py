"""An endpoint of one's own, asked without LiteLLM: what ``test_model`` does not ask both ways."""

import asyncio
import gzip
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from alex.chat import ChatMessage, ModelReply, ToolSpec
from alex.endpoint_transport import MOST_BYTES
from alex.errors import ContextFullError, ModelCallError, ModelNameError
from alex.model import ProviderModel
from alex.retry import NO_RETRIES
from support.openai_server import Answer, chat_completion, failure, openai_server

KEY = "plumwater77harbor"
HELLO: list[ChatMessage] = [{"role": "user", "content": "Hello"}]
LIST = ToolSpec(name="list_messages", description="List.", parameters={"type": "object"})
READ = ToolSpec(name="read_message", description="Read.", parameters={"type": "object"})
HI = chat_completion(content="Hi.").body.encode()

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def model_at(api_base: str, *, api_key: str | None = None) -> ProviderModel:
    return ProviderModel(
        "endpoint/org/stand-in", api_base=api_base, api_key=api_key, retry=NO_RETRIES, timeout=10
    )


def failing(*answers: Answer, api_key: str | None = None) -> ModelCallError:
    with openai_server(*answers) as server, pytest.raises(ModelCallError) as caught:
        asyncio.run(model_at(server.api_base, api_key=api_key).complete(HELLO, []))
    assert len(server.requests) == 1
    return caught.value


@asynccontextmanager
async def raw_server(talk: Talk) -> AsyncIterator[str]:
    """Serve what no orderly server says; yields the API base."""
    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/v1"


async def read_request(reader: asyncio.StreamReader) -> bytes:
    """Return a request's head, with its body read; nothing once the client has gone."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    (length,) = (
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length")
    )
    await reader.readexactly(length)
    return head


def answered_with(raw: bytes) -> ModelReply:
    """Ask a server that says these bytes and hangs up."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(raw)
        writer.close()

    async def scene() -> ModelReply:
        async with raw_server(talk) as api_base:
            return await model_at(api_base).complete(HELLO, [])

    return asyncio.run(scene())


def head(length: int, *lines: bytes) -> bytes:
    return b"\r\n".join(
        [b"HTTP/1.1 200 OK", b"Content-Length: %d" % length, *lines, b"", b""],
    )


def test_the_endpoint_is_told_the_rest_of_the_name_and_no_key() -> None:
    with openai_server(chat_completion(content="Hi.")) as server:
        reply = asyncio.run(model_at(f"{server.api_base}/").complete(HELLO, [], seed=3))
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.body == {"model": "org/stand-in", "messages": HELLO, "seed": 3}
    assert request.authorization is None
    assert reply.usage.cost_usd is None


def test_no_key_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with openai_server(chat_completion(content="Hi.")) as server:
        asyncio.run(model_at(server.api_base).complete(HELLO, []))
    assert server.requests[0].authorization is None


def test_other_tools_in_a_later_call_are_sent_as_they_are_then() -> None:
    async def scene(api_base: str) -> None:
        model = model_at(api_base)
        await asyncio.gather(model.complete(HELLO, [LIST]), model.complete(HELLO, [READ, LIST]))
        await model.complete(HELLO, [READ, LIST])
        await model.complete(HELLO, [])

    with openai_server(chat_completion(content="Hi.")) as server:
        asyncio.run(scene(server.api_base))
    sent = [str(request.body.get("tools")) for request in server.requests]
    assert sorted(tools.count("'name'") for tools in sent) == [0, 1, 2, 2]
    assert server.requests[2].body["tools"] == [
        {"type": "function", "function": tool.model_dump()} for tool in (READ, LIST)
    ]


def test_half_characters_of_a_conversation_are_sent_as_json_can_say_them() -> None:
    with openai_server(chat_completion(content="Hi.")) as server:
        half: list[ChatMessage] = [{"role": "user", "content": "half \ud83d of it"}]
        asyncio.run(model_at(server.api_base).complete(half, [LIST]))
    assert server.requests[0].messages == half
    assert server.requests[0].body["tools"]


def test_calls_of_one_loop_share_a_connection_and_no_cookies() -> None:
    heads: list[bytes] = []
    connections = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while len(heads) < 3 and (asked := await read_request(reader)):
            heads.append(asked)
            writer.write(head(len(HI), b"Set-Cookie: who=me") + HI)
        writer.close()

    async def scene() -> None:
        async with raw_server(talk) as api_base:
            for _ in range(3):
                await model_at(api_base).complete(HELLO, [])

    asyncio.run(scene())
    assert (len(heads), connections) == (3, 1)
    assert b"cookie" not in b"".join(heads).lower()


@pytest.mark.parametrize(
    ("answer", "status", "retryable", "says"),
    [
        (failure(401, f"No: {KEY}"), 401, False, "check the key"),
        (failure(403, "No."), 403, False, "may not use this model"),
        (failure(404, "no such model"), 404, False, "check the model's name and the API base"),
        (failure(429, "Slow down."), 429, True, "rate limit"),
        (failure(400, "insufficient_quota"), 402, False, "no credit"),
        (Answer('{"error": {"code": "insufficient_quota"}}', 429), 402, False, "no credit"),
        (Answer('{"error": "model is loading"}', 503), 503, True, "): model is loading"),
        (Answer('{"detail": "Not Found"}', 404), 404, False, "): Not Found"),
        (Answer('{"object": "error", "message": "Bad."}', 400), 400, False, "): Bad."),
        (Answer("<html><b>Bad gateway</b></html>", 502), 502, True, "Bad gateway"),
        (Answer("", 500), 500, True, "The provider failed"),
        (Answer("[]", 418), 418, False, "HTTP 418"),
    ],
)
def test_what_an_endpoint_refuses_is_told_by_its_status(
    answer: Answer, status: int, retryable: bool, says: str
) -> None:
    error = failing(answer, api_key=KEY)
    assert (error.status, error.retryable, error.billed) == (status, retryable, False)
    assert says in error.message
    assert KEY not in f"{error} {error!r}"


def test_a_retry_after_is_heard() -> None:
    assert failing(failure(429, "Slow.", headers=(("Retry-After", "7"),))).retry_after == 7


@pytest.mark.parametrize(
    "answer",
    [
        failure(400, "This model's maximum context length is 4096 tokens. You requested 5000."),
        failure(400, "the request exceeds the available context size (4096 tokens), try more"),
        failure(400, "The input (99 tokens) is longer than the model's context length (9)."),
        failure(422, "`inputs` tokens + `max_new_tokens` must be <= 4096."),
        Answer('{"error": {"code": "context_length_exceeded", "message": "Too long."}}', 400),
        Answer('{"error": {"type": "exceed_context_size_error", "message": "Too long."}}', 400),
    ],
)
def test_a_conversation_that_is_too_long_is_told_as_that(answer: Answer) -> None:
    error = failing(answer)
    assert isinstance(error, ContextFullError)
    assert not error.retryable


@pytest.mark.parametrize(
    ("error", "status", "retryable"),
    [
        ({"message": "Rate limited upstream.", "code": 429}, 429, True),
        ({"message": "No key.", "code": 401}, 401, False),
        ({"message": "It broke.", "code": "server_error"}, 200, True),
        ({"message": "It broke.", "code": 200}, 200, True),
        ("It broke.", 200, True),
    ],
)
def test_an_error_with_a_status_of_success_is_an_error(
    error: object, status: int, retryable: bool
) -> None:
    found = failing(Answer(json.dumps({"error": error})))
    assert (found.status, found.retryable) == (status, retryable)
    assert "no chat completion" in found.message or status != 200


@pytest.mark.parametrize(
    "body", ["<html>Bad gateway</html>", "", "null", "[1]", '"x"', '{"choices": [', "[" * 100_000]
)
def test_an_answer_that_is_no_json_object_cannot_be_used(body: str) -> None:
    error = failing(Answer(body))
    assert (error.unreadable, error.billed, error.retryable) == (True, True, True)
    assert "is no chat completion" in error.message


def test_an_answer_in_no_encoding_cannot_be_used() -> None:
    raw = b'{"choices": "\xff\xfe"}'
    with pytest.raises(ModelCallError, match="no chat completion"):
        answered_with(head(len(raw)) + raw)


def test_what_is_compressed_unasked_is_not_unpacked() -> None:
    packed = gzip.compress(HI)
    with pytest.raises(ModelCallError, match="no chat completion"):
        answered_with(head(len(packed), b"Content-Encoding: gzip") + packed)


@pytest.mark.parametrize("status", [200, 500])
def test_no_more_is_read_of_an_answer_than_a_bound(status: int) -> None:
    sent = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await read_request(reader)
        writer.write(b"HTTP/1.1 %d Hm\r\nContent-Length: 9999999999\r\n\r\n" % status)
        try:
            while True:
                writer.write(b" " * 100_000)
                await writer.drain()
                sent += 100_000
        except ConnectionError:
            writer.close()

    async def scene() -> None:
        async with raw_server(talk) as api_base:
            await model_at(api_base).complete(HELLO, [])

    with pytest.raises(ModelCallError) as caught:
        asyncio.run(scene())
    assert (caught.value.status, caught.value.retryable) == (status, True)
    assert MOST_BYTES < sent < 2 * MOST_BYTES


@pytest.mark.parametrize(
    "raw", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", b"SSH-2.0-x\r\n", b"\0" * 99]
)
def test_a_connection_that_breaks_off_is_tried_again_and_may_be_billed(raw: bytes) -> None:
    with pytest.raises(ModelCallError) as caught:
        answered_with(raw)
    assert (caught.value.status, caught.value.retryable, caught.value.billed) == (None, True, True)


def test_a_host_that_is_not_known_is_nobody() -> None:
    with pytest.raises(ModelCallError, match="host is not known") as caught:
        asyncio.run(model_at("http://no-such-host.invalid/v1").complete(HELLO, []))
    assert (caught.value.nobody_there, caught.value.billed) == (True, False)


@pytest.mark.parametrize("base", [None, ""])
def test_without_an_address_it_is_refused_with_what_to_do(base: str | None) -> None:
    with pytest.raises(ModelNameError, match="--api-base"):
        ProviderModel("endpoint/x", api_base=base)


@pytest.mark.parametrize("base", ["host:8000/v1", "ftp://x/v1", "http:///v1", "http://[x/v1"])
def test_an_address_that_is_none_is_refused(base: str) -> None:
    with pytest.raises(ModelNameError, match="begins with http"):
        ProviderModel("endpoint/x", api_base=base)


def test_a_key_that_no_header_holds_is_refused_without_being_shown() -> None:
    with pytest.raises(ModelNameError) as caught:
        ProviderModel("endpoint/x", api_base="http://127.0.0.1/v1", api_key=f"{KEY}\nHost: x")
    assert KEY not in str(caught.value)


def test_the_environments_proxy_is_used_unless_it_is_told_not_to_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with openai_server(chat_completion(content="Hi.")) as proxy:
        monkeypatch.setenv("http_proxy", proxy.api_base.removesuffix("/v1"))
        asyncio.run(model_at("http://models.invalid/v1").complete(HELLO, []))
        monkeypatch.setenv("no_proxy", "models.invalid")
        with pytest.raises(ModelCallError, match="host is not known"):
            asyncio.run(model_at("http://models.invalid/v1").complete(HELLO, []))
    assert [request.path for request in proxy.requests] == [
        "http://models.invalid/v1/chat/completions"
    ]
    monkeypatch.delenv("no_proxy")
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1")
    with pytest.raises(ModelNameError, match="speaks no HTTP"):
        model_at("http://models.invalid/v1")


def test_thinking_is_told_from_what_is_said_wherever_the_server_puts_it() -> None:
    answers = (
        chat_completion(content="Hi.", message={"reasoning": "Let me see."}),
        chat_completion(content="<think>\nLet me see.\n</think>\n\nHi."),
        replace(chat_completion(content="Hi."), status=201),
    )

    async def scene(api_base: str) -> list[ModelReply]:
        return [await model_at(api_base).complete(HELLO, []) for _ in answers]

    with openai_server(*answers) as server:
        replies = asyncio.run(scene(server.api_base))
    assert [reply.text for reply in replies] == ["Hi."] * 3
    assert [reply.reasoning for reply in replies] == ["Let me see.", "Let me see.", None]
    assert replies[1].message["content"] == "<think>\nLet me see.\n</think>\n\nHi."


def test_an_empty_list_of_calls_is_not_sent_back() -> None:
    with openai_server(chat_completion(content="Hi.", message={"tool_calls": []})) as server:
        reply = asyncio.run(model_at(server.api_base).complete(HELLO, []))
    assert reply.message == {"role": "assistant", "content": "Hi."}


def test_litellm_is_not_loaded_for_it() -> None:
    with openai_server(chat_completion(content="Hi.")) as server:
        code = (
            "import asyncio, sys\n"
            "from alex import ProviderModel\n"
            "from alex.library import find_price, knows_provider, load_for\n"
            "assert knows_provider('endpoint/x') and find_price('endpoint/gpt-4o') is None\n"
            "asyncio.run(load_for(['endpoint/x']))\n"
            f"model = ProviderModel('endpoint/x', api_base={server.api_base!r})\n"
            "print(asyncio.run(model.complete([{'role': 'user', 'content': 'x'}], [])).text)\n"
            "print(sorted({'litellm', 'openai'} & set(sys.modules)))\n"
        )
        shown = subprocess.run(
            [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
        )
    assert (shown.stdout, shown.stderr) == ("Hi.\n[]\n", "")
