"""JSON in ASCII, so that nothing that a mail may hold makes an answer fail.

A lone surrogate, which no UTF-8 text can hold, is an escape of JSON's own there.
"""

import json
from typing import Any

from fastapi.responses import JSONResponse


class AsciiResponse(JSONResponse):
    """A JSON answer of the operator's endpoints."""

    def render(self, content: object) -> bytes:
        """Return the body."""
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode("ascii")


def answers(example: object, status: int = 200, **more: object) -> dict[int | str, dict[str, Any]]:
    """Return what the OpenAPI document says of an answer that is a success.

    Args:
        example: A body of it.
        status: Its status.
        more: What else is to be said: a description, headers.
    """
    # As text, so that what is null in it stays (``document``).
    media = {"application/json": {"example": json.dumps(example)}}
    return {status: {"content": media, **more}}
