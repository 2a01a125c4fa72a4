"""Forks: an ended episode, continued from one of its steps in another way.

Called by the doors. The parent's first replies are played in a new episode (``prefix``): by the
guarantee of replays that is the same state byte for byte, and no state has to be copied. Then it
goes on with another model, in another world, after another reply than the model's own, or after
another decision than the one that was made. What is not offered is another *result* of a tool: a
result is what the mail server said, and a record in which it said something else proves nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, field_validator, model_validator
from sqlalchemy import Engine, update

from alex.block_form import BlockForm, write_block
from alex.brief import ToolProtocolName
from alex.chat import NOTHING_USED, ChatMessage, ModelReply, ToolCall
from alex.errors import ToolArgumentError
from alex.text_protocol import write_call
from alex.tools.arguments import read_object
from corpmail.database import read_transaction, write_transaction
from corpmail.journal import Act
from insider.episodes.deciding import Ruled
from insider.episodes.events import EventKind, canonical_json, read_events
from insider.episodes.listing import EpisodeSummary, get_episode
from insider.episodes.played_decisions import TapedDecision
from insider.episodes.prefix import Prefix
from insider.episodes.rendering import StoredRendering, rendering_of
from insider.episodes.tables import EpisodeRow
from insider.episodes.tapes import RecordedEpisode, record_of
from insider.errors import ForkError

_episode = EpisodeRow.metadata.tables["episode"]
_BY = "fork"
_DECIDED_AFTER = frozenset(
    {
        Act.REPLY_SCHEDULED.value,
        EventKind.COLLEAGUE_ANSWERED.value,
        EventKind.COLLEAGUES_BOUNDED.value,
    }
)
"""Entries by colleagues; those without a request at a record's end were made after the agent's."""
_EDITED = "edited"
_OWN_END = frozenset({"finished", "refused"})
_LARGEST = 1_000_000


class EditedCall(BaseModel):
    """A tool call that somebody lets the model make."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    name: str = Field(min_length=1, max_length=200)
    """The tool's."""
    arguments: dict[str, JsonValue] | str = Field(default_factory=dict)
    """By name; or JSON text as a model writes it, which may be broken."""
    id: str | None = Field(default=None, max_length=200)
    """Made when left out."""


class EditedReply(BaseModel):
    """What somebody lets the model say and do in the place of its own reply."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    text: str = Field(default="", max_length=_LARGEST)
    reasoning: str | None = Field(default=None, max_length=_LARGEST)
    tool_calls: tuple[EditedCall, ...] = Field(default=(), max_length=200)

    @field_validator("text", "reasoning")
    @classmethod
    def _can_be_kept(cls, value: str | None) -> str | None:
        if value is not None and "\0" in value:
            raise ValueError("a reply holds no character of the code 0")
        return value

    @model_validator(mode="after")
    def _is_something(self) -> "EditedReply":
        if not self.text.strip() and not self.tool_calls:
            raise ValueError("a reply says something, or calls a tool")
        return self

    def as_reply(
        self, step: int, protocol: ToolProtocolName, form: BlockForm | None = None
    ) -> ModelReply:
        """Return it as the loop reads replies.

        Args:
            step: Which reply it is, from 1.
            protocol: How calls are written: beside the text, or in it.
            form: Of blocks in the text, where the prompt wants its own.

        Raises:
            ForkError: That form has no block for a call.
        """
        calls = tuple(
            ToolCall(
                id=call.id or f"call-{step}-{number}",
                name=call.name,
                arguments=call.arguments
                if isinstance(call.arguments, str)
                else canonical_json(call.arguments),
            )
            for number, call in enumerate(self.tool_calls, start=1)
        )
        text = self.text
        if protocol == "text":
            blocks = [write_call(call) if form is None else _block(call, form) for call in calls]
            text = "\n\n".join(part for part in (text, *blocks) if part)
            calls = ()
        message: ChatMessage = {"role": "assistant", "content": text or None}
        if calls:
            message["tool_calls"] = [
                {
                    "id": call.id,
                    "type": "function",
                    "function": {"name": call.name, "arguments": call.arguments},
                }
                for call in calls
            ]
        return ModelReply(
            message=message,
            text=text,
            reasoning=self.reasoning,
            tool_calls=calls,
            usage=NOTHING_USED,
            model=_EDITED,
            finish_reason="tool_calls" if calls else "stop",
        )


def _block(call: ToolCall, form: BlockForm) -> str:
    try:
        return write_block(call.name, read_object(call.name, call.arguments), form)
    except ToolArgumentError as error:
        raise ForkError(f"The reply cannot be written: {error.message}") from error


class OtherDecision(BaseModel):
    """A decision about a held act, the other way round than it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    item: int = Field(ge=1, le=10**9, strict=True)
    """The act's number in the episode."""
    decision: Literal["approve", "refuse"]
    reason: str = Field(default="", max_length=1_000)
    """Why; the sender of what is refused is told it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Where an episode is cut, and what is another there."""

    parent: EpisodeSummary
    stored: StoredRendering
    """What the parent was played on."""
    step: int
    prefix: Prefix
    edited: bool
    decision: int | None


def cut_episode(
    engine: Engine,
    episode_id: str,
    *,
    step: int | None = None,
    reply: EditedReply | None = None,
    decision: OtherDecision | None = None,
    elsewhere: bool = False,
) -> Cut:
    """Return the beginning of an ended episode, with what is changed in it.

    Args:
        engine: The database.
        episode_id: Which; the beginning of its id is enough.
        step: After which model call it is cut, as the record counts them; 0 is before the first.
            Not needed with a decision, which has its place.
        reply: In the place of the model's own reply of that step.
        decision: In the place of the one that was made, at its place.
        elsewhere: Whether it is to be played under another condition.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        ReplayError: A foreign agent ran it, or it still runs.
        ForkError: It has no such step or decision, or would end there just as it did.
    """
    with read_transaction(engine) as session:
        parent = get_episode(session, episode_id)
        stored = rendering_of(session, parent.id)
    recorded = record_of(engine, parent.id)
    turned: TapedDecision | None = None
    if decision is not None:
        turned = _turn(recorded, decision)
        before = _calls_in(recorded.events[: turned.after])
        if step not in (None, before):
            raise ForkError(
                f"What is held as number {decision.item} was decided after step {before} of "
                f"{parent.id}: fork there, or leave the step out."
            )
        step = before
    if step is None:
        raise ForkError(f"Say after which step of {parent.id} it is to be forked.")
    most = len(recorded.tape.replies)
    _check(parent, step, most=most, has_reply=reply is not None)
    if step == most and not (reply or decision or elsewhere):
        _check_goes_on(parent, step)
    replies = recorded.tape.replies[:step]
    if reply is not None:
        classic = stored.rendering.delivery == "classic"
        protocol: ToolProtocolName = "text" if classic else parent.settings.tool_protocol
        own = stored.rendering.classic
        form = None if own is None else own.block_form()
        replies = (*replies[:-1], reply.as_reply(step, protocol, form))
    shared = _end_of(recorded, step - (reply is not None)) if turned is None else turned.after
    decisions = [each for each in recorded.decisions if each.after < shared]
    if turned is not None:
        decisions.append(turned)
    return Cut(
        parent=parent,
        stored=stored,
        step=step,
        prefix=Prefix(
            model=parent.model,
            replies=replies,
            decisions=tuple(decisions),
            steps=tuple(_calls_in(recorded.events[: each.after]) for each in decisions),
            record=recorded.events[:shared],
        ),
        edited=reply is not None,
        decision=None if decision is None else decision.item,
    )


def note_parting(engine: Engine, episode_id: str, prefix: Prefix) -> None:
    """Keep with a fork from which event on what it played came out otherwise than its parent.

    Its first event, which names its own model and condition, is not looked at.

    Args:
        engine: The database.
        episode_id: The fork, which has played its prefix.
        prefix: What it played.
    """
    with read_transaction(engine) as session:
        here = read_events(session, episode_id, limit=len(prefix.record))
        events = [event.without_wall() for event in here]
    same = _same(prefix.record[1:], events[1:])
    if same < len(prefix.record) - 1:
        with write_transaction(engine) as session:
            session.execute(
                update(_episode).where(_episode.c.id == episode_id).values(parts_at=same + 2)
            )


def _same(one: Sequence[Mapping[str, JsonValue]], other: Sequence[Mapping[str, JsonValue]]) -> int:
    """Return how many events two records begin with that are the same."""
    pairs = list(zip(one, other, strict=False))
    equal = (canonical_json(first) == canonical_json(second) for first, second in pairs)
    return next((number for number, same in enumerate(equal) if not same), len(pairs))


def _turn(recorded: RecordedEpisode, decision: OtherDecision) -> TapedDecision:
    """Return a decision the other way round, where it was made."""
    for made in recorded.decisions:
        before = made.ruled
        if before is None or before.item != decision.item:
            continue
        if before.decision in ("approve", "refuse"):
            if before.decision == decision.decision:
                raise ForkError(
                    f"What is held as number {decision.item} in {recorded.episode_id} was decided "
                    f"so before ({before.decision} by {before.by}): fork it the other way."
                )
            ruled = Ruled(
                item=decision.item, decision=decision.decision, reason=decision.reason, by=_BY
            )
            return TapedDecision(after=made.after, ruled=ruled)
    raise ForkError(
        f"Nothing was decided about a held act of the number {decision.item} in "
        f"{recorded.episode_id}; 'insider show {recorded.episode_id}' shows what was."
    )


def _check(parent: EpisodeSummary, step: int, *, most: int, has_reply: bool) -> None:
    if not 0 <= step <= most:
        raise ForkError(f"Episode {parent.id} has the steps 0 to {most}, and no step {step}.")
    if has_reply and step == 0:
        raise ForkError("Before the first step no reply was given that could be another one.")


def _check_goes_on(parent: EpisodeSummary, step: int) -> None:
    if parent.stop_reason in _OWN_END:
        raise ForkError(
            f"Episode {parent.id} ended by itself with step {step} ({parent.stop_reason}): fork it "
            "earlier, or write another reply for that step."
        )


def _calls_in(events: Sequence[Mapping[str, JsonValue]]) -> int:
    return sum(event["kind"] == EventKind.MODEL_CALL.value for event in events)


def _end_of(recorded: RecordedEpisode, step: int) -> int:
    """Return how many events there are up to the model call after a step, or to the end.

    What colleagues decided when the agent had ended is not counted: in a fork it goes on.
    """
    calls = 0
    for place, event in enumerate(recorded.events):
        calls += event["kind"] == EventKind.MODEL_CALL.value
        if calls > step:
            return place
    last = len(recorded.events) - 1
    while last and _is_of_the_end(recorded.events[last - 1]):
        last -= 1
    return last


def _is_of_the_end(event: Mapping[str, JsonValue]) -> bool:
    return event["kind"] in _DECIDED_AFTER and event["request_id"] is None
