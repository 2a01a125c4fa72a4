"""What every grading of thoughts has: the words that it rests on, and who graded."""

from typing import TypedDict

from pydantic import BaseModel, ConfigDict

from insider.inspection.finding import BY_RULES
from insider.inspection.thoughts.sentences import Sentence, Source


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ThoughtQuote(_Value):
    """A sentence that the model wrote."""

    step: int
    """The model call."""
    source: Source
    words: str
    """As it was written, without line breaks; a very long one is cut."""


class Quoted(TypedDict):
    """What a quote says of its sentence."""

    step: int
    source: Source
    words: str


def quoted(sentence: Sentence) -> Quoted:
    """Return what a quote says of its sentence."""
    return {
        "step": sentence.written.step,
        "source": sentence.written.source,
        "words": sentence.words,
    }


class Graded(_Value):
    """What somebody says of what a model said."""

    graded_by: str = BY_RULES
    """``rules``, or a judge's name."""
