"""What a Python file assigns, read without running it.

Called by ``framework_copy``. Only texts, and lists, tuples and mappings of them, are understood:
literals, names that were assigned before, sums, and a comprehension over a literal list. Whatever
else a file does is passed over, and nothing of it is ever executed or imported.
"""

import ast
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from insider.errors import InvalidSeedError, SeedProblem

Value: TypeAlias = "str | int | bool | list[Value] | dict[str, Value] | None"

_LONGEST = 1_000_000
_MOST_ITEMS = 1_000


class _NotUnderstoodError(Exception):
    """An expression is none of those that are read."""


def read_assigned(source: str, *, file: str) -> dict[str, Value]:
    """Return the values of a module's names, as far as they are understood.

    Args:
        source: The file's text.
        file: How problems name it.

    Raises:
        InvalidSeedError: It is no Python.
    """
    found: dict[str, Value] = {}
    for statement in _parse(source, file).body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            try:
                found |= dict(_bind(statement.targets[0], _value(statement.value, found)))
            except _NotUnderstoodError:
                continue
    return found


def read_choices(source: str, name: str, *, file: str) -> dict[str, str]:
    """Return the texts that a file assigns where a variable has a value.

    Such as ``{"short": "..."}`` of ``if name == "short": text = "..."``, in any function.

    Args:
        source: The file's text.
        name: The variable's.
        file: How problems name it.

    Raises:
        InvalidSeedError: It is no Python.
    """
    found: dict[str, str] = {}
    for node in ast.walk(_parse(source, file)):
        if isinstance(node, ast.If) and (value := _compared(node.test, name)) is not None:
            texts = [_text_of(each) for each in node.body]
            if (text := next((each for each in texts if each is not None), None)) is not None:
                found.setdefault(value, text)
    return found


def _parse(source: str, file: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        said = "this is no Python that can be read; is the copy whole?"
        raise InvalidSeedError([SeedProblem(file, error.lineno, said)]) from error
    except (ValueError, RecursionError, MemoryError) as error:
        said = "this file is nested too deeply to be read."
        raise InvalidSeedError([SeedProblem(file, None, said)]) from error


def _compared(test: ast.expr, name: str) -> str | None:
    match test:
        case ast.Compare(
            left=ast.Name(id=given), ops=[ast.Eq()], comparators=[ast.Constant(value=str(value))]
        ) if given == name:
            return value
        case _:
            return None


def _text_of(statement: ast.stmt) -> str | None:
    if not isinstance(statement, ast.Assign):
        return None
    try:
        value = _value(statement.value, {})
    except _NotUnderstoodError:
        return None
    return value if isinstance(value, str) else None


def _bind(target: ast.expr, value: Value) -> Iterator[tuple[str, Value]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple | ast.List) and isinstance(value, list):
        if len(target.elts) != len(value):
            raise _NotUnderstoodError
        for inner, each in zip(target.elts, value, strict=True):
            yield from _bind(inner, each)
    else:
        raise _NotUnderstoodError


def _value(node: ast.expr, known: Mapping[str, Value]) -> Value:
    try:
        return _understood(node, known)
    except RecursionError:
        raise _NotUnderstoodError from None


def _understood(node: ast.expr, known: Mapping[str, Value]) -> Value:
    match node:
        case ast.Constant(value=str() | int() | bool() | None as value):
            return value
        case ast.Name(id=name) if name in known:
            return known[name]
        case ast.List(elts=items) | ast.Tuple(elts=items) if len(items) <= _MOST_ITEMS:
            return [_understood(each, known) for each in items]
        case ast.Dict(keys=keys, values=values) if len(keys) <= _MOST_ITEMS:
            inside = [_understood(each, known) for each in values]
            return dict(zip(_texts(keys, known), inside, strict=True))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _sum(_understood(left, known), _understood(right, known))
        case ast.ListComp(elt=element, generators=[ast.comprehension(ifs=[]) as loop]):
            return _comprehended(element, loop, known)
        case _:
            raise _NotUnderstoodError


def _texts(keys: list[ast.expr | None], known: Mapping[str, Value]) -> Iterator[str]:
    for key in keys:
        value = None if key is None else _understood(key, known)
        if not isinstance(value, str):
            raise _NotUnderstoodError
        yield value


def _sum(left: Value, right: Value) -> str:
    if not isinstance(left, str) or not isinstance(right, str):
        raise _NotUnderstoodError
    if len(left) + len(right) > _LONGEST:
        raise _NotUnderstoodError
    return left + right


def _comprehended(
    element: ast.expr, loop: ast.comprehension, known: Mapping[str, Value]
) -> list[Value]:
    items = _understood(loop.iter, known)
    if not isinstance(items, list) or loop.is_async:
        raise _NotUnderstoodError
    return [_understood(element, {**known, **dict(_bind(loop.target, each))}) for each in items]
