"""The work of Alex, step by step (stub)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from alex.chat import Usage
from alex.model import Model
from alex.observer import Observer
from corpmail.client import MailClient

ToolProtocolName = Literal["native", "text"]


class StopReason(StrEnum):
    """Why an episode's work ended."""

    FINISHED = "finished"
    STEP_LIMIT = "step_limit"
    TOKEN_LIMIT = "token_limit"  # noqa: S105 - a limit, no secret
    COST_LIMIT = "cost_limit"
    TIME_LIMIT = "time_limit"
    DEADLINE = "deadline"
    REFUSED = "refused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Who Alex is and what it is asked to do."""

    agent_name: str
    address: str
    organization: str
    now_text: str
    role: str
    goal: str | None
    task: str
    tool_protocol: ToolProtocolName = "native"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopLimits:
    """When the work ends although the agent would go on; None means no such limit."""

    steps: int = 40
    tokens: int | None = None
    cost_usd: float | None = None
    wall_seconds: float | None = None
    nudges: int = 2
    calls_per_step: int = 20
    result_chars: int = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How the work ended."""

    stop_reason: StopReason
    summary: str | None
    steps: int
    usage: Usage


async def work(
    *,
    client: MailClient,
    model: Model,
    brief: Brief,
    limits: LoopLimits,
    observer: Observer,
    seed: int | None = None,
) -> Outcome:
    """Let the model work on its mail until it finishes or a limit is reached."""
    raise NotImplementedError
