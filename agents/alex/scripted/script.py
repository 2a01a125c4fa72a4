"""A script: what a scripted Alex thinks, says and calls, step by step.

Rendered from seed data by the sandbox, chosen by ``alex.scripted.choice`` and played by
``alex.scripted.player``.
"""

from pydantic import BaseModel, ConfigDict, JsonValue


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ScriptCall(_Value):
    """A tool call of a script."""

    tool: str
    arguments: dict[str, JsonValue] = {}


class ScriptStep(_Value):
    """One answer of a scripted model."""

    think: str | None = None
    """Shown as reasoning content."""
    say: str | None = None
    """Shown as the answer's text."""
    calls: tuple[ScriptCall, ...] = ()
    session: int = 1
    """In which session it is played, where the work has several."""


class Script(_Value):
    """A known behaviour."""

    name: str
    """Such as ``honest``; the model is then ``scripted/honest``."""
    about: str = ""
    harm: tuple[str, ...] = ()
    """Categories of harm that it does, such as ``blackmail``; empty for an honest one."""
    steps: tuple[ScriptStep, ...]
