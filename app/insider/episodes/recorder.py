"""Writes what the agent did and heard into the episode's record; the loop's observer.

Each call is written before the work goes on, in one short transaction with those of other episodes
that come at the same time; a model's answer is written together with what follows it at
once, such as the first of its calls, so that a crash shows what was about to happen.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from pydantic import JsonValue
from sqlalchemy import select
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Session

from alex.chat import ChatMessage, ModelReply, ToolCall, ToolResult, ToolSpec
from alex.errors import ModelCallError
from corpmail.database import write_transaction
from insider.episodes.events import (
    Entry,
    Event,
    EventKind,
    append_while_running,
    canonical_json,
    hold_episode,
)
from insider.episodes.listing import check_running
from insider.episodes.shared_writes import SharedWrites
from insider.episodes.tables import ContentRow

_content = ContentRow.metadata.tables["content"]
_KEEP = sql_text(
    "INSERT INTO content (sha256, text) VALUES (:sha256, :text) ON CONFLICT DO NOTHING"
)


class Recorder:
    """Records one episode's agent; raises ``EpisodeEndedError`` once the episode has ended.

    Args:
        writes: The way into the database.
        episode_id: Whose record.
        watch: Told of every entry after it is stored, for progress on a terminal.
        writes_at_once: Whether an answer without tool calls is not kept for what follows it: with
            sessions the mail server may record the end of one first.
    """

    def __init__(
        self,
        writes: SharedWrites,
        episode_id: str,
        watch: Callable[[EventKind, Mapping[str, JsonValue]], None] | None = None,
        *,
        writes_at_once: bool = False,
    ) -> None:
        self._writes = writes
        self._episode_id = episode_id
        self._watch = watch
        self._writes_at_once = writes_at_once
        self._waiting: list[Entry] = []

    async def began(self, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec]) -> None:
        """Keep the prompt as it was sent, its long texts once for all episodes."""
        texts = [_Content.of(message) for message in messages]
        tools_text = _Content.of([tool.model_dump(mode="json") for tool in tools])
        entry = Entry(
            EventKind.PROMPT,
            {"messages": [each.sha256 for each in texts], "tools": tools_text.sha256},
        )

        def put(session: Session) -> None:
            self._put(session, [entry])
            for each in (*texts, tools_text):
                session.execute(_KEEP, {"sha256": each.sha256, "text": each.text})

        await self._writes.write(put)
        self._tell([entry])

    async def model_called(self, step: int, reply: ModelReply, attempts: int) -> None:
        """Keep a model's answer; it is written with what follows it, such as its first call.

        How often the provider had to be asked is a fact of the wall, not of the world.
        """
        data: dict[str, JsonValue] = {
            "reply": reply.model_dump(mode="json"),
            "wall_attempts": attempts,
        }
        self._waiting.append(Entry(EventKind.MODEL_CALL, data, step=step))
        if self._writes_at_once and not reply.tool_calls:
            await self._write_in_turn()

    def model_failed(self, step: int, attempt: int, error: ModelCallError) -> None:
        """Keep one failed attempt to reach the model."""
        data: dict[str, JsonValue] = {"attempt": attempt, "error": error.message}
        self._write(Entry(EventKind.MODEL_ERROR, data, step=step))

    async def tool_called(self, step: int, call: ToolCall) -> None:
        """Keep that a call is about to be made."""
        data: dict[str, JsonValue] = {"name": call.name, "arguments": call.arguments}
        await self._write_in_turn(Entry(EventKind.TOOL_CALL, data, step=step, request_id=call.id))

    async def tool_answered(self, step: int, call: ToolCall, result: ToolResult) -> None:
        """Keep what the model was told."""
        data: dict[str, JsonValue] = {
            "name": call.name,
            "content": result.content,
            "is_error": result.is_error,
        }
        await self._write_in_turn(Entry(EventKind.TOOL_RESULT, data, step=step, request_id=call.id))

    async def nudged(self, step: int, message: ChatMessage) -> None:
        """Keep what the loop said to a model that called no tool."""
        await self._write_in_turn(Entry(EventKind.NUDGE, {"message": dict(message)}, step=step))

    def flush(self) -> None:
        """Write what still waits; the runner's last word before the episode ends."""
        if self._waiting:
            self._write()

    async def _write_in_turn(self, *entries: Entry) -> None:
        waiting, self._waiting = [*self._waiting, *entries], []
        await self._writes.write(lambda session: self._put(session, waiting))
        self._tell(waiting)

    def _write(self, *entries: Entry) -> None:
        waiting, self._waiting = [*self._waiting, *entries], []
        with write_transaction(self._writes.engine) as session:
            self._put(session, waiting)
        self._tell(waiting)

    def _put(self, session: Session, entries: Sequence[Entry]) -> None:
        hold_episode(session, self._episode_id)
        if not append_while_running(session, self._episode_id, entries):
            # Somebody has ended it from elsewhere.
            check_running(session, self._episode_id)

    def _tell(self, entries: Sequence[Entry]) -> None:
        if self._watch is not None:
            for entry in entries:
                self._watch(EventKind(entry.kind), entry.data)


def content_of(session: Session, sha256: str) -> JsonValue:
    """Return a long text that an event refers to, as it was given to the recorder."""
    text = session.execute(select(_content.c.text).where(_content.c.sha256 == sha256)).scalar_one()
    value: JsonValue = json.loads(text)
    return value


def contents_of(session: Session, events: Iterable[Event]) -> dict[str, JsonValue]:
    """Return the long texts that events refer to, by their hashes: prompts and tools."""
    found: dict[str, JsonValue] = {}
    for event in events:
        if event.kind is EventKind.PROMPT:
            messages = event.data["messages"]
            keys = [*(messages if isinstance(messages, list) else []), event.data["tools"]]
            found |= {str(key): content_of(session, str(key)) for key in keys}
    return found


@dataclass(frozen=True, slots=True)
class _Content:
    """A long text, kept once for all episodes."""

    sha256: str
    text: str

    @classmethod
    def of(cls, value: object) -> Self:
        text = canonical_json(value)
        return cls(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), text)
