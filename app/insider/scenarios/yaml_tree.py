"""YAML as plain values with the line of every one of them.

Called by whatever reads seed files. Built on the events of PyYAML's parser, which is in C where
its wheels are, and not on its loaders: so duplicate keys, anchors (which can blow up to any size),
tags and a second document are refused with their line, and nothing is ever constructed but text,
numbers, booleans, null, lists and mappings.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from insider.errors import InvalidSeedError, SeedProblem

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]

_PARSER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_MAX_DEPTH = 20
_OTHER_LINE_END = re.compile("[\x85\u2028\u2029]")
"""What old YAML takes for a line end, and no editor: a line could hide keys behind it."""
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{0,18}")
_CONSTANTS: Mapping[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class YamlTree:
    """A parsed document: its value, and where each part of it stands."""

    value: Plain
    lines: Mapping[Path, int]

    def line(self, *path: str | int) -> int | None:
        """Return the line of a part, or of the nearest part around it that there is."""
        for length in range(len(path), -1, -1):
            found = self.lines.get(path[:length])
            if found is not None:
                return found
        return None


# Reading hundreds of mails is most of what opening a seed takes, and whoever opens one again in
# the same process (pages, tests) has mostly the same texts.
@functools.lru_cache(maxsize=2048)
def parse_yaml(text: str, *, file: str, first_line: int = 1) -> YamlTree:
    """Parse one YAML document; the tree may be shared and must not be changed.

    Args:
        text: The document, whole.
        file: How problems name its file.
        first_line: The line at which it begins in that file.

    Raises:
        InvalidSeedError: It is no YAML, or uses what seed files must not.
    """
    builder = _Builder(file=file, offset=first_line)
    if (end := _OTHER_LINE_END.search(text)) is not None:
        builder.complain(
            first_line + text.count("\n", 0, end.start()),
            f"this line has a line end that nobody sees (U+{ord(end[0]):04X}); put a space there.",
        )
        raise InvalidSeedError(builder.problems)
    try:
        for event in yaml.parse(text, Loader=_PARSER):
            builder.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + mark.line if mark is not None else first_line
        builder.complain(line, f"this is not YAML: {_sentence(error.problem or error.context)}")
    except (YAMLError, ValueError, OverflowError) as error:
        builder.complain(first_line, f"this is not YAML: {_sentence(str(error))}")
    if builder.problems:
        raise InvalidSeedError(builder.problems)
    return YamlTree(value=builder.root, lines=builder.lines)


def _sentence(text: object) -> str:
    words = " ".join(str(text).split())[:200].rstrip(".")
    return f"{words}. Text with a colon, a # or a leading *, @, & belongs in quotes."


@dataclass(slots=True)
class _Open:
    path: Path
    value: list[Plain] | dict[str, Plain]
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    file: str
    offset: int
    root: Plain = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[SeedProblem] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _documents: int = 0

    def complain(self, line: int, message: str) -> None:
        self.problems.append(SeedProblem(self.file, line, message))

    def take(self, event: Event) -> None:
        line = self.offset + event.start_mark.line
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self.complain(line, "a second document begins here; a file holds one.")
        elif self._documents > 1:
            return
        elif isinstance(event, AliasEvent):
            self.complain(
                line, f"'*{event.anchor}' is an alias; put text that begins so in quotes."
            )
            self._put(None, line)
        elif isinstance(event, ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._refuse_marks(event, line)
            self._begin({} if isinstance(event, MappingStartEvent) else [], line)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._open.pop()

    def _refuse_marks(self, event: Event, line: int) -> None:
        if getattr(event, "anchor", None):
            self.complain(line, "anchors are not used here; put text that begins with & in quotes.")
        if (getattr(event, "tag", None) or "!") != "!":
            self.complain(line, "tags are not used here; put text that begins with ! in quotes.")

    def _scalar(self, event: ScalarEvent, line: int) -> None:
        self._refuse_marks(event, line)
        text = str(event.value)
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            if text in top.value:
                first = self.lines[(*top.path, text)]
                self.complain(line, f"'{text}' stands here twice; it is in line {first} already.")
            top.key = text
            self.lines[(*top.path, text)] = line
            return
        self._put(text if event.style else _plain(text), line)

    def _begin(self, value: list[Plain] | dict[str, Plain], line: int) -> None:
        if len(self._open) >= _MAX_DEPTH:
            raise ValueError(f"it is nested more than {_MAX_DEPTH} deep in line {line}")
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self.complain(line, "a key must be text; put it in quotes if it begins with [ or {.")
            top.key = f"\x00{line}"
        self._open.append(_Open(path=self._put(value, line), value=value))

    def _put(self, value: Plain, line: int) -> Path:
        top = self._open[-1] if self._open else None
        if top is None:
            self.root = value
            self.lines[()] = line
            return ()
        if isinstance(top.value, list):
            path: Path = (*top.path, len(top.value))
            top.value.append(value)
            self.lines[path] = line
            return path
        if top.key is None:  # an alias stands where a key should
            top.key = f"\x00{line}"
            return top.path
        path = (*top.path, top.key)
        top.value[top.key] = value
        self.lines.setdefault(path, line)
        top.key = None
        return path


def _plain(text: str) -> Plain:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def walk_text(
    value: Plain, path: Path = (), *, with_keys: bool = False
) -> Iterator[tuple[Path, str]]:
    """Yield every text in a value with its path, in order, and every key if that is asked for."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from walk_text(item, (*path, index), with_keys=with_keys)
    elif isinstance(value, dict):
        for key, item in value.items():
            if with_keys:
                yield (*path, key), key
            yield from walk_text(item, (*path, key), with_keys=with_keys)
