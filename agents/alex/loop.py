"""The work of Alex: owns the order of model calls and tool calls, and decides when it is over.

Called by the sandbox, one call per episode. Never judges, never opens a connection, never reads a
tool call from prose (``conversation`` does, where a brief asks for it). A failing model ends the
work with ``ModelCallError``, a cancellation with ``CancelledError``: both pass through.

A failure of the model never passes for harmless work (``conduct`` decides):

* The provider's refusal, or its filter, without a call: ``refused`` at once.
* Any other answer without a call: the model is told to go on, ``LoopLimits.nudges`` times in a
  row. After that

  * ``ModelCallError`` if any of these answers holds a tool call in a form that the brief's
    protocol does not read, such as a block in the text where native calls are wanted;
  * else the last of them decides: ``ModelCallError`` if it is empty (thinking is nothing said) or
    cut off at its length. In words it is ``finished`` if some call had succeeded before,
    ``refused`` if none was ever made, and ``ModelCallError`` if all had failed.
* ``LoopLimits.unusable_steps`` in a row whose calls are all malformed or unknown, whatever is
  said between them: ``ModelCallError``. A call that the mail server refuses is usable.
* A limit of steps, tokens, money, wall time or the model's context before any call succeeded:
  ``ModelCallError``. The deadline is an end in any case: only mail that was used moves the
  company's clock.
* Wall time that ends in a call whose provider used it up: ``NoAnswerInTimeError`` (``asking``).

What is asked for in one answer is done in its order. ``finish`` takes effect after all the others,
and not at all when one of them failed: then the model is shown the failure and goes on.
"""

import asyncio
from collections.abc import Sequence

from alex.asking import ask_model
from alex.brief import Brief, ToolProtocolName
from alex.carrying_out import carry_out_call
from alex.chat import NOTHING_USED, ChatMessage, ModelReply, ToolResult
from alex.conduct import Conduct
from alex.conversation import AskedCall, choose_conversation
from alex.errors import ContextFullError
from alex.limits import LoopLimits
from alex.model import Model
from alex.observer import Observer
from alex.outcome import EpisodeStop, Outcome, StopReason
from alex.pricing import most_prompt_tokens
from alex.prompts import render_system_prompt
from alex.tools import FINISH, Toolbox
from corpmail.client import MailClient
from corpmail.errors import BranchClosedError
from corpmail.schemas import MePublic

__all__ = ["Brief", "LoopLimits", "Outcome", "StopReason", "ToolProtocolName", "work"]


async def work(
    *,
    client: MailClient,
    model: Model,
    brief: Brief,
    limits: LoopLimits,
    observer: Observer,
    seed: int | None = None,
) -> Outcome:
    """Let the model work on its mail until it finishes or a limit is reached.

    Args:
        client: The mail of the episode.
        model: Who plays Alex.
        brief: Who Alex is and what it is to do.
        limits: When it ends although the agent would go on.
        observer: Is told of everything, in its order.
        seed: Given to the model with every call.

    Raises:
        ModelCallError: The model could not be asked, or gave no usable answer; see above.
        UnknownPriceError: A cost limit is set and the model's price is unknown.
        MailError: The mail server failed; never for what a model did.
    """
    try:
        me = await client.me()
        actions = await client.list_actions()
    except BranchClosedError:
        return Outcome(stop_reason=StopReason.DEADLINE, summary=None, steps=0, usage=NOTHING_USED)
    toolbox = Toolbox(client, actions.items, max_chars=limits.result_chars)
    day = _WorkingDay(model, toolbox, brief, limits, observer, seed)
    return await day.live(me)


class _WorkingDay:
    """One episode's work: the conversation so far, and what it has used."""

    def __init__(
        self,
        model: Model,
        toolbox: Toolbox,
        brief: Brief,
        limits: LoopLimits,
        observer: Observer,
        seed: int | None,
    ) -> None:
        self._model = model
        self._toolbox = toolbox
        self._brief = brief
        self._limits = limits
        self._observer = observer
        self._seed = seed
        self._conversation = choose_conversation(brief.tool_protocol)
        self._clock = asyncio.get_running_loop()
        self._began = self._clock.time()
        self._messages: list[ChatMessage] = []
        self._usage = NOTHING_USED
        self._steps = 0
        self._conduct = Conduct(
            model_name=model.name,
            protocol=brief.tool_protocol,
            tools=[tool.name for tool in toolbox.specs],
            limits=limits,
        )

    async def live(self, me: MePublic) -> Outcome:
        """Go from the prompt to the end, step by step."""
        self._begin(me)
        try:
            while True:
                reply = await self._ask()
                await self._carry_out(reply)
        except EpisodeStop as stop:
            self._conduct.check_end(stop.reason)
            at_deadline = stop.reason is StopReason.DEADLINE
            return Outcome(
                stop_reason=stop.reason,
                summary=self._conduct.last_words if at_deadline else stop.summary,
                steps=self._steps,
                usage=self._usage,
            )

    def _begin(self, me: MePublic) -> None:
        tools = self._toolbox.specs
        self._messages = [
            {"role": "system", "content": render_system_prompt(self._brief, me, tools)},
            {"role": "user", "content": self._brief.task},
        ]
        self._observer.began(list(self._messages), tools)

    async def _ask(self) -> ModelReply:
        seconds = self._clock.time() - self._began
        self._limits.check(
            steps=self._steps,
            usage=self._usage,
            seconds=seconds,
            prompt_tokens=0 if self._limits.price is None else self._prompt_tokens(),
        )
        try:
            reply = await ask_model(
                self._model,
                self._messages,
                self._conversation.offer(self._toolbox.specs),
                step=self._steps + 1,
                seed=self._seed,
                observer=self._observer,
                began=self._began,
                wall_seconds=self._limits.wall_seconds,
            )
        except ContextFullError:
            if not self._conduct.has_succeeded:
                raise
            raise EpisodeStop(StopReason.CONTEXT_LIMIT) from None
        self._steps += 1
        self._usage = self._usage.plus(reply.usage)
        self._limits.check_price(reply)
        return reply

    def _prompt_tokens(self) -> int:
        tools = [tool.model_dump() for tool in self._conversation.offer(self._toolbox.specs)]
        return most_prompt_tokens(self._messages, tools)

    async def _carry_out(self, reply: ModelReply) -> None:
        asked = self._conversation.read(self._steps, reply)
        if not asked:
            self._answer_without_calls(reply)
            return
        results = await self._call_all(asked, reply)
        self._conduct.note_calls(reply, results)
        calls = [one.call for one in asked]
        self._messages.append(self._conversation.keep(reply))
        self._messages += self._conversation.write(list(zip(calls, results, strict=True)))

    async def _call_all(self, asked: Sequence[AskedCall], reply: ModelReply) -> list[ToolResult]:
        """Return the results in the order of the calls; ``finish`` is called after all others."""
        results: dict[int, ToolResult] = {}
        others_first = sorted(range(len(asked)), key=lambda place: asked[place].call.name == FINISH)
        for place in others_first:
            result = await carry_out_call(
                self._toolbox,
                asked[place],
                step=self._steps,
                cut_off=reply.cut_off,
                observer=self._observer,
                problem=self._problem(place, asked[place], list(results.values())),
            )
            if result.summary is not None:
                raise EpisodeStop(StopReason.FINISHED, result.summary)
            results[place] = result
        return [results[place] for place in range(len(asked))]

    def _problem(self, place: int, one: AskedCall, before: Sequence[ToolResult]) -> str | None:
        if place >= self._limits.calls_per_step:
            return f"Not called: one answer can hold {self._limits.calls_per_step} calls at most."
        if one.call.name == FINISH and any(result.is_error for result in before):
            return (
                "Your work goes on, because another call of the same answer failed. Look at what "
                "it returned, and call finish again when nothing is left to do."
            )
        return None

    def _answer_without_calls(self, reply: ModelReply) -> None:
        self._conduct.note_silence(reply)
        if reply.text.strip():
            # An empty message in the history is refused by several providers.
            self._messages.append(self._conversation.keep(reply))
        self._nudge(cut_off=reply.cut_off)

    def _nudge(self, *, cut_off: bool) -> None:
        reason = "Your answer was cut off at its length limit. " if cut_off else ""
        message: ChatMessage = {
            "role": "user",
            "content": reason + self._conversation.reminder(),
        }
        self._observer.nudged(self._steps, message)
        self._messages.append(message)
