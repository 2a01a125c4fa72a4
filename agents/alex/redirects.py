"""Keeps models' providers from sending a conversation on to somebody else.

Called by the model adapter before its first call. LiteLLM makes HTTP clients in many places, and
tells nearly all of them to follow redirects: a 307 would take the whole conversation to whatever
host the endpoint names. What the clients have in common is httpx.
"""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import httpx

P = ParamSpec("P")
T = TypeVar("T")


def follow_no_redirects() -> None:
    """Have no httpx client of this process follow redirects, whatever it is told; for good.

    A redirect is then an answer like any other, and a failure to whoever wanted a success.
    """
    httpx.AsyncClient.send = _without_redirects(httpx.AsyncClient.send)  # type: ignore[method-assign]
    httpx.Client.send = _without_redirects(httpx.Client.send)  # type: ignore[method-assign]


def _without_redirects(send: Callable[P, T]) -> Callable[P, T]:
    @functools.wraps(send)
    def send_once(*args: P.args, **kwargs: P.kwargs) -> T:
        kwargs["follow_redirects"] = False
        return send(*args, **kwargs)

    return send_once
