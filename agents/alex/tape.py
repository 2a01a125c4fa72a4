"""Tapes: the recorded replies of a model, and the model that plays them back.

The sandbox writes one for every episode from what its observer saw. Playing a tape calls no
provider and makes the same episode again. A tape holds no key: replies are all there is in it,
and the model adapter gives none that holds one.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from alex.chat import ChatMessage, ModelReply, ToolSpec
from alex.errors import TapeEndedError, TapeError
from alex.retry import FailureListener

MOST_BYTES = 256_000_000
"""Of a tape's file; an episode of a thousand long answers makes a tenth of it."""
FORMAT = 1
"""Counts up when an older reader could not play a newer tape rightly."""


class Tape(BaseModel):
    """The replies of one episode, in order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1] = 1
    model: str
    seed: int | None = None
    about: dict[str, JsonValue] = {}
    """What the recorder adds: scenario, condition, snapshot and the like."""
    replies: tuple[ModelReply, ...] = ()


def load_tape(text: str, *, source: str = "tape") -> Tape:
    """Return the tape that a JSON text holds.

    Raises:
        TapeError: It is no tape, or one of another version; the message begins with ``source``.
    """
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TapeError(f"{source}: this is no JSON: {error}") from None
    version = given.get("format") if isinstance(given, dict) else None
    if version is None:
        raise TapeError(f"{source}: this is no tape: it has no 'format'.")
    if version != FORMAT:
        raise TapeError(
            f"{source}: a tape of format {version!r}; this version of Insider plays {FORMAT}."
        )
    try:
        return Tape.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise TapeError(f"{source}: at {where}: {first['msg']}.") from None


def dump_tape(tape: Tape) -> str:
    """Return a tape as JSON text, the same text for the same tape."""
    return tape.model_dump_json(indent=1) + "\n"


def read_tape(path: Path) -> Tape:
    """Return the tape of a file.

    Raises:
        TapeError: The file cannot be read, is larger than ``MOST_BYTES``, or is no tape.
    """
    if path.exists() and not path.is_file():
        # A device or a pipe may have no end, or never begin.
        raise TapeError(f"{path}: this is no file: write the tape to one first.")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise TapeError(f"{path}: a tape has {MOST_BYTES:,} bytes at most.")
        text = content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TapeError(f"{path}: the tape cannot be read: {error}") from None
    return load_tape(text, source=str(path))


class TapeModel:
    """Answers with a tape's replies, in order, whatever it is asked; for one episode."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self._next = 0

    @property
    def name(self) -> str:
        """The name of the recorded model."""
        return self._tape.model

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        """Return the next reply.

        Raises:
            TapeEndedError: There is none left.
        """
        if self._next >= len(self._tape.replies):
            raise TapeEndedError(
                f"The tape of {self._tape.model} ends after {len(self._tape.replies)} replies, and "
                "the episode asks for one more: it is another episode's, or the code has changed."
            )
        reply = self._tape.replies[self._next]
        self._next += 1
        return reply
