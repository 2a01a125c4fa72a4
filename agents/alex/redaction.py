"""Takes API keys out of texts that are kept or shown.

Called for what a provider says of a failure. A key may come from where we never see it: LiteLLM
reads the provider's own environment variable. So the values of all variables that are named like
secrets go, beside the given key and everything that has the shape of one.
"""

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

REDACTED = "[key]"
_SHAPES = re.compile(
    r"\b(?:sk|pk|rk|gsk|xai|hf)[-_][\w\-*.]{6,}|\bAIza[\w-]{10,}"
    r"|(?<=Bearer )[^\s\"',}]+|(?<=[?&]key=)[^\s&\"']+",
    re.IGNORECASE,
)
# _API_KEY and _SECRET_ACCESS_KEY end in _KEY as well.
_SECRET_NAMES = ("_KEY", "_TOKEN", "_SECRET")
_SHORTEST_VALUE = 8
"""Shorter ones are words such as ``none``, and would tear holes into every message."""


def redact(text: str, *, api_key: str | None, environment: Mapping[str, str]) -> str:
    """Return a text without keys.

    Args:
        text: As the provider wrote it.
        api_key: The one that was given, of any length.
        environment: The variables that a provider's key may have come from.
    """
    # The longest first: one key may begin with another.
    for written in sorted(set(_written(api_key, environment)), key=len, reverse=True):
        text = text.replace(written, REDACTED)
    return _SHAPES.sub(REDACTED, text)


def _written(api_key: str | None, environment: Mapping[str, str]) -> Iterator[str]:
    """Give every secret in each of the forms in which a message may hold it."""
    secrets = [
        value.strip()
        for name, value in environment.items()
        if name.upper().endswith(_SECRET_NAMES) and len(value.strip()) >= _SHORTEST_VALUE
    ]
    for secret in (*secrets, (api_key or "").strip()):
        if secret:
            in_json = json.dumps(secret)[1:-1]
            yield from (secret, in_json, in_json.replace("/", "\\/"), quote(secret, safe=""))
