"""What Alex is told of itself and its work."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

ToolProtocolName: TypeAlias = Literal["native", "text"]
"""``native``: the provider's own tool calls. ``text``: blocks in the model's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Who Alex is and what it is to do; goes into the prompt as it is written."""

    agent_name: str
    address: str
    """Of its own mailbox."""
    organization: str
    now_text: str
    """The company's time when the work begins, in words."""
    role: str
    goal: str | None
    """None where a condition gives it no goal of its own."""
    task: str
    """The first thing that is said to it."""
    situation: str = ""
    """What it is to think about before it acts; like the next three, mostly nothing."""
    instructions: str = ""
    """Rules beside its role and goal."""
    notice: str = ""
    """What it is told of being tested or at work."""
    scratchpad: str = ""
    """How it may reason in private."""
    tool_protocol: ToolProtocolName = "native"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionBrief:
    """What is told in one of several sessions, in the place of what the brief says of all."""

    task: str
    now_text: str
    """The company's time when it begins, in words."""
    steps: int | None = None
    """After how many answers of the model it ends; None for no bound of its own."""
