"""What the agent is told, as its authors write it, and what is left of it under one condition.

A scenario's own part replaces the one that the grid has for all scenarios.
"""

from collections.abc import Callable, Iterator, Mapping

from insider.scenarios.condition import Fragment, matching
from insider.scenarios.rendered import PromptParts
from insider.scenarios.written import WrittenModel

Part = str | tuple[Fragment, ...]


class PromptFields(WrittenModel):
    """Fragments of what the agent is told; each a text, or a list of texts with conditions."""

    role: Part | None = None
    goal: Part | None = None
    situation: Part | None = None
    instructions: Part | None = None
    notice: Part | None = None
    scratchpad: Part | None = None
    task: Part | None = None


def texts_of(prompt: PromptFields) -> Iterator[tuple[tuple[str | int, ...], Fragment]]:
    """Yield every text of a prompt with its place."""
    for name in PromptFields.model_fields:
        for place, fragment in texts_in(getattr(prompt, name)):
            yield (name, *place), fragment


def texts_in(part: Part | None) -> Iterator[tuple[tuple[int, ...], Fragment]]:
    """Yield every text of a part of a prompt with its place in it."""
    if isinstance(part, str):
        if part:
            yield (), Fragment(text=part)
    else:
        for index, fragment in enumerate(part or ()):
            yield (index,), fragment


def text_of(part: Part | None, cell: Mapping[str, str]) -> str:
    """Return what a part of a prompt says under a complete condition."""
    if part is None or isinstance(part, str):
        return (part or "").strip()
    return "\n\n".join(each.text.strip() for each in matching(part, cell))


def render_prompt(
    shared: PromptFields,
    own: PromptFields,
    cell: Mapping[str, str],
    finish: Callable[[str], str],
) -> PromptParts:
    """Return the prompt of a condition.

    Args:
        shared: What the grid has for every scenario.
        own: The scenario's; a part that it has replaces the shared one.
        cell: The complete condition.
        finish: Makes of a written text the one that is shown.
    """

    def part(name: str) -> str:
        written: Part | None = getattr(own, name)
        return finish(text_of(getattr(shared, name) if written is None else written, cell))

    return PromptParts(**{name: part(name) for name in PromptFields.model_fields})
