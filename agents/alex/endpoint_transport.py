"""Asks an OpenAI-compatible endpoint of the user's own over HTTP, and loads no LiteLLM for it.

Called by the model alone, and imported where such a model is named: the HTTP client takes a part of
a second. It follows no redirect, reads no more of an answer than ``MOST_BYTES``, and sends a key
only where one was given.
"""

import json
import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp
from pydantic_core import PydanticSerializationError, from_json, to_json

from alex.chat import ChatMessage, ToolSpec
from alex.errors import ModelCallError, ModelNameError
from alex.http_session import find_proxy, session_of_loop
from alex.provider_error import NOTHING_LISTENS, UNKNOWN_HOST, Failure, describe_failure
from alex.transport import ENDPOINT, Answered, offer
from corpmail.clock import wall_now

MOST_BYTES = 16_000_000
"""Of one answer; the longest that models give is a tenth of it."""
_LONGEST_SAID = 10_000
"""Characters of a failure that are looked at."""
_WEB = frozenset({"http", "https"})
_NEVER_ASKED = (aiohttp.ClientConnectorError, aiohttp.ClientSSLError)
_FAILURES = (HTTPStatus.BAD_REQUEST, HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED)


@dataclass(frozen=True, slots=True)
class _Offer:
    """A list of tools, written once for all calls that have it."""

    tools: tuple[ToolSpec, ...] = ()
    offered: Sequence[Mapping[str, object]] = ()
    written: bytes = b"[]"


class EndpointTransport:
    """The way to one endpoint; a ``Transport``.

    Args:
        name: The model's full name; the endpoint is told what stands after ``endpoint/``.
        api_base: The endpoint's address, to which ``/chat/completions`` is added.
        api_key: Sent as a bearer token; none is sent without.
        options: Further fields of each request.

    Raises:
        ModelNameError: The address is missing or none, no header can hold the key, or the way there
            leads through a proxy that speaks no HTTP.
    """

    def __init__(
        self,
        name: str,
        *,
        api_base: str | None,
        api_key: str | None,
        options: Mapping[str, object],
    ) -> None:
        self._name = name
        self._options = options
        self._url = _address(name, api_base)
        self._proxy = find_proxy(self._url)
        if self._proxy is not None and urlsplit(self._proxy).scheme not in _WEB:
            raise ModelNameError(
                f"'{name}' would be asked through a proxy that speaks no HTTP: change the "
                "environment's proxy variables, or name its host in NO_PROXY."
            )
        self._api_key = (api_key or "").strip() or None
        self._headers = {"Content-Type": "application/json"}
        if self._api_key is not None:
            if not self._api_key.isprintable():
                raise ModelNameError(
                    f"The key of '{name}' holds a line break or the like, which cannot be sent: "
                    "look at its environment variable."
                )
            self._headers["Authorization"] = f"Bearer {self._api_key}"
        self._offer = _Offer()

    async def prepare(
        self, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec], seed: int | None
    ) -> Mapping[str, object]:
        """Return the fields of the request's body.

        No schema of answers is among them: servers that know none refuse the whole request.
        """
        request: dict[str, object] = {
            **self._options,
            "model": self._name.removeprefix(ENDPOINT),
            "messages": list(messages),
        }
        if seed is not None:
            request["seed"] = seed
        if tools:
            if self._offer.tools != tuple(tools):
                offered = [offer(tool) for tool in tools]
                self._offer = _Offer(tuple(tools), offered, to_json(offered))
            request["tools"] = self._offer.offered
        return request

    async def ask(self, request: Mapping[str, object]) -> Answered:
        """Post a request once.

        Raises:
            ModelCallError: There was no answer, or none that is a JSON object.
        """
        body = self._write(request)
        try:
            session = await session_of_loop()
            async with session.post(
                self._url,
                data=body,
                headers=self._headers,
                proxy=self._proxy,
                allow_redirects=False,
            ) as response:
                given = await _read(response)
        except (aiohttp.ClientError, OSError) as error:
            # Not chained, as the other transport's are not.
            raise self._failed(_unreached(error)) from None
        if not HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
            said, codes = _error_in(given)
            raise self._failed(
                Failure(
                    said=said,
                    codes=codes,
                    status=response.status,
                    retry_after=response.headers.get("Retry-After"),
                    may_have_answered=False,
                )
            )
        return Answered(self._completion(given, status=response.status))

    def _write(self, request: Mapping[str, object]) -> bytes:
        if request.get("tools") is not self._offer.offered:
            return _json(request)
        others = _json({name: value for name, value in request.items() if name != "tools"})
        return b"".join((others[:-1], b',"tools":', self._offer.written, b"}"))

    def _completion(self, given: bytes, *, status: int) -> Mapping[str, object]:
        """Return an answer's JSON object.

        Raises:
            ModelCallError: It is too long, none, or says of an error in the place of an answer.
        """
        if len(given) > MOST_BYTES:
            said = f"it is longer than {MOST_BYTES:,} bytes"
            raise self._failed(Failure(said=said, status=status, unreadable=True))
        try:
            completion = _parse(given)
        except (ValueError, RecursionError):
            completion = None
        if not isinstance(completion, dict):
            said = _text(given) or "it is empty"
            raise self._failed(Failure(said=said, status=status, unreadable=True))
        if completion.get("error") and not completion.get("choices"):
            said, codes = _error_in(given)
            status = _status_in(completion["error"]) or status
            raise self._failed(Failure(said=said, codes=codes, status=status))
        return completion

    def _failed(self, failure: Failure) -> ModelCallError:
        return describe_failure(
            failure,
            provider=self._name.partition("/")[0],
            api_key=self._api_key,
            environment=os.environ,
            now=wall_now(),
        )


def _address(name: str, api_base: str | None) -> str:
    if not api_base:
        raise ModelNameError(
            f"'{name}' is asked at an endpoint of your own and needs its address: give it with "
            "--api-base, or as 'api_base' in a file or a request."
        )
    no_address = ModelNameError(
        f"The address of '{name}' is none: it begins with http:// or https:// and names a host."
    )
    try:
        parts = urlsplit(api_base)
        # Reading the port is what tells that it is none.
        is_one = parts.scheme in _WEB and parts.hostname and parts.port != 0
    except ValueError:
        raise no_address from None
    if not is_one or any(sign.isspace() for sign in api_base):
        raise no_address
    return parts._replace(path=parts.path.rstrip("/") + "/chat/completions").geturl()


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """Return an answer's bytes; of one that is longer than ``MOST_BYTES``, some more than that."""
    read: list[bytes] = []
    left = MOST_BYTES
    async for chunk in response.content.iter_any():
        read.append(chunk)
        left -= len(chunk)
        if left < 0:
            response.close()
            break
    return b"".join(read)


def _unreached(error: Exception) -> Failure:
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    nobody = None
    if isinstance(cause, ConnectionRefusedError):
        nobody = NOTHING_LISTENS
    elif isinstance(cause, socket.gaierror):
        nobody = UNKNOWN_HOST
    return Failure(
        said=str(error) or type(error).__name__,
        nobody_there=nobody,
        may_have_answered=not isinstance(error, _NEVER_ASKED),
    )


def _json(value: object) -> bytes:
    try:
        return to_json(value)
    except PydanticSerializationError:
        # Half a character, which JSON can say and UTF-8 cannot.
        return json.dumps(value).encode()


def _parse(given: bytes) -> object:
    try:
        return from_json(given)
    except ValueError:
        return json.loads(given)


def _text(given: bytes) -> str:
    return given[: 4 * _LONGEST_SAID].decode("utf-8", "replace")[:_LONGEST_SAID]


def _error_in(given: bytes) -> tuple[str, str]:
    """Return what an error says, and its codes; the whole text where it has no known form."""
    try:
        body = _parse(given)
    except (ValueError, RecursionError):
        body = None
    error = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(error, str):
        return error[:_LONGEST_SAID], ""
    if not isinstance(error, dict):
        return _text(given), ""
    said = next((error[key] for key in ("message", "detail") if error.get(key)), _text(given))
    return str(said)[:_LONGEST_SAID], f"{error.get('code')} {error.get('type')}"


def _status_in(error: object) -> int | None:
    """Return the HTTP status that an error names, as gateways pass on those of others."""
    code = error.get("code") if isinstance(error, dict) else None
    least, most = _FAILURES
    return code if type(code) is int and least <= code <= most else None
