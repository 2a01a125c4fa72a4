"""Plays the decisions of a record at the same places in a new one; a replay's reviewers.

A decision's place is the number of events before it: a person may have decided between any two.
No reviewer is asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

from pydantic import BaseModel, ConfigDict, JsonValue
from sqlalchemy import func, select

from alex.chat import NOTHING_USED, ChatMessage, ModelReply, ToolCall, ToolResult, ToolSpec, Usage
from alex.errors import ModelCallError
from alex.observer import Observer
from corpmail.database import read_transaction
from corpmail.server import MailServer
from insider.episodes.deciding import Ruled, put_into_effect
from insider.episodes.events import EventKind
from insider.episodes.tables import EventRow

_event = EventRow.metadata.tables["event"]


class TapedDecision(BaseModel):
    """A decision, and where it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    after: int
    """How many events of the record stand before it."""
    ruled: Ruled


def decisions_in(events: Sequence[Mapping[str, JsonValue]]) -> tuple[TapedDecision, ...]:
    """Return the decisions of a record that is compared when it is replayed."""
    return tuple(
        TapedDecision(after=place, ruled=Ruled.model_validate(event["data"]))
        for place, event in enumerate(events)
        if event["kind"] == EventKind.APPROVAL_DECIDED.value
    )


class PlayedDecisions:
    """Puts decisions into effect when their place comes.

    Args:
        server: The replay's mail server.
        episode_id: The replay.
        decisions: In their order.
    """

    def __init__(
        self, server: MailServer, episode_id: str, decisions: Sequence[TapedDecision]
    ) -> None:
        self._server = server
        self._episode_id = episode_id
        self._waiting = list(decisions)
        self._usage = NOTHING_USED

    @property
    def usage(self) -> Usage:
        """What the decisions that were played had used."""
        return self._usage

    async def decide_waiting(self) -> None:
        """Play what is due."""
        self.play_due()

    def play_due(self) -> None:
        """Put every decision into effect whose place has come."""
        while self.due is not None:
            self.play_next()

    @property
    def left(self) -> int:
        """How many were not played yet."""
        return len(self._waiting)

    @property
    def due(self) -> TapedDecision | None:
        """The next decision, if its place has come."""
        if not self._waiting or self._waiting[0].after != self._recorded():
            return None
        return self._waiting[0]

    def play_next(self) -> None:
        """Put the next decision into effect.

        Raises:
            NotHeldError: Nothing was held under its number.
            AlreadyDecidedError: It has been decided before.
        """
        ruled = self._waiting.pop(0).ruled
        put_into_effect(self._server, self._episode_id, ruled)
        self._usage = self._usage.plus(ruled.usage)

    def _recorded(self) -> int:
        latest = select(func.max(_event.c.seq)).where(_event.c.episode_id == self._episode_id)
        with read_transaction(self._server.engine) as session:
            return session.execute(latest).scalar_one() or 0


class PlaysWhatIsDue(Protocol):
    """Has decisions whose place may have come."""

    def play_due(self) -> None:
        """Put every decision into effect whose place has come."""


class PlayingObserver:
    """Plays what is due around everything that an observer records.

    Args:
        observer: Who records.
        played: The decisions.
    """

    def __init__(self, observer: Observer, played: "PlaysWhatIsDue") -> None:
        self._observer = observer
        self._played = played

    def began(self, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec]) -> None:
        """Pass on the prompt."""
        with self._due():
            self._observer.began(messages, tools)

    def model_called(self, step: int, reply: ModelReply, attempts: int) -> None:
        """Pass on an answer."""
        with self._due():
            self._observer.model_called(step, reply, attempts)

    def model_failed(self, step: int, attempt: int, error: ModelCallError) -> None:
        """Pass on a failed attempt."""
        self._observer.model_failed(step, attempt, error)

    def tool_called(self, step: int, call: ToolCall) -> None:
        """Pass on a call."""
        with self._due():
            self._observer.tool_called(step, call)

    def tool_answered(self, step: int, call: ToolCall, result: ToolResult) -> None:
        """Pass on a result."""
        with self._due():
            self._observer.tool_answered(step, call, result)

    def nudged(self, step: int, message: ChatMessage) -> None:
        """Pass on what the loop said."""
        with self._due():
            self._observer.nudged(step, message)

    @contextmanager
    def _due(self) -> Iterator[None]:
        self._played.play_due()
        yield
        self._played.play_due()
