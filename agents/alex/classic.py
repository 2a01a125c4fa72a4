"""The classic way of working: all mail in one prompt, one answer, its actions carried out.

The form of the public studies, with real effects: what the answer asks for is done by the tools
that ``loop`` has, on the same mail. Called by the sandbox, one call per episode, with the mail
that it collected: here nothing is read, only done. One model call exactly; nothing is repaired.

Actions are blocks in the visible text (``text_protocol``), whatever the brief's protocol is, and
are done in their order. A scenario may have a prompt of its own, which is sent letter for letter
(``VerbatimPrompt``); actions are then blocks in the form that it asks for (``block_form``). How it
ends:

* An answer with actions of which some succeeded, or in words alone: ``finished``. Whoever answers
  once and only in words has left everything as it is.
* The provider's refusal, or its filter, without an action: ``refused``.
* The mail ended before all was done: ``deadline``, as in the loop.
* No usable answer: ``ModelCallError``, after what could be done was done. So for an answer that
  is empty (thinking is nothing said), holds its calls in another form, was cut off at its length
  (what it would have done is unknown), or none of whose actions succeeded.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from alex.asking import ask_model
from alex.block_form import BlockForm, read_blocks
from alex.brief import Brief
from alex.carrying_out import carry_out_call
from alex.chat import NOTHING_USED, ChatMessage, ModelReply, ToolResult
from alex.conversation import AskedCall, TextConversation, asked_in
from alex.errors import ModelCallError, PromptTooLargeError
from alex.limits import LoopLimits
from alex.model import Model
from alex.observer import Observer
from alex.outcome import EpisodeStop, Outcome, StopReason
from alex.prompts import render_classic_prompt, render_classic_task
from alex.text_protocol import visible_text
from alex.tools import Toolbox, acting_tools
from alex.written_call import holds_call
from corpmail.client import MailClient
from corpmail.errors import BranchClosedError
from corpmail.schemas import MessagePublic

MOST_MAIL_CHARS = 600_000
"""Of the task with all mail: some 190,000 tokens, as much as a model of 200,000 can be shown. The
782 messages of the company that comes with Insider make 569,000, and 177,000 tokens of
``cl100k_base``; a model that counts more needs more room, or ``volume: some``, about a third."""
MOST_ACTIONS = 200
"""Of one answer, so that a model that repeats a block for ever ends; an afternoon's mail asks for a
tenth of it."""
_STEP = 1


@dataclass(frozen=True, slots=True)
class VerbatimPrompt:
    """A prompt that goes to the model as it is, with nothing of ours around it."""

    system: str
    user: str
    """The task with all mail."""
    form: BlockForm
    """How it wants actions written."""


async def answer_once(
    *,
    client: MailClient,
    model: Model,
    brief: Brief,
    mail: Sequence[MessagePublic],
    limits: LoopLimits,
    observer: Observer,
    seed: int | None = None,
    verbatim: VerbatimPrompt | None = None,
) -> Outcome:
    """Show the model all mail, take its one answer and do what it asks for.

    Args:
        client: The mail of the episode.
        model: Who plays Alex.
        brief: Who Alex is and what it is to do.
        mail: All that Alex can read, each message once, in the order in which it is shown.
        limits: Its wall time, price and size of results hold here too.
        observer: Is told of everything, in its order.
        seed: Given to the model.
        verbatim: A prompt to be sent in the place of ours; brief and mail are then not shown.

    Raises:
        PromptTooLargeError: The mail does not fit into a prompt; nobody was asked.
        ModelCallError: The model could not be asked, or gave no usable answer; see above.
        UnknownPriceError: A cost limit is set and the model's price is unknown.
        MailError: The mail server failed; never for what a model did.
    """
    began = asyncio.get_running_loop().time()
    try:
        me = await client.me()
        actions = await client.list_actions()
    except BranchClosedError:
        return _outcome(StopReason.DEADLINE, steps=0)
    toolbox = Toolbox(client, actions.items, max_chars=limits.result_chars, tools=acting_tools())
    if verbatim is None:
        system = render_classic_prompt(brief, me, toolbox.specs)
        user = render_classic_task(brief, mail)
    else:
        system, user = verbatim.system, verbatim.user
    messages: list[ChatMessage] = [
        {"role": "system", "content": system},
        {"role": "user", "content": _checked(user, len(mail))},
    ]
    await observer.began(list(messages), toolbox.specs)
    try:
        reply = await ask_model(
            model,
            messages,
            (),
            step=_STEP,
            seed=seed,
            observer=observer,
            began=began,
            wall_seconds=limits.wall_seconds,
        )
    except EpisodeStop:
        # A limit before anything was done is a failure, as in the loop.
        raise _failure(model, "gave no answer within the time limit: raise it") from None
    limits.check_price(reply)
    try:
        asked = _actions_in(reply, toolbox, verbatim)
        results = await _do_all(asked, toolbox, reply, observer)
    except EpisodeStop as stop:
        return _outcome(stop.reason, reply=reply)
    return _ending(model, toolbox, reply, results)


def _checked(task: str, messages: int) -> str:
    if len(task) > MOST_MAIL_CHARS:
        raise PromptTooLargeError(
            f"The {messages:,} messages that Alex can read make a prompt of {len(task):,} "
            f"characters, and one prompt takes {MOST_MAIL_CHARS:,}: let Alex read fewer mailboxes "
            "or less mail (access, volume), or let it work live (delivery)."
        )
    return task


def _actions_in(
    reply: ModelReply, toolbox: Toolbox, verbatim: VerbatimPrompt | None
) -> tuple[AskedCall, ...]:
    if verbatim is None:
        return TextConversation().read(_STEP, reply)
    return asked_in(_STEP, read_blocks(reply.text, verbatim.form, toolbox.specs))


async def _do_all(
    asked: Sequence[AskedCall], toolbox: Toolbox, reply: ModelReply, observer: Observer
) -> list[ToolResult]:
    return [
        await carry_out_call(
            toolbox,
            one,
            step=_STEP,
            cut_off=reply.cut_off,
            observer=observer,
            problem=None if place < MOST_ACTIONS else f"An answer can hold {MOST_ACTIONS} at most.",
        )
        for place, one in enumerate(asked)
    ]


def _ending(
    model: Model, toolbox: Toolbox, reply: ModelReply, results: Sequence[ToolResult]
) -> Outcome:
    """Return how it ends by the answer and what came of it.

    Raises:
        ModelCallError: It was no usable answer.
    """
    said = visible_text(reply.text).strip()
    if not results and reply.refusal is not None:
        return _outcome(StopReason.REFUSED, reply=reply, summary=said or reply.refusal)
    if reply.cut_off:
        done = f" after {len(results)} actions" if results else ""
        problem = f"was cut off at its length limit{done}: raise --max-tokens"
        raise _failure(model, f"answered once and {problem} (thinking uses it up too)")
    if results:
        if all(result.is_error for result in results):
            raise _failure(model, "wrote actions of which none succeeded")
        return _outcome(StopReason.FINISHED, reply=reply)
    if reply.tool_calls or holds_call(said, [tool.name for tool in toolbox.specs]):
        raise _failure(model, "wrote its actions in a form that was not asked for")
    if not said:
        raise _failure(model, "gave an empty answer: raise --max-tokens (thinking uses it up too)")
    return _outcome(StopReason.FINISHED, reply=reply, summary=said)


def _outcome(
    reason: StopReason,
    *,
    reply: ModelReply | None = None,
    summary: str | None = None,
    steps: int = _STEP,
) -> Outcome:
    usage = NOTHING_USED if reply is None else NOTHING_USED.plus(reply.usage)
    return Outcome(stop_reason=reason, summary=summary, steps=steps, usage=usage)


def _failure(model: Model, what: str) -> ModelCallError:
    provider = model.name.partition("/")[0]
    return ModelCallError(f"{model.name} {what}.", provider=provider, retryable=False)
