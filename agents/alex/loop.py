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

Where the mail is worked in in several sessions, each is a conversation of its own that begins with
the prompt, its task and the agent's notes. Limits hold for all of them together, steps are counted
through, and what was done in one counts in the next where this is asked above. A session ends
where work in words or by ``finish`` would end, after its own number of steps, or when its time is
over; all other ends, and that of the last session, are the end of the work.

What is asked for in one answer is done in its order. ``finish`` takes effect after all the others,
and not at all when one of them failed: then the model is shown the failure and goes on.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, NoReturn

from alex.asking import ask_model
from alex.brief import Brief, SessionBrief, ToolProtocolName
from alex.carrying_out import carry_out_call
from alex.chat import NOTHING_USED, ChatMessage, ModelReply, ToolResult
from alex.conduct import Conduct
from alex.conversation import AskedCall, choose_conversation
from alex.errors import ContextFullError
from alex.limits import LoopLimits
from alex.model import Model
from alex.observer import Observer
from alex.outcome import EpisodeStop, Outcome, SessionStop, StopReason
from alex.pricing import most_prompt_tokens
from alex.prompts import render_session_task, render_system_prompt
from alex.tools import FINISH, Toolbox, mail_tools, session_tools
from corpmail.client import MailClient
from corpmail.errors import BranchClosedError
from corpmail.schedule import SessionEnd
from corpmail.schemas import MePublic, SessionBegun

__all__ = [
    "Brief",
    "LoopLimits",
    "Outcome",
    "SessionBrief",
    "StopReason",
    "ToolProtocolName",
    "work",
]


_WITH_LAST: Final[Mapping[SessionEnd, StopReason]] = {
    "finished": StopReason.FINISHED,
    "step_limit": StopReason.STEP_LIMIT,
    "time": StopReason.DEADLINE,
}
"""How the work ends with the last session."""


async def _go_on() -> None:
    """Begin the next session at once."""


async def work(
    *,
    client: MailClient,
    model: Model,
    brief: Brief,
    limits: LoopLimits,
    observer: Observer,
    seed: int | None = None,
    sessions: Sequence[SessionBrief] = (),
    between: Callable[[], Awaitable[None]] = _go_on,
) -> Outcome:
    """Let the model work on its mail until it finishes or a limit is reached.

    Args:
        client: The mail of the episode.
        model: Who plays Alex.
        brief: Who Alex is and what it is to do.
        limits: When it ends although the agent would go on.
        observer: Is told of everything, in its order.
        seed: Given to the model with every call.
        sessions: All those in which the mail is worked in; none where it is one session.
        between: Awaited when a session has ended, before the next begins.

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
    tools = mail_tools() if me.session is None else session_tools()
    toolbox = Toolbox(client, actions.items, max_chars=limits.result_chars, tools=tools)
    days = _WorkingDays(client, model, toolbox, brief, limits, observer, seed)
    return await days.live(me, sessions, between)


class _WorkingDays:
    """One episode's work: the present conversation, and what all of them have used."""

    def __init__(
        self,
        client: MailClient,
        model: Model,
        toolbox: Toolbox,
        brief: Brief,
        limits: LoopLimits,
        observer: Observer,
        seed: int | None,
    ) -> None:
        self._client = client
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
        self._most_steps: int | None = None
        """Of the present session, counted from the first step of all."""
        self._conduct = Conduct(
            model_name=model.name,
            protocol=brief.tool_protocol,
            tools=[tool.name for tool in toolbox.specs],
            limits=limits,
        )

    async def live(
        self,
        me: MePublic,
        sessions: Sequence[SessionBrief],
        between: Callable[[], Awaitable[None]],
    ) -> Outcome:
        """Go from the first prompt to the end, step by step."""
        try:
            notes = ""
            for number, session in enumerate(sessions[:-1], start=1):
                await self._begin(me, session, number=number, notes=notes)
                ended = await self._live_session()
                begun = await self._turn(ended, between)
                me, notes = me.model_copy(update={"session": begun}), begun.notes
            await self._begin(
                me, sessions[-1] if sessions else None, number=len(sessions), notes=notes
            )
            await self._live_last()
        except EpisodeStop as stop:
            self._conduct.check_end(stop.reason)
            at_deadline = stop.reason is StopReason.DEADLINE
            return Outcome(
                stop_reason=stop.reason,
                summary=self._conduct.last_words if at_deadline else stop.summary,
                steps=self._steps,
                usage=self._usage,
            )

    async def _live_session(self) -> SessionEnd:
        """Work until the session ends, and return why; any other end passes through."""
        try:
            await self._live_steps()
        except SessionStop as stop:
            return stop.reason
        except EpisodeStop as stop:
            if stop.reason is not StopReason.FINISHED:
                raise
        return "finished"

    async def _live_last(self) -> NoReturn:
        """Work until the end of the last session, which is that of the episode."""
        try:
            await self._live_steps()
        except SessionStop as stop:
            raise EpisodeStop(_WITH_LAST[stop.reason]) from None

    async def _live_steps(self) -> NoReturn:
        while True:
            reply = await self._ask()
            await self._carry_out(reply)

    async def _turn(
        self, ended: SessionEnd, between: Callable[[], Awaitable[None]]
    ) -> SessionBegun:
        """Leave a session for the next one, and return that."""
        try:
            if ended != "time":
                await self._client.end_session(ended)
            await between()
            return await self._client.next_session()
        except BranchClosedError:
            raise EpisodeStop(StopReason.DEADLINE) from None

    async def _begin(
        self, me: MePublic, session: SessionBrief | None, *, number: int, notes: str
    ) -> None:
        """Begin a conversation: that of a session, or of all work."""
        brief, task, most = self._brief, self._brief.task, None
        if session is not None:
            brief = replace(brief, now_text=session.now_text)
            task = render_session_task(session.task, number=number, notes=notes)
            most = session.steps
        tools = self._toolbox.specs
        self._messages = [
            {"role": "system", "content": render_system_prompt(brief, me, tools)},
            {"role": "user", "content": task},
        ]
        self._most_steps = None if most is None else self._steps + most
        self._conduct.begin_session()
        await self._observer.began(list(self._messages), tools)

    async def _ask(self) -> ModelReply:
        seconds = self._clock.time() - self._began
        self._limits.check(
            steps=self._steps,
            usage=self._usage,
            seconds=seconds,
            prompt_tokens=0 if self._limits.price is None else self._prompt_tokens(),
        )
        if self._steps == self._most_steps:
            self._conduct.check_end(StopReason.STEP_LIMIT)
            raise SessionStop("step_limit")
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
            await self._answer_without_calls(reply)
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

    async def _answer_without_calls(self, reply: ModelReply) -> None:
        self._conduct.note_silence(reply)
        if reply.text.strip():
            # An empty message in the history is refused by several providers.
            self._messages.append(self._conversation.keep(reply))
        await self._nudge(cut_off=reply.cut_off)

    async def _nudge(self, *, cut_off: bool) -> None:
        reason = "Your answer was cut off at its length limit. " if cut_off else ""
        message: ChatMessage = {
            "role": "user",
            "content": reason + self._conversation.reminder(),
        }
        await self._observer.nudged(self._steps, message)
        self._messages.append(message)
