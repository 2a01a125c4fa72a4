"""JSON in ASCII, so that nothing that a mail may hold makes an answer fail.

A lone surrogate, which no UTF-8 text can hold, is an escape of JSON's own there.
"""

import json

from fastapi.responses import JSONResponse


class AsciiResponse(JSONResponse):
    """A JSON answer of the operator's endpoints."""

    def render(self, content: object) -> bytes:
        """Return the body."""
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode("ascii")
