"""Finds tool calls that a model wrote into its text in a form that nobody carries out.

Called by ``conduct`` for answers without a call: such text is a failure to call, and no words.
Nothing that is found here is ever called. What counts is a block of the text protocol, or the
exact name of an offered tool where a call has it: in a JSON object, in a tag, or at the beginning
of a line before a bracket. That words merely mention a tool is no call.
"""

import json
import re
from collections.abc import Collection

from alex.text_protocol import read_calls, visible_text

_MOST_OBJECTS = 200
"""Bounds the work that a text full of brackets makes."""


def holds_call(text: str, tools: Collection[str]) -> bool:
    """Return whether a model's visible text holds what is meant as a tool call.

    Args:
        text: Of one answer.
        tools: The names of the tools that there are.
    """
    said = visible_text(text)
    return bool(read_calls(said)) or _in_json(said, tools) or _in_form(said, tools)


def _in_json(text: str, tools: Collection[str]) -> bool:
    names: set[str] = set()

    def note(found: dict[str, object]) -> None:
        names.update(value for value in found.values() if isinstance(value, str))
        names.update(key for key, value in found.items() if value is None)

    # The hook sees inner objects too. It returns nothing, so a key whose value is None is one
    # that stands before an object: {"read_message": {...}}.
    decoder = json.JSONDecoder(strict=False, object_hook=note)
    position = text.find("{")
    for _ in range(_MOST_OBJECTS):
        if position < 0:
            break
        try:
            _, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            end = position + 1
        position = text.find("{", end)
    return not names.isdisjoint(tools)


def _in_form(text: str, tools: Collection[str]) -> bool:
    names = "|".join(map(re.escape, sorted(tools)))
    in_tag = rf"""<(?:[\w:-]+(?:=|\s[^<>]*?\bname\s*=\s*)["']?)?(?:{names})(?=[\s"'/>])[^<>]*>"""
    in_line = rf"^[ \t\[`*>-]*(?:\w+\.)?(?:{names})\("
    return re.search(f"{in_tag}|{in_line}", text, re.MULTILINE) is not None
