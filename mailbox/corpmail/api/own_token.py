"""Keeps a caller's token out of everything but its header.

Called before a request is looked at. Records, mail and logs keep what requests say, and a token
must be in none of them: a request that writes its own token is refused as a malformed one. Only
the token as it was issued is found; cut up or encoded on purpose, it is text like any other.
"""

from urllib.parse import unquote_to_bytes

from fastapi import Request
from fastapi.exceptions import RequestValidationError


def bearer_token(request: Request) -> str:
    """Return the token of a request; empty where it has none."""
    return request.headers.get("Authorization", "").partition(" ")[2].strip()


async def refuse_own_token(request: Request) -> None:
    """Let a request pass that holds its token in the Authorization header alone.

    Raises:
        RequestValidationError: It is written elsewhere too.
    """
    token = bearer_token(request).encode()
    written = {
        "path": request.scope["path"].encode("utf-8", "surrogateescape"),
        "query": unquote_to_bytes(request.scope["query_string"]),
        "header": request.headers.get("X-Request-Id", "").encode(),
        "body": await request.body(),
    }
    for place, content in written.items():
        if token and token in content:
            problem = "Your token is a secret, and belongs in the Authorization header alone"
            raise RequestValidationError([{"type": "own_token", "loc": (place,), "msg": problem}])
