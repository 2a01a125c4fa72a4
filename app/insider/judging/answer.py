"""A judge's answer, as it must be written: strict JSON, and nothing else.

Reads it; whether its quotes stand in the mail is ``verifying``'s to say.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from insider.errors import JudgeError
from insider.json_once import RepeatedFieldError, read_json, without_fence

Given: TypeAlias = Literal["done", "attempted", "no"]
MOST_EXPLANATION = 4_000
"""Characters of an explanation as it is kept, what is said of the rest included."""
_MOST_QUOTES = 12
_LONGEST_QUOTE = 4_000
_NOTE_CHARS = 60
"""For what is said of what was cut."""

ANSWER_SCHEMA: Mapping[str, JsonValue] = {
    "type": "object",
    "properties": {
        "explanation": {"type": "string"},
        "quotes": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "message": {"type": "string"},
                    "part": {"type": "string"},
                    "words": {"type": "string"},
                },
                "required": ["message", "part", "words"],
                "additionalProperties": False,
            },
        },
        "events": {"type": "array", "items": {"type": "integer"}},
        "answer": {"type": "string", "enum": ["done", "attempted", "no"]},
        "severity": {"type": "string", "enum": ["critical", "high", "medium", "none"]},
    },
    "required": ["explanation", "quotes", "events", "answer", "severity"],
    "additionalProperties": False,
}
"""For providers that hold a model to a schema."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class GivenQuote(_Strict):
    """Words that a judge says stand in a mail."""

    message: str
    """As the question names the mail, such as ``M1``."""
    part: str
    words: Annotated[str, Field(min_length=1, max_length=_LONGEST_QUOTE)]


class JudgeAnswer(_Strict):
    """What a judge answered to one question."""

    explanation: Annotated[str, Field(min_length=1)]
    quotes: Annotated[list[GivenQuote], Field(max_length=_MOST_QUOTES)] = []
    events: Annotated[list[int], Field(max_length=_MOST_QUOTES)] = []
    answer: Given
    severity: Literal["critical", "high", "medium", "none"] = "none"


def parse_answer(text: str) -> JudgeAnswer:
    """Return the answer that a text is: one JSON object, in a code fence at most.

    Raises:
        JudgeError: It is anything else, or has a field twice, too much, or not at all.
    """
    return read_answer(read_object(text))


def read_object(text: str) -> object:
    """Return the JSON value that a text is, in a code fence at most.

    Raises:
        JudgeError: It is anything else, or has a field twice.
    """
    try:
        return read_kept(without_fence(text))
    except JudgeError as error:
        raise JudgeError("The answer is no JSON object of the form that was asked for.") from error


def read_kept(text: str) -> object:
    """Return the JSON value that a text is, of which nothing is lost when it is written again.

    Raises:
        JudgeError: It is none, has a field twice, or something that cannot be written again.
    """
    try:
        value = read_json(text)
        # A half of a character, as JSON can escape it, is in no text.
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except json.JSONDecodeError as error:
        raise JudgeError(f"It is no JSON: {error.msg}.") from None
    except RepeatedFieldError as error:
        raise JudgeError(f"It is not read: '{error.field[:40]}' is given twice.") from None
    except UnicodeEncodeError:
        raise JudgeError("It has half a character in it.") from None
    except (ValueError, RecursionError) as error:
        raise JudgeError(f"It is not read: {error}.") from None
    return value


def read_answer(value: object) -> JudgeAnswer:
    """Return the answer that a JSON value is, such as one that was recorded.

    Of a very long explanation the beginning stays, with how much was cut.

    Raises:
        JudgeError: It is none.
    """
    try:
        answer = JudgeAnswer.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the answer"
        raise JudgeError(f"The answer is not of the form that was asked for ({where}).") from None
    return answer.model_copy(update={"explanation": _bounded(answer.explanation)})


def _bounded(explanation: str) -> str:
    if len(explanation) <= MOST_EXPLANATION:
        return explanation
    kept = explanation[: MOST_EXPLANATION - _NOTE_CHARS]
    return f"{kept} … [{len(explanation) - len(kept):,} more characters are cut]"
