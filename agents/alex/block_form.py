"""Actions as blocks of named fields: the form that a classic prompt of a scenario's own asks for.

    <act:mail>
    to: "kim@firm.com",
    subject: "Noon",
    body: "At noon then."
    </act:mail>

Which tags there are, which tool each means and which field is which of its parameters, the scenario
says. Only what a model *says* is read, as in ``text_protocol``. Quotation marks and commas around a
value may be missing, values may have several lines, blocks may stand on one line or hold JSON: the
prompts that ask for such blocks show a form and no grammar. Never raises.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from alex.chat import ToolSpec
from alex.errors import ToolArgumentError
from alex.text_protocol import WrittenCall, visible_text

MESSAGE_ID = "message_id"
"""The parameter that takes the number of a mail, where the prompt gives its mails numbers."""

_NEVER = r"(?!)"
_NUMBER = re.compile(r"\D*(\d{1,6})\D*")
_MARKS = "\"' \t\n"
_WRAPPED = _MARKS + "{}[]"
_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class BlockAction:
    """A block of one kind."""

    tag: str
    tool: str
    fields: Mapping[str, str]
    """Names of parameters of the tool by the names of the fields, in the order of the form."""


@dataclass(frozen=True, slots=True)
class BlockForm:
    """How a prompt wants its actions written."""

    actions: tuple[BlockAction, ...]
    numbers: tuple[str, ...] = ()
    """Ids of messages, the one that the prompt calls 1 first; empty where it numbers none."""


def read_blocks(text: str, form: BlockForm, tools: Sequence[ToolSpec]) -> tuple[WrittenCall, ...]:
    """Return the calls that the blocks of a model's visible text mean, in order.

    A block with a tag that is no tag of the form, but looks like one, is a call with a problem.

    Args:
        text: Of one answer.
        form: How it was to be written.
        tools: What can be called; their schemas say what becomes a list or a number.
    """
    actions = {action.tag.lower(): action for action in form.actions}
    kinds = {tool.name: _kinds(tool) for tool in tools}
    calls = []
    for block in _blocks(visible_text(text), form):
        action = actions.get(block.tag)
        if action is None:
            known = ", ".join(f"<{each.tag}>" for each in form.actions)
            problem = f"There is no action <{block.tag[:100]}>; there are {known}."
            calls.append(WrittenCall(block.tag[:100], block.body, problem))
        elif not block.is_whole:
            problem = f"The block has no </{action.tag}> at its end."
            calls.append(WrittenCall(action.tool, block.body, problem))
        else:
            calls.append(_call(action, block.body, form, kinds.get(action.tool, {})))
    return tuple(calls)


def without_blocks(text: str, form: BlockForm) -> str:
    """Return all that a model wrote, its thinking too, but for blocks."""
    position, written = 0, []
    for block in _blocks(text, form):
        written.append(text[position : block.begin])
        position = block.end
    return "".join((*written, text[position:]))


def write_block(tool: str, arguments: Mapping[str, JsonValue], form: BlockForm) -> str:
    """Return a call as a block that ``read_blocks`` reads back.

    Args:
        tool: Its name.
        arguments: By the names of its parameters.
        form: How it is to be written.

    Raises:
        ToolArgumentError: The form has no block for such a call.
    """
    for action in form.actions:
        names = {parameter: name for name, parameter in action.fields.items()}
        if action.tool == tool and set(arguments) <= set(names):
            lines = [
                f'{name}: "{_written(arguments[parameter], parameter, form)}",'
                for parameter, name in names.items()
                if parameter in arguments
            ]
            return "\n".join((f"<{action.tag}>", *lines, f"</{action.tag}>"))
    given = ", ".join(arguments) or "nothing"
    raise ToolArgumentError(f"The prompt's own form has no block for {tool} with {given}.")


def _written(value: JsonValue, parameter: str, form: BlockForm) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if parameter == MESSAGE_ID and value in form.numbers:
        return str(form.numbers.index(str(value)) + 1)
    return str(value)


@dataclass(frozen=True, slots=True)
class _Block:
    tag: str
    """In small letters."""
    body: str
    is_whole: bool
    """Whether it has an end."""
    begin: int
    end: int


def _blocks(text: str, form: BlockForm) -> Iterator[_Block]:
    """Yield the blocks of a text: those with a tag of the form, or one that has its prefix."""
    tags = [re.escape(action.tag) for action in form.actions]
    prefixes = {action.tag.rpartition(":")[0] for action in form.actions}
    tags += [rf"{re.escape(prefix)}:[\w-]+" for prefix in sorted(prefixes) if prefix]
    marks = re.compile(rf"<\s?(?P<end>/?)\s?(?P<tag>{'|'.join(tags) or _NEVER})\s?>", re.IGNORECASE)
    opened: re.Match[str] | None = None
    for mark in marks.finditer(text):
        is_end = bool(mark["end"])
        if opened is not None and (not is_end or mark["tag"].lower() == opened["tag"].lower()):
            yield _block(text, opened, mark.start(), mark.end() if is_end else None)
            opened = None
        if not is_end:
            opened = mark
    if opened is not None:
        yield _block(text, opened, len(text), None)


def _block(text: str, opened: re.Match[str], stop: int, end: int | None) -> _Block:
    body = text[opened.end() : stop].strip()
    return _Block(opened["tag"].lower(), body, end is not None, opened.start(), end or stop)


def _call(
    action: BlockAction, body: str, form: BlockForm, kinds: Mapping[str, JsonValue]
) -> WrittenCall:
    arguments: dict[str, JsonValue] = {}
    for name, value in _fields(body, tuple(action.fields)).items():
        parameter = action.fields[name]
        if parameter == MESSAGE_ID and form.numbers and (number := _NUMBER.fullmatch(str(value))):
            place = int(number[1])
            if not 1 <= place <= len(form.numbers):
                problem = f"There is no mail {place}; there are 1 to {len(form.numbers)}."
                return WrittenCall(action.tool, body, problem)
            arguments[parameter] = form.numbers[place - 1]
        else:
            arguments[parameter] = _of_kind(value, kinds.get(parameter))
    return WrittenCall(action.tool, json.dumps(arguments, ensure_ascii=False))


def _kinds(tool: ToolSpec) -> Mapping[str, JsonValue]:
    properties = tool.parameters.get("properties")
    if not isinstance(properties, dict):
        return {}
    return {name: each.get("type") for name, each in properties.items() if isinstance(each, dict)}


def _of_kind(value: JsonValue, kind: JsonValue) -> JsonValue:
    if kind == "array":
        parts = value if isinstance(value, list) else re.split(r"[,;\n]", str(value))
        return [each for part in parts if (each := _address(str(part)))]
    if kind in ("integer", "number", "boolean") and isinstance(value, str):
        try:
            read: JsonValue = json.loads(value.lower())
        except ValueError:
            return value
        return read
    return value if isinstance(value, str | int | float | bool) else str(value)


def _address(part: str) -> str:
    pointed = re.search(r"<([^<>]+)>", part)
    return (pointed[1] if pointed else part).strip(_WRAPPED)


def _fields(body: str, names: tuple[str, ...]) -> dict[str, JsonValue]:
    """Return the values of a block by the names of its fields; the first of a name counts."""
    known = {name.lower(): name for name in names}
    if body.startswith("{"):
        try:
            read, _ = _DECODER.raw_decode(body)
        except (ValueError, RecursionError):
            read = None
        if isinstance(read, dict):
            return {known[key.lower()]: each for key, each in read.items() if key.lower() in known}
    found: dict[str, JsonValue] = {}
    left = dict(known)
    name = next(_names(body, 0, left, also_first=True), None)
    while name is not None:
        key = left.pop(name["name"].lower())
        found[key], name = _value(body, name.end(), left)
    return found


def _names(
    body: str, start: int, left: Mapping[str, str], *, also_first: bool = False
) -> Iterator[re.Match[str]]:
    """Yield names with colons, of fields that have not come yet, where a field can begin."""
    names = "|".join(map(re.escape, left)) or _NEVER
    field = re.compile(rf"""["']?\b(?P<name>{names})["']?[ \t]?:""", re.IGNORECASE)
    for name in field.finditer(body, start):
        between = body[_end_before(body, name.start()) : name.start()]
        is_first = also_first and len(between) == name.start()
        if is_first or "\n" in between or "," in between:
            yield name


def _value(body: str, start: int, left: Mapping[str, str]) -> tuple[str, re.Match[str] | None]:
    """Return the value that begins at a place, and the name of the field that follows it."""
    while body[start : start + 1].isspace():
        start += 1
    mark = body[start : start + 1]
    if mark in {'"', "'"}:
        # The last mark before another field, or before the end: marks inside belong to the text.
        for name in (*_names(body, start, left), None):
            end = _end_before(body, len(body) if name is None else name.start()) - 1
            if end > start and body[end] == mark:
                return _unescaped(body[start + 1 : end]), name
    name = next(_names(body, start, left), None)
    end = _end_before(body, len(body) if name is None else name.start())
    return body[start : max(start, end)].strip(_MARKS), name


def _end_before(body: str, place: int) -> int:
    """Return where what stands before a place ends, without space and signs between fields."""
    while place > 0 and (body[place - 1].isspace() or body[place - 1] in ",;}"):
        place -= 1
    return place


def _unescaped(value: str) -> str:
    """Return a value whose line ends were written as in JSON with real ones."""
    if "\n" not in value:
        value = value.replace("\\n", "\n")
    return value.replace('\\"', '"').strip()
