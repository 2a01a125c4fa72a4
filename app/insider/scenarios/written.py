"""What an author wrote, validated, and still knowing its file and lines.

Called by every loader of seed files: a YAML tree becomes a frozen model, and each fault that
pydantic finds becomes a sentence with the line where it stands.
"""

import difflib
import re
from collections.abc import Iterable, Sized
from dataclasses import dataclass
from types import NoneType
from typing import ClassVar, Generic, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError
from pydantic_core import ErrorDetails

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.value_faults import describe_fault
from insider.scenarios.yaml_tree import YamlTree, walk_text
from insider.visible import shorten

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""All but tab and line end."""
_MOST_NEIGHBOURS = 3_000
_SHOWN = 100
_MOST_TOLD = 500
"""Faults of one file: more are one mistake, and each takes time to be put into words."""


class WrittenModel(BaseModel):
    """Base of everything that authors write: frozen, no unknown fields."""

    # What stands under a field is what an editor says of it.
    # Each is built when it is first needed: most commands need few.
    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, use_attribute_docstrings=True
    )

    takes_control_characters: ClassVar[bool] = False
    """Whether its texts may have any: what an agent does in a script may be hostile on purpose."""


ModelT = TypeVar("ModelT", bound=WrittenModel)


@dataclass(frozen=True, slots=True)
class Written(Generic[ModelT]):
    """A validated model with its place in a file."""

    value: ModelT
    file: str
    tree: YamlTree
    at: tuple[str | int, ...] = ()
    """Where the model begins inside the tree."""

    @property
    def part(self) -> JsonValue:
        """The part of the tree that the model was made of."""
        return _part(self.tree, self.at)

    def problem(self, message: str, *path: str | int, code: str = "format") -> SeedProblem:
        """Return a problem at one of the model's fields, or at the model itself."""
        return SeedProblem(self.file, self.tree.line(*self.at, *path), message, code)


def validate(
    model: type[ModelT], tree: YamlTree, *, file: str, at: tuple[str | int, ...] = ()
) -> Written[ModelT]:
    """Make a model of a tree, or of the part of it at a path.

    Raises:
        InvalidSeedError: With every fault that was found.
    """
    part = _part(tree, at)
    if not isinstance(part, dict):
        said = "fields with values ('name: value')"
        raise InvalidSeedError([SeedProblem(file, tree.line(*at), f"{said} are expected here.")])
    if not model.takes_control_characters:
        _refuse_control_characters(part, tree, file=file, at=at)
    try:
        return Written(model.model_validate(part), file, tree, at)
    except ValidationError as error:
        errors = _without_echoes(error.errors(), tree, at)
        problems = [
            SeedProblem(file, tree.line(*at, *each["loc"]), _sentence(model, each))
            for each in errors[:_MOST_TOLD]
        ]
        if len(errors) > _MOST_TOLD:
            said = f"{len(errors) - _MOST_TOLD:,} more faults in this file are not told."
            problems.append(SeedProblem(file, None, said))
        raise InvalidSeedError(problems) from error


def _refuse_control_characters(
    part: JsonValue, tree: YamlTree, *, file: str, at: tuple[str | int, ...]
) -> None:
    """Refuse what an escape in quotes can put where the file itself has none.

    Raises:
        InvalidSeedError: With every text that has one.
    """
    if not _has_control_character(part):
        return
    said = "this text has a control character or half a character; remove it."
    lines = {
        tree.line(*at, *path)
        for path, text in walk_text(part, with_keys=True)
        if _CONTROL.search(text)
    }
    raise InvalidSeedError([SeedProblem(file, line, said) for line in lines])


def _has_control_character(part: JsonValue) -> bool:
    """Tell whether any text or key has one, in a fraction of the time that finding it takes."""
    waiting = [part]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if _CONTROL.search(value):
                return True
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            waiting.extend(value)
            waiting.extend(value.values())
    return False


def _part(tree: YamlTree, at: tuple[str | int, ...]) -> JsonValue:
    part = tree.value
    for step in at:
        part = part[step]  # type: ignore[index]  # the caller walked this path
    return part


def nearest(wanted: str, known: Iterable[str]) -> str:
    """Return a clause that names the nearest known word, or nothing when none is near.

    Among thousands nothing is looked for: each look would take longer than reading a file.
    """
    if isinstance(known, Sized) and len(known) > _MOST_NEIGHBOURS:
        return "."
    found = difflib.get_close_matches(wanted, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean '{found[0]}'?" if found else "."


def _without_echoes(
    errors: list[ErrorDetails], tree: YamlTree, at: tuple[str | int, ...]
) -> list[ErrorDetails]:
    """Drop second complaints: of a value with several types, of a list with a bad item.

    Where each stands is told without pydantic's names of types, which are no part of the file.
    """
    kept: dict[tuple[str | int, ...], ErrorDetails] = {}
    for error in errors:
        loc: tuple[str | int, ...] = ()
        for part in error["loc"]:
            if not _is_type_name(part) or (*at, *loc, part) in tree.lines:
                loc = (*loc, part)
        kept.setdefault(loc, {**error, "loc": loc})
    around = {loc[:length] for loc in kept for length in range(len(loc))}
    return [error for loc, error in kept.items() if loc not in around]


def _is_type_name(part: str | int) -> bool:
    return isinstance(part, str) and (
        part in {"str", "bool", "int"} or part.startswith("constrained-") or "[" in part
    )


def _sentence(model: type[BaseModel], error: ErrorDetails) -> str:
    loc = error["loc"]
    name = shorten(".".join(str(part) for part in loc), _SHOWN)
    match error["type"]:
        case "missing":
            return f"the field '{loc[-1]}' is missing."
        case "extra_forbidden":
            return _unknown_field(model, error)
        case "literal_error" | "enum":
            return f"'{name}' must be {error['ctx']['expected']}{_nearest_of(error)}"
        case _:
            said = describe_fault(error)
            return f"'{name}'{said}." if loc else f"{said.removeprefix(': ')}."


def _unknown_field(model: type[BaseModel], error: ErrorDetails) -> str:
    loc = error["loc"]
    if error["input"] is None and " " in str(loc[-1]).strip():
        return f"'{loc[-1]}' reads as a field; text with a comma inside {{…}} needs quotes."
    around = _model_at(model, loc[:-1])
    known = _field_names(around) if around is not None else []
    hint = nearest(str(loc[-1]), known)
    if hint == "." and known:
        hint = f"; known are {', '.join(known)}."
    return f"there is no field '{loc[-1]}' here{hint}"


def _nearest_of(error: ErrorDetails) -> str:
    """Return a clause that names the nearest of the values that a field may have."""
    known = re.findall(r"'([^']*)'", str(error["ctx"]["expected"]))
    return nearest(str(error["input"]), known) if isinstance(error["input"], str) else "."


def _field_names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> type[BaseModel] | None:
    """Return the model that stands at a place, however lists and choices wrap it."""
    around: object = model
    for part in loc:
        inner = _inner_model(around)
        if inner is None:
            return None
        if isinstance(part, int) or get_origin(around) is dict:
            around = inner
        elif not _is_type_name(part):
            fields = {each.alias or key: each for key, each in inner.model_fields.items()}
            if part not in fields:
                return None
            around = fields[part].annotation
    return _inner_model(around)


def _inner_model(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in get_args(annotation):
        if inner is not NoneType:
            found = _inner_model(inner)
            if found is not None:
                return found
    return None
