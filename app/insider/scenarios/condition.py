"""What is said under some conditions only, and conditions as people type them.

Called by every reader of seed files and by the renderer. Which conditions there are is ``grid``'s.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, Field

from insider.errors import ConditionError
from insider.scenarios.written import WrittenModel, nearest

Factor = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$", max_length=64)]
FactorValue = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$", max_length=64)]
Factors = Mapping[str, tuple[str, ...]]
"""Factors with their values, in the order of the files."""


def _as_list(value: object) -> object:
    return (
        {key: [each] if isinstance(each, str) else each for key, each in value.items()}
        if (isinstance(value, dict))
        else value
    )


_Values = Annotated[tuple[str, ...], Field(min_length=1)]
When = Annotated[
    dict[str, _Values],
    BeforeValidator(_as_list, json_schema_input_type=dict[str, str | _Values]),
]
"""Factors with the values under which something holds; empty means always."""


class Fragment(WrittenModel):
    """A text that some conditions have."""

    when: When = Field(default_factory=dict)
    text: Annotated[str, Field(min_length=1)]


class Choice(WrittenModel):
    """A yes or no that some conditions have."""

    when: When = Field(default_factory=dict)
    value: bool


ChoiceT = TypeVar("ChoiceT", Fragment, Choice)


def matches(when: Mapping[str, tuple[str, ...]], condition: Mapping[str, str]) -> bool:
    """Tell whether every factor that ``when`` names has one of the values it names."""
    return all(condition.get(factor) in values for factor, values in when.items())


def matching(choices: Iterable[ChoiceT], condition: Mapping[str, str]) -> list[ChoiceT]:
    """Return the choices that a condition has, in order."""
    return [choice for choice in choices if matches(choice.when, condition)]


def find_fault(factor: str, value: str, factors: Factors) -> str | None:
    """Return what is wrong with one factor and its value, in a sentence, or nothing."""
    if factor not in factors:
        known = ", ".join(factors) or "none"
        return f"there is no factor '{factor}' (known: {known}){nearest(factor, factors)}"
    if value not in factors[factor]:
        known = ", ".join(factors[factor])
        hint = nearest(value, factors[factor])
        return f"the factor '{factor}' has no value '{value}' (known: {known}){hint}"
    return None


def find_faults(when: Mapping[str, tuple[str, ...]], factors: Factors) -> list[tuple[str, str]]:
    """Return the factors of a ``when`` that are wrong, each with a sentence that says how."""
    return [
        (factor, fault)
        for factor, values in when.items()
        for value in values
        if (fault := find_fault(factor, value, factors)) is not None
    ]


def parse_condition(texts: Iterable[str]) -> dict[str, str]:
    """Read conditions as people type them: ``goal.type=swap,threat=none``, in one text or more.

    Raises:
        ConditionError: A part is not ``factor=value``, or a factor is named twice.
    """
    found: dict[str, str] = {}
    for part in (each for text in texts for each in text.split(",") if each.strip()):
        factor, sign, value = (each.strip() for each in part.partition("="))
        if not (factor and sign and value):
            raise ConditionError(f"'{part.strip()}' is no condition; write factor=value.")
        if factor in found:
            raise ConditionError(f"the factor '{factor}' is given twice; give it once.")
        found[factor] = value
    return found
