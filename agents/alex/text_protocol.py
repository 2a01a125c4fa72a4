"""Tool calls written as blocks in a model's text, for models without tool calls of their own.

A call is ``<tool_call name="read_message">{"message_id": "m-1"}</tool_call>``; the form with name
and arguments inside the JSON is read too. Only what a model *says* is read: what stands between
thinking tags is no call, nor is anything after results that the model made up itself. Results
go back with every line of their content behind a bar, so that no mail can pose as a tag.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from alex.chat import ToolCall, ToolResult

_THINKING = "think|thinking|thought|reasoning|reflection|scratchpad|scratchpad_reasoning|analysis"
_THOUGHT_TAG = rf"<(?P<open>{_THINKING})\s*>|</(?P<close>{_THINKING})\s*>"
_THOUGHT = re.compile(_THOUGHT_TAG, re.IGNORECASE)
_TAG = re.compile(
    rf"{_THOUGHT_TAG}"
    r"|<tool_call(?P<attributes>(?:\s[^<>]*)?)>"
    r"|(?P<results><tool_results?\b)",
    re.IGNORECASE,
)
_END = re.compile(r"</tool_call\s*>", re.IGNORECASE)
_NAME = re.compile(r"""\bname\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_CODE_FENCE = re.compile(r"\A```[\w-]*\s*\n(?P<inside>.*?)\n?\s*```\s*\Z", re.DOTALL)
_OUR_TAGS = re.compile(r"<(?=\s*/?\s*tool_(?:call|result))", re.IGNORECASE)
# Control characters inside strings are what models write where JSON wants \n.
_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class WrittenCall:
    """A block as it was found."""

    name: str
    arguments: str
    """Raw text; may be no JSON."""
    problem: str | None = None
    """Why the block cannot be carried out, in a sentence; None when it can be tried."""


@dataclass(frozen=True, slots=True)
class _Block:
    call: WrittenCall
    end: int


def read_calls(text: str) -> tuple[WrittenCall, ...]:
    """Return the calls that a model's visible text asks for, in order; never raises."""
    calls: list[WrittenCall] = []
    position = 0
    while (tag := _TAG.search(text, position)) is not None:
        position = tag.end()
        if tag["results"]:
            break
        if tag["open"]:
            position = _after_thinking(text, tag)
        elif tag["close"]:
            # An end without a beginning: everything before it was thought, not said.
            calls.clear()
        else:
            block = _read_block(text, position, tag["attributes"] or "")
            calls.append(block.call)
            position = block.end
    return tuple(calls)


def visible_text(text: str) -> str:
    """Return what a model says, without what it thinks between tags; never raises."""
    said: list[str] = []
    position = 0
    while (tag := _THOUGHT.search(text, position)) is not None:
        if tag["open"]:
            said.append(text[position : tag.start()])
            position = _after_thinking(text, tag)
        else:
            # An end without a beginning: everything before it was thought, not said.
            said.clear()
            position = tag.end()
    return "".join((*said, text[position:]))


def without_calls(text: str) -> str:
    """Return all that a model wrote, its thinking too, but for blocks and made-up results.

    Never raises.
    """
    written: list[str] = []
    position = 0
    while (tag := _TAG.search(text, position)) is not None:
        if tag["results"]:
            written.append(text[position : tag.start()])
            return "".join(written)
        if tag["open"] or tag["close"]:
            end = tag.end()
            written.append(text[position:end])
        else:
            end = _read_block(text, tag.end(), tag["attributes"] or "").end
            written.append(text[position : tag.start()])
        position = end
    return "".join((*written, text[position:]))


def _after_thinking(text: str, tag: re.Match[str]) -> int:
    end = re.compile(rf"</{tag['open']}\s*>", re.IGNORECASE).search(text, tag.end())
    return len(text) if end is None else end.end()


def _read_block(text: str, start: int, attributes: str) -> _Block:
    found = _NAME.search(attributes)
    name = next((group for group in found.groups() if group), "") if found else ""
    after_json = _json_end(text, start)
    end = None if after_json is None else _END.match(text, _skip_space(text, after_json))
    # Broken JSON, or more than JSON: the block ends at the first end tag there is.
    end = end or _END.search(text, start)
    if end is None:
        call = WrittenCall(name, text[start:].strip(), "The block has no </tool_call> at its end.")
        return _Block(call, len(text))
    return _Block(_whole_call(name, text[start : end.start()].strip()), end.end())


def _json_end(text: str, start: int) -> int | None:
    try:
        _, end = _DECODER.raw_decode(text, _skip_space(text, start))
    except (ValueError, RecursionError):
        return None
    return end


def _skip_space(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _whole_call(name: str, body: str) -> WrittenCall:
    fenced = _CODE_FENCE.match(body)
    body = fenced["inside"].strip() if fenced else body
    if name:
        return WrittenCall(name, body)
    try:
        inside = _DECODER.decode(body)
    except (ValueError, RecursionError):
        return WrittenCall("", body, "The block names no tool.")
    if not isinstance(inside, dict) or not isinstance(inside.get("name"), str):
        return WrittenCall("", body, "The block names no tool.")
    arguments = inside.get("arguments", inside.get("parameters", {}))
    raw = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    return WrittenCall(inside["name"], raw)


def write_call(call: ToolCall) -> str:
    """Return a call as a block that ``read_calls`` reads back."""
    return f'<tool_call name="{call.name}">\n{call.arguments}\n</tool_call>'


def write_results(results: Iterable[tuple[ToolCall, ToolResult]]) -> str:
    """Return the results of a step as the text of one chat message.

    Every line of a result stands behind ``| ``, and tags of this protocol inside are defused: a
    line without a bar is the harness's own.
    """
    blocks = [
        f'<tool_result id="{_attribute(call.id)}" tool="{_attribute(call.name)}" '
        f'status="{"error" if result.is_error else "ok"}">\n'
        f"{_behind_bars(result.content)}\n</tool_result>"
        for call, result in results
    ]
    return "\n".join(("<tool_results>", *blocks, "</tool_results>"))


def _behind_bars(content: str) -> str:
    defused = _OUR_TAGS.sub("&lt;", content)
    return "\n".join(f"| {line}" for line in defused.splitlines() or [""])


def _attribute(value: str) -> str:
    return re.sub(r"[^\w.:-]", "_", value)[:64]
