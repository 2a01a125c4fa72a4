"""What is wrong with a value that an author wrote, in words that need no Python.

Called by ``written``, which says where the value stands.
"""

from collections.abc import Mapping

from pydantic_core import ErrorDetails

from insider.scenarios.spelling import spell
from insider.visible import shorten

_SHOWN = 100
_UNQUOTED = (bool, int, float)
_LIST = "must be a list, such as [first, second]"
_FIELDS = "must be fields with values, such as 'name: value'"
_BOOLEAN = "must be true or false, without quotes"
_INTEGER = "must be a whole number, without quotes"
_WORDS: Mapping[str, str] = {
    "string_type": "must be text",
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _FIELDS,
    "model_type": _FIELDS,
    "model_attributes_type": _FIELDS,
    "bool_type": _BOOLEAN,
    "bool_parsing": _BOOLEAN,
    "int_type": _INTEGER,
    "int_parsing": _INTEGER,
    "int_from_float": _INTEGER,
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "string_too_short": "needs {min_length} characters at least",
    "string_too_long": "has too many characters; {max_length:,} are the most",
    "too_short": "needs {min_length} entries at least",
}
"""By pydantic's name of the fault; with what it says of the bounds."""


def describe_fault(error: ErrorDetails) -> str:
    """Return what a value must be, or must not, as it follows the value's name."""
    kind, given, bounds = error["type"], error["input"], error.get("ctx", {})
    if kind == "string_type" and isinstance(given, _UNQUOTED):
        return f" must be text; put {given!r} in quotes"
    if kind == "string_pattern_mismatch":
        return f" cannot be '{shorten(str(given), _SHOWN)}': {spell(bounds['pattern'])}"
    if kind in ("string_too_short", "too_short") and bounds["min_length"] == 1:
        return " must not be empty"
    if kind == "too_long":
        had = f"{bounds['actual_length']:,}" if bounds["actual_length"] else "more"
        return f" has {had} entries; {bounds['max_length']:,} are the most"
    if kind in _WORDS:
        return f" {_WORDS[kind].format(**bounds)}"
    said = error["msg"].removeprefix("Value error, ")
    return f": {said}" if said != error["msg"] else f": {said[:1].lower()}{said[1:]}"
