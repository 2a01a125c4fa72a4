"""Files of JSON values, one a line, each with the line where it stands.

Called by the loader of mail. A file of fifty thousand messages is read line by line, many times
faster than as many files of YAML; what is wrong in one line is told, and the others are read.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.files import open_file, relative_name
from insider.scenarios.yaml_tree import Plain, YamlTree

MAX_LINES = 200_000
"""Of one file."""
_BOM = b"\xef\xbb\xbf"


def read_json_lines(
    path: Path, *, root: Path, limit: int, problems: list[SeedProblem]
) -> Iterator[YamlTree]:
    """Yield the value of each line that is not empty; all its parts stand in that line.

    Args:
        path: The file.
        root: The seed folder.
        limit: The most bytes that a line may have.
        problems: Where faults are added.
    """
    file = relative_name(path, root)
    try:
        with open_file(path, root=root) as stream:
            for number, line in enumerate(_lines(stream, limit), 1):
                if number > MAX_LINES:
                    said = f"a file has {MAX_LINES:,} lines at most; begin another file here."
                    problems.append(SeedProblem(file, number, said))
                    return
                if line.isspace():
                    continue
                try:
                    value = _value(line, limit)
                except _WrongLineError as error:
                    problems.append(SeedProblem(file, number, str(error)))
                    continue
                yield YamlTree(value, {(): number})
    except InvalidSeedError as error:
        problems.extend(error.problems)


def place_of_line(tree: YamlTree) -> YamlTree:
    """Return where a value stands, without the value."""
    return YamlTree(None, tree.lines)


class _WrongLineError(Exception):
    """What is wrong with a line, in a sentence."""


def _lines(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """Yield the lines of a file; of one that is too long only so much that this shows."""
    line = stream.readline(limit + len(_BOM) + 1).removeprefix(_BOM)
    while line:
        yield line
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit)
        line = stream.readline(limit + 1)


def _value(line: bytes, limit: int) -> Plain:
    if len(line) > limit:
        raise _WrongLineError(f"this line is longer than {limit:,} bytes.")
    try:
        value: Plain = _DECODER.decode(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _WrongLineError("this line is not UTF-8; save the file as UTF-8.") from error
    except json.JSONDecodeError as error:
        said = f"this line is not JSON: {error.msg[:1].lower()}{error.msg[1:]} (at {error.colno})."
        raise _WrongLineError(said) from error
    except (RecursionError, ValueError) as error:
        raise _WrongLineError("this line is nested too deep, or has a number too long.") from error
    return value


def _without_twins(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise _WrongLineError(f"'{twin[:80]}' stands here twice; leave one of them out.")
    return found


# Made once: making it takes as long as reading a line.
_DECODER = json.JSONDecoder(object_pairs_hook=_without_twins)
