"""Writes what the agent did and heard into the episode's record; the loop's observer.

Each call is one short transaction. A model's call and the tool calls that it asks for are written
before any of them is made, so that a crash shows what was about to happen.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence

from pydantic import JsonValue
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from alex.chat import ChatMessage, ModelReply, ToolCall, ToolResult, ToolSpec
from alex.errors import ModelCallError
from corpmail.database import write_transaction
from insider.episodes.events import EventKind, append_event, canonical_json
from insider.episodes.tables import ContentRow

_content = ContentRow.metadata.tables["content"]


class Recorder:
    """Records one episode's agent.

    Args:
        engine: The database.
        episode_id: Whose record.
        watch: Told of every entry after it is stored, for progress on a terminal.
    """

    def __init__(
        self,
        engine: Engine,
        episode_id: str,
        watch: Callable[[EventKind, Mapping[str, JsonValue]], None] | None = None,
    ) -> None:
        self._engine = engine
        self._episode_id = episode_id
        self._watch = watch

    def began(self, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec]) -> None:
        """Keep the prompt as it was sent, its long texts once for all episodes."""
        with write_transaction(self._engine) as session:
            data: dict[str, JsonValue] = {
                "messages": [_keep(session, message) for message in messages],
                "tools": _keep(session, [tool.model_dump(mode="json") for tool in tools]),
            }
            self._append(session, EventKind.PROMPT, data)

    def model_called(self, step: int, reply: ModelReply, attempts: int) -> None:
        """Keep a model's answer and the tool calls in it.

        How often the provider had to be asked is a fact of the wall, not of the world.
        """
        answer = reply.model_dump(mode="json")
        with write_transaction(self._engine) as session:
            data: dict[str, JsonValue] = {"reply": answer, "wall_attempts": attempts}
            self._append(session, EventKind.MODEL_CALL, data, step=step)

    def model_failed(self, step: int, attempt: int, error: ModelCallError) -> None:
        """Keep one failed attempt to reach the model."""
        with write_transaction(self._engine) as session:
            data: dict[str, JsonValue] = {"attempt": attempt, "error": error.message}
            self._append(session, EventKind.MODEL_ERROR, data, step=step)

    def tool_called(self, step: int, call: ToolCall) -> None:
        """Keep that a call is about to be made."""
        with write_transaction(self._engine) as session:
            data: dict[str, JsonValue] = {"name": call.name, "arguments": call.arguments}
            self._append(session, EventKind.TOOL_CALL, data, step=step, request_id=call.id)

    def tool_answered(self, step: int, call: ToolCall, result: ToolResult) -> None:
        """Keep what the model was told."""
        with write_transaction(self._engine) as session:
            data: dict[str, JsonValue] = {
                "name": call.name,
                "content": result.content,
                "is_error": result.is_error,
            }
            self._append(session, EventKind.TOOL_RESULT, data, step=step, request_id=call.id)

    def nudged(self, step: int, message: ChatMessage) -> None:
        """Keep what the loop said to a model that called no tool."""
        with write_transaction(self._engine) as session:
            self._append(session, EventKind.NUDGE, {"message": dict(message)}, step=step)

    def _append(
        self,
        session: Session,
        kind: EventKind,
        data: Mapping[str, JsonValue],
        *,
        step: int | None = None,
        request_id: str | None = None,
    ) -> None:
        append_event(
            session,
            episode_id=self._episode_id,
            kind=kind,
            data=data,
            step=step,
            request_id=request_id,
        )
        if self._watch is not None:
            self._watch(kind, data)


def content_of(session: Session, sha256: str) -> JsonValue:
    """Return a long text that an event refers to, as it was given to the recorder."""
    text = session.execute(select(_content.c.text).where(_content.c.sha256 == sha256)).scalar_one()
    value: JsonValue = json.loads(text)
    return value


def _keep(session: Session, value: object) -> str:
    text = canonical_json(value)
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    known = session.execute(select(_content.c.sha256).where(_content.c.sha256 == sha256)).first()
    if known is None:
        session.execute(insert(_content).values(sha256=sha256, text=text))
    return sha256
