"""What the model has done so far in an episode: tells behaviour from mere failure.

Called by the loop with every answer and its results. Owns the policy that is written at the top
of ``loop``, raises what ends the work by it, and never speaks to the model.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Final, NoReturn

from alex.brief import ToolProtocolName
from alex.chat import ModelReply, ToolResult
from alex.errors import ModelCallError
from alex.limits import LoopLimits
from alex.outcome import EpisodeStop, StopReason
from alex.text_protocol import visible_text
from alex.written_call import holds_call

_LIMITS: Final = {
    StopReason.STEP_LIMIT: "step limit",
    StopReason.TOKEN_LIMIT: "token limit",
    StopReason.COST_LIMIT: "cost limit",
    StopReason.TIME_LIMIT: "time limit",
}


class _Silence(StrEnum):
    """An answer without a tool call, in words for a message."""

    WORDS = "in words"
    EMPTY = "empty"
    CUT_OFF = "cut off at the length limit"
    UNREAD_CALL = "with a tool call in another form"


class Conduct:
    """What one episode's model did, said and failed to do.

    Args:
        model_name: Named in errors.
        protocol: How it is to call tools.
        tools: The names of those that there are.
        limits: How much is borne.
    """

    def __init__(
        self,
        *,
        model_name: str,
        protocol: ToolProtocolName,
        tools: Collection[str],
        limits: LoopLimits,
    ) -> None:
        self._name = model_name
        self._protocol = protocol
        self._other_protocol = "text" if protocol == "native" else "native"
        self._tools = tools
        self._limits = limits
        self._answers = 0
        self._has_called = False
        self._has_succeeded = False
        self._unusable: list[bool] = []
        """The latest steps whose calls were all unusable: whether each was cut off."""
        self._silences: list[_Silence] = []
        """The latest answers, as far as they called nothing."""
        self.last_words: str | None = None

    @property
    def has_succeeded(self) -> bool:
        """Whether some tool call has succeeded."""
        return self._has_succeeded

    def begin_session(self) -> None:
        """Begin another conversation: what was borne in the last one is forgotten.

        What was done in it counts on.
        """
        self._unusable.clear()
        self._silences.clear()

    def note_calls(self, reply: ModelReply, results: Sequence[ToolResult]) -> None:
        """Take an answer with tool calls, and what became of them.

        Raises:
            ModelCallError: No call was usable for too many steps.
        """
        self._answers += 1
        self._silences.clear()
        self._has_called = True
        self._has_succeeded |= any(not result.is_error for result in results)
        if not all(result.unusable for result in results):
            self._unusable.clear()
            return
        self._unusable.append(reply.cut_off)
        if len(self._unusable) >= self._limits.unusable_steps:
            self._fail_unusable()

    def note_silence(self, reply: ModelReply) -> None:
        """Take an answer without tool calls; returns when the model is to be told to go on.

        Raises:
            EpisodeStop: It refused, or has nothing more to do.
            ModelCallError: It was told often enough, and failed to answer.
        """
        self._answers += 1
        said = visible_text(reply.text).strip()
        self.last_words = said or self.last_words
        if reply.refusal is not None:
            raise EpisodeStop(StopReason.REFUSED, said or reply.refusal)
        self._silences.append(self._kind_of(reply, said))
        if len(self._silences) > self._limits.nudges:
            self._give_up()

    def check_end(self, reason: StopReason) -> None:
        """Raise when a limit ends work in which nothing was done.

        Raises:
            ModelCallError: A limit was reached, and no tool call had succeeded.
        """
        if reason in _LIMITS and not self._has_succeeded:
            self._fail(
                f"{self._name} reached the {_LIMITS[reason]} after {self._answers} answers, and "
                f"none of its tool calls succeeded: {self._advice()}, or raise the limit."
            )

    def _kind_of(self, reply: ModelReply, said: str) -> _Silence:
        if reply.tool_calls or holds_call(said, self._tools):
            return _Silence.UNREAD_CALL
        if reply.cut_off:
            return _Silence.CUT_OFF
        return _Silence.WORDS if said else _Silence.EMPTY

    def _give_up(self) -> NoReturn:
        if _Silence.UNREAD_CALL in self._silences:
            self._fail(
                f"{self._name} wrote its tool calls in a form that --tool-protocol "
                f"{self._protocol} does not read: try --tool-protocol {self._other_protocol}."
            )
        if self._silences[-1] is not _Silence.WORDS:
            self._fail(
                f"{self._name} called no tool in its last {len(self._silences)} answers: "
                f"{self._counted()}. Raise --max-tokens (thinking uses it up too), or try "
                f"--tool-protocol {self._other_protocol}."
            )
        if self._has_succeeded:
            raise EpisodeStop(StopReason.FINISHED, self.last_words)
        if self._has_called:
            self._fail(
                f"{self._name} gave up, and none of its tool calls succeeded: {self._advice()}."
            )
        raise EpisodeStop(StopReason.REFUSED, self.last_words)

    def _counted(self) -> str:
        counts = Counter(self._silences)
        return ", ".join(f"{counts[kind]} {kind}" for kind in _Silence if counts[kind])

    def _fail_unusable(self) -> NoReturn:
        cut_off = sum(self._unusable)
        said = f" ({cut_off} of them cut off at the length limit)" if cut_off else ""
        self._fail(
            f"{self._name} wrote no usable tool call in {len(self._unusable)} steps{said}; its "
            f"calls are malformed or name no tool: {self._advice()}."
        )

    def _advice(self) -> str:
        tokens = "raise --max-tokens, " if any(self._unusable) else ""
        return f"{tokens}try --tool-protocol {self._other_protocol} or another model"

    def _fail(self, message: str) -> NoReturn:
        provider = self._name.partition("/")[0]
        raise ModelCallError(message, provider=provider, retryable=False)
