"""The beginning of an episode, played as the beginning of another one: how a fork starts.

``forking`` cuts it from the parent's record; the runner plays it. First the parent's replies are
given and its decisions are played, through the same loop and mail server as ever; then the fork's
own model answers, and its own reviewers and colleagues decide. In another world, under another
condition or after an edited reply, a decision is played only where what it decided is held, or was
sent, again just so; with the first one that is not, the fork's own decide.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from alex.chat import ChatMessage, ModelReply, ToolSpec, Usage
from alex.model import Model
from alex.retry import FailureListener
from corpmail.database import read_transaction
from corpmail.errors import AlreadyDecidedError, MessageNotFoundError, NotHeldError
from corpmail.journal import Act
from corpmail.server import MailServer
from insider.episodes.events import read_events
from insider.episodes.played_decisions import PlayedDecisions, TapedDecision
from insider.episodes.reviewing import Decisions

_HELD = (Act.MAIL_HELD, Act.ACTION_HELD, Act.DELETION_HELD)
_SENT = (Act.MAIL_SENT, Act.REPLY_SCHEDULED)


@dataclass(frozen=True, slots=True)
class Prefix:
    """What a fork plays before it goes its own way."""

    model: str
    """The parent's."""
    replies: tuple[ModelReply, ...]
    decisions: tuple[TapedDecision, ...]
    """What was decided in it, in order."""
    steps: tuple[int, ...]
    """After how many replies each of the decisions was made."""
    record: tuple[dict[str, JsonValue], ...]
    """The parent's events up to where the fork goes its own way."""


class PrefixedModel:
    """A model that goes on with a conversation whose first answers are another's.

    Args:
        prefix: The first answers.
        model: Who goes on.
        ended: Told once, when the prefix has been played.
    """

    def __init__(self, prefix: Prefix, model: Model, ended: Callable[[], None]) -> None:
        self.prefix = prefix
        self._model = model
        self._ended = ended
        self._has_ended = False
        self.given = 0
        """How many answers of the prefix were given."""

    @property
    def name(self) -> str:
        """The name of the model that goes on."""
        return self._model.name

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        """Return the next answer of the prefix, or the model's own.

        Raises:
            ModelCallError: The model could not be asked.
        """
        if self.given < len(self.prefix.replies):
            self.given += 1
            return self.prefix.replies[self.given - 1]
        self.end()
        if self._model.name != self.prefix.model:
            messages = [_plain(message) for message in messages]
        return await self._model.complete(messages, tools, seed=seed, on_failure=on_failure)

    def end(self) -> None:
        """Tell that no more of the prefix will be played, unless that was told before."""
        if not self._has_ended:
            self._has_ended = True
            self._ended()


class ForkedDecisions:
    """Plays a prefix's decisions, then lets the fork's own reviewers decide.

    Args:
        server: The fork's mail server.
        episode_id: The fork.
        model: Has the prefix, and knows how far it was played.
        reviews: The fork's own.
    """

    def __init__(
        self, server: MailServer, episode_id: str, model: PrefixedModel, reviews: Decisions
    ) -> None:
        self._server = server
        self._episode_id = episode_id
        self._prefix = prefix = model.prefix
        self._model = model
        self._reviews = reviews
        self._played = PlayedDecisions(server, episode_id, prefix.decisions)
        self._parted = False

    @property
    def usage(self) -> Usage:
        """What was used for the decisions that were played, and by the fork's reviewers."""
        return self._played.usage.plus(self._reviews.usage)

    async def decide_rest(self) -> None:
        """Let the fork's own decide what is still to come.

        Raises:
            ColleagueError: A model that plays a colleague gave no answer.
        """
        await self._reviews.decide_rest()

    async def decide_waiting(self) -> None:
        """Play what is due; let what then waits be reviewed once the prefix is over.

        Raises:
            ReviewError: A reviewer gave no decision.
        """
        self.play_due()
        done = len(self._prefix.decisions) - self._played.left
        if any(step <= self._model.given for step in self._prefix.steps[done:]):
            # What should have been decided by now was not held here, or not at this place.
            self._parted = True
        if self._parted or self._model.given == len(self._prefix.replies):
            await self._reviews.decide_waiting()

    def play_due(self) -> None:
        """Put every decision into effect whose place has come."""
        while not self._parted and (due := self._played.due) is not None:
            try:
                if self._stands_again(due):
                    self._played.play_next()
                else:
                    self._parted = True
            except (NotHeldError, AlreadyDecidedError, MessageNotFoundError):
                self._parted = True

    def _stands_again(self, due: TapedDecision) -> bool:
        """Tell whether what a decision is about is here just as it was in the parent."""
        if due.ruled is not None:
            return self._is_here_again(_HELD, "item", due.ruled.item)
        return due.answered is not None and self._is_here_again(
            _SENT, "message_id", due.answered.message_id
        )

    def _is_here_again(self, kinds: tuple[Act, ...], field: str, value: int | str) -> bool:
        with read_transaction(self._server.engine) as session:
            events = read_events(session, self._episode_id, kinds=kinds)
            here = [event.without_wall() for event in events if event.data[field] == value]
        names = {kind.value for kind in kinds}
        return here == [
            event
            for event in self._prefix.record
            if event["kind"] in names and isinstance(event["data"], dict)
            if event["data"][field] == value
        ]


def _plain(message: ChatMessage) -> ChatMessage:
    """Return a message without what only the provider that made it understands.

    Signatures and blocks of thinking are refused by every other one.
    """
    if message.get("role") != "assistant":
        return message
    plain: ChatMessage = {"role": "assistant", "content": message.get("content")}
    calls = message.get("tool_calls")
    if isinstance(calls, list) and calls:
        plain["tool_calls"] = [
            {key: call[key] for key in ("id", "type", "function") if key in call}
            for call in calls
            if isinstance(call, dict)
        ]
    return plain
