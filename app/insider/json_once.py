"""Reads JSON in which no field is given twice: of two, readers take the one or the other.

Called wherever somebody else's JSON decides something: answers of models, labels.
"""

import json
from collections.abc import Sequence


class RepeatedFieldError(ValueError):
    """An object has a field twice.

    Args:
        field: Its name.
    """

    def __init__(self, field: str) -> None:
        super().__init__("A field is given twice.")
        self.field = field


def read_json(text: str | bytes) -> object:
    """Return the value that a JSON text is.

    Raises:
        RepeatedFieldError: An object in it has a field twice.
        ValueError: It is no JSON.
        RecursionError: It is nested too deep.
    """
    value: object = json.loads(text, object_pairs_hook=_without_repetition)
    return value


def without_fence(text: str) -> str:
    """Return what a model wrote as JSON without the code fence around it, if it has one."""
    lines = text.strip().splitlines()
    if len(lines) > 2 and lines[0].strip() in ("```", "```json") and lines[-1].strip() == "```":
        lines = lines[1:-1]
    return "\n".join(lines)


def read_fenced_json(text: str) -> object:
    """Return the value that a JSON text is, in a code fence at most.

    Raises:
        RepeatedFieldError: An object in it has a field twice.
        ValueError: It is no JSON.
        RecursionError: It is nested too deep.
    """
    return read_json(without_fence(text))


def _without_repetition(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise RepeatedFieldError(name)
        found[name] = value
    return found
