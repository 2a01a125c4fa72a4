"""The HTTP client of an event loop: one for all models that are asked in it, closed with it.

Called by ``endpoint_transport`` alone. It is aiohttp's: LiteLLM needs that anyway, and with fifty
calls at once one of its costs a tenth of httpx's, whose pool looks at all connections for each.
"""

import asyncio
from collections.abc import AsyncGenerator
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass
from weakref import WeakKeyDictionary

import aiohttp

_IDLE_SECONDS = 4.0
"""How long a connection waits for its next call. Servers close theirs after five (uvicorn), and a
call that is sent in that moment is lost."""

# Connections belong to a loop, and models come and go with episodes: there is nobody else to keep
# them from one to the next.
_sessions: WeakKeyDictionary[
    asyncio.AbstractEventLoop, tuple[AsyncGenerator[aiohttp.ClientSession], aiohttp.ClientSession]
] = WeakKeyDictionary()


async def session_of_loop() -> aiohttp.ClientSession:
    """Return the client of the running loop."""
    loop = asyncio.get_running_loop()
    if loop not in _sessions:
        opening = _open_session()
        _sessions[loop] = (opening, await anext(opening))
    return _sessions[loop][1]


async def _open_session() -> AsyncGenerator[aiohttp.ClientSession]:
    """Yield a client for as long as its loop runs: what closes a loop ends its generators."""
    session = aiohttp.ClientSession(
        # How many calls are made at once is a turnstile's to say.
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=_IDLE_SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
        # What is sent is what is read: a small answer must not become a large one here.
        headers={"Accept-Encoding": "identity"},
        auto_decompress=False,
    )
    try:
        async with session:
            yield session
    finally:
        _sessions.pop(asyncio.get_running_loop(), None)


def find_proxy(url: str) -> str | None:
    """Return the proxy that the environment names for an address, if any.

    aiohttp would look there by itself, and then send what ``~/.netrc`` has for the host, too.
    """
    parts = urlsplit(url)
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.hostname or ""):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"
