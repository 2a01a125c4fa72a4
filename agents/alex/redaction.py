"""Takes API keys out of what is kept or shown.

Called for all that a provider says. A key may come from where we never see it: LiteLLM reads the
provider's own environment variable. So the values of all variables that are named like secrets go,
beside the given key. From the words of a failure, which are for people, everything that has the
shape of a key goes too; from an answer nothing else does, since it is what the model did.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
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
"""Shorter ones are words such as ``none``, and would tear holes into every text."""


def redact(text: str, *, api_key: str | None, environment: Mapping[str, str]) -> str:
    """Return what is said of a failure, without keys.

    Args:
        text: As the provider wrote it.
        api_key: The one that was given, of any length.
        environment: The variables that a provider's key may have come from.
    """
    given = (api_key or "").strip()
    text = _without(text, _written([*_secrets(environment), *([given] if given else [])]))
    return _SHAPES.sub(REDACTED, text)


def find_keys(*, api_key: str | None, environment: Mapping[str, str]) -> Sequence[str]:
    """Return all forms in which an answer may hold a key that is known, for ``remove_keys``.

    Args:
        api_key: The one that was given. A short one is what servers without keys are given, such
            as ``none``: it is a word, and stays in answers.
        environment: The variables that a provider's key may have come from.
    """
    given = (api_key or "").strip()
    return _written([*_secrets(environment), *([given] if len(given) >= _SHORTEST_VALUE else [])])


def remove_keys(answer: Mapping[str, object], keys: Sequence[str]) -> dict[str, object]:
    """Return a provider's answer with no key in any of its texts; all else is as it was.

    Args:
        answer: JSON values.
        keys: Made by ``find_keys``.
    """
    return {_without(name, keys): _removed(value, keys) for name, value in answer.items()}


def _removed(value: object, keys: Sequence[str]) -> object:
    if isinstance(value, str):
        return _without(value, keys)
    if isinstance(value, Mapping):
        return remove_keys(value, keys)
    if isinstance(value, list):
        return [_removed(item, keys) for item in value]
    return value


def _without(text: str, keys: Sequence[str]) -> str:
    for key in keys:
        text = text.replace(key, REDACTED)
    return text


def _secrets(environment: Mapping[str, str]) -> Iterator[str]:
    # Reading all values of a process's environment takes longer than the rest of an answer.
    for name in environment:
        if name.upper().endswith(_SECRET_NAMES):
            value = environment[name].strip()
            if len(value) >= _SHORTEST_VALUE:
                yield value


def _written(secrets: Sequence[str]) -> Sequence[str]:
    """Return every secret in each of the forms in which a text may hold it."""
    forms: set[str] = set()
    for secret in secrets:
        in_json = json.dumps(secret)[1:-1]
        forms |= {secret, in_json, in_json.replace("/", "\\/"), quote(secret, safe="")}
    # The longest first: one key may begin with another.
    return sorted(forms, key=len, reverse=True)
