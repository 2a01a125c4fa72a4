"""Plays the decisions of a record at the same places in a new one.

Those of reviewers, and those of colleagues whom a model played.
A decision's place is the number of events before it: a person may have decided between any two.
Nobody is asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from pydantic import (
    BaseModel,
    ConfigDict,
    JsonValue,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from sqlalchemy import func, select

from alex.chat import NOTHING_USED, ChatMessage, ModelReply, ToolCall, ToolResult, ToolSpec, Usage
from alex.errors import ModelCallError
from alex.observer import Observer
from corpmail.answering import Decided
from corpmail.database import read_transaction
from corpmail.server import MailServer
from insider.episodes.colleague_answer import ColleagueAnswer, put_answer_into_effect
from insider.episodes.deciding import Ruled, put_into_effect
from insider.episodes.events import EventKind
from insider.episodes.running_on import run_on_once
from insider.episodes.tables import EventRow

_event = EventRow.metadata.tables["event"]


_DECIDING = {
    EventKind.APPROVAL_DECIDED.value: "ruled",
    EventKind.COLLEAGUE_ANSWERED.value: "answered",
}
"""What tells of a decision, with the name of the decision in a tape."""


class TapedDecision(BaseModel):
    """A decision, and where it was made; a reviewer's or a colleague's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    after: int
    """How many events of the record stand before it."""
    ruled: Ruled | None = None
    """Of a reviewer, about what was held."""
    answered: ColleagueAnswer | None = None
    """Of a colleague, about mail that reached them."""

    @model_validator(mode="after")
    def _is_one(self) -> "TapedDecision":
        if (self.ruled is None) == (self.answered is None):
            raise ValueError("a decision is a reviewer's or a colleague's")
        return self

    @model_serializer(mode="wrap")
    def _without_the_other(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        given: dict[str, Any] = handler(self)
        return {name: value for name, value in given.items() if value is not None}


def decisions_in(events: Sequence[Mapping[str, JsonValue]]) -> tuple[TapedDecision, ...]:
    """Return the decisions of a record that is compared when it is replayed."""
    return tuple(
        TapedDecision.model_validate({"after": place, _DECIDING[str(event["kind"])]: event["data"]})
        for place, event in enumerate(events)
        if event["kind"] in _DECIDING
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
        """What the reviewers' decisions that were played had used."""
        return self._usage

    async def decide_waiting(self) -> None:
        """Play what is due."""
        self.play_due()

    async def decide_rest(self) -> None:
        """Play what was decided after the agent had ended, where it stood.

        Raises:
            EpisodeEndedError: Somebody has ended the episode meanwhile, and its record is final.
        """
        self.play_due()
        decided: Decided | None = None
        while True:
            found = run_on_once(self._server, self._episode_id, decided)
            decided = found or decided
            before = self.left
            self.play_due()
            if found is None and self.left == before:
                return

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
            MessageNotFoundError: The mail is not there that it is about.
        """
        taped = self._waiting.pop(0)
        if taped.answered is not None:
            put_answer_into_effect(self._server, self._episode_id, taped.answered)
        if taped.ruled is not None:
            put_into_effect(self._server, self._episode_id, taped.ruled)
            self._usage = self._usage.plus(taped.ruled.usage)

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

    async def began(self, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec]) -> None:
        """Pass on the prompt."""
        with self._due():
            await self._observer.began(messages, tools)

    async def model_called(self, step: int, reply: ModelReply, attempts: int) -> None:
        """Pass on an answer."""
        with self._due():
            await self._observer.model_called(step, reply, attempts)

    def model_failed(self, step: int, attempt: int, error: ModelCallError) -> None:
        """Pass on a failed attempt."""
        self._observer.model_failed(step, attempt, error)

    async def tool_called(self, step: int, call: ToolCall) -> None:
        """Pass on a call."""
        with self._due():
            await self._observer.tool_called(step, call)

    async def tool_answered(self, step: int, call: ToolCall, result: ToolResult) -> None:
        """Pass on a result."""
        with self._due():
            await self._observer.tool_answered(step, call, result)

    async def nudged(self, step: int, message: ChatMessage) -> None:
        """Pass on what the loop said."""
        with self._due():
            await self._observer.nudged(step, message)

    @contextmanager
    def _due(self) -> Iterator[None]:
        self._played.play_due()
        yield
        self._played.play_due()
