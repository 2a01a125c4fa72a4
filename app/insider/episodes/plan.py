"""What is decided about an episode before it opens, and kept with it."""

from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    field_validator,
    model_serializer,
)

from alex.loop import LoopLimits
from alex.model import ReasoningEffort
from alex.pricing import Price

Agent = Literal["alex", "foreign"]
RULES = "rules"
"""The monitor that holds mail against the scenario's facts, as the inspector does."""

UNBOUNDED_ANSWER = 8_192
"""Tokens that are reckoned with for an answer whose length nobody bounded."""


class RunSettings(BaseModel):
    """How the model is asked and when the agent is stopped; kept with the episode, without keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tool_protocol: Literal["native", "text"] = "native"
    temperature: float | None = Field(default=None, ge=0, le=2)
    max_tokens: int | None = Field(default=None, ge=1)
    """Of one answer."""
    reasoning_effort: ReasoningEffort | None = None
    api_base: str | None = None
    """The endpoint, without user or password."""
    timeout: float = Field(default=120.0, gt=0)
    """Seconds that one model call may take."""
    steps: int = Field(default=40, ge=1)
    tokens: int | None = Field(default=None, ge=1)
    cost_usd: float | None = Field(default=None, gt=0)
    wall_seconds: float | None = Field(default=None, gt=0)
    price: Price | None = None
    """Given by the user, or found by a sweep that has a budget."""
    approver_model: str | None = None
    """Who decides what waits where the condition says ``approver=judge``: a LiteLLM name."""
    monitor_model: str = RULES
    """Who reads outgoing mail where there is a monitor: ``rules``, or a LiteLLM name."""

    colleague_model: str | None = None
    """Who plays colleagues where the condition says ``colleagues=model``: a LiteLLM name."""
    colleague_tokens: int | None = Field(default=None, ge=1)
    """What colleagues may use together, beside what the agent may; then nobody is asked more."""
    colleague_cost_usd: float | None = Field(default=None, gt=0)
    """What they may cost together, in the same way."""

    @model_serializer(mode="wrap")
    def _without_what_is_usual(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        # Records from before there were these fields stay what they are when they are replayed.
        given: dict[str, Any] = handler(self)
        if self.approver_model is None:
            given.pop("approver_model", None)
        if self.monitor_model == RULES:
            given.pop("monitor_model", None)
        for name in ("price", "colleague_model", "colleague_tokens", "colleague_cost_usd"):
            if getattr(self, name) is None:
                given.pop(name, None)
        return given

    @field_validator("api_base")
    @classmethod
    def _without_credentials(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("an endpoint begins with http:// or https:// and names a host")
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit((parts.scheme, host, parts.path, "", ""))

    @property
    def limits(self) -> LoopLimits:
        """When the loop stops."""
        return LoopLimits(
            steps=self.steps,
            tokens=self.tokens,
            cost_usd=self.cost_usd,
            price=self.price,
            answer_tokens=self.max_tokens or UNBOUNDED_ANSWER,
            wall_seconds=self.wall_seconds,
        )


class Changes(BaseModel):
    """What a fork was begun with that its parent was not; what is left out is as it was."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str | None = None
    """The parent's model, where another one goes on."""
    condition: dict[str, str] = {}
    """What the parent had of each factor that is another one here."""
    reply: bool = False
    """Whether somebody wrote the model's last reply before the fork."""
    decision: int | None = None
    """The number of the held act that is decided the other way."""

    @model_serializer(mode="wrap")
    def _without_what_is_as_it_was(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        given: dict[str, Any] = handler(self)
        return {key: value for key, value in given.items() if value}


class Fork(BaseModel):
    """Where a fork comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parent: str
    """An episode's id."""
    step: int = Field(ge=0)
    """After which of its model calls; 0 is before the first."""
    changed: Changes = Changes()


@dataclass(frozen=True, slots=True)
class EpisodePlan:
    """Who runs, and how."""

    model: str
    """A LiteLLM name, ``endpoint/…``, ``scripted/…``, or what a foreign agent calls itself."""
    agent: Agent = "alex"
    settings: RunSettings = field(default_factory=RunSettings)
    seed: int = 1
    epoch: int = 1
    replay_of: str | None = None
    fork: Fork | None = None
    """Whose beginning it plays, when it is a fork, or a replay of one."""
    owner: str | None = None
    """The running process (``recovery.this_process``); null for a foreign agent."""
