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


def _without_repetition(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise RepeatedFieldError(name)
        found[name] = value
    return found
