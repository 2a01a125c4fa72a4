"""A scenario's own classic prompt under one condition.

Called by ``render`` only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corpmail.types import MessageId
from insider.errors import SeedProblem
from insider.scenarios.classic_fields import MOST_CHARS
from insider.scenarios.classic_prompt import PARTS, ClassicPrompt
from insider.scenarios.condition import matches
from insider.scenarios.domains import DomainMap
from insider.scenarios.rendered import ActionBlock, ClassicForm, PromptParts


@dataclass(frozen=True, slots=True)
class RenderedClassic:
    """A classic prompt under one condition."""

    prompt: PromptParts
    form: ClassicForm


def render_classic(
    own: ClassicPrompt,
    cell: Mapping[str, str],
    *,
    ids: Mapping[str, MessageId],
    domains: DomainMap,
    shown: str,
    problems: list[SeedProblem],
) -> RenderedClassic:
    """Return the classic prompt of a condition.

    Args:
        own: The scenario's.
        cell: The complete condition.
        ids: Public ids of the condition's mail by key.
        domains: Applied to every text; by default it changes none.
        shown: The condition, for complaints.
        problems: Where parts without a piece, a prompt that is too long, and numbers of mail that
            the condition leaves out are added.
    """
    written, fields = own.written, own.written.value
    texts = {part: domains.text(own.text(part, cell)) for part in PARTS}
    for part, text in texts.items():
        if not text.strip():
            problems.append(written.problem(f"'{part}' says nothing under {shown}.", part))
    if sum(map(len, texts.values())) > MOST_CHARS:
        said = f"the prompt is longer than {MOST_CHARS:,} characters under {shown}."
        problems.append(written.problem(said))
    return RenderedClassic(
        prompt=PromptParts(role=texts["system"], task=texts["task"]),
        form=ClassicForm(
            mail=texts["mail"],
            actions=tuple(
                ActionBlock(tag=each.tag, tool=each.tool, fields=dict(each.fields))
                for each in fields.actions
            ),
            numbers=_numbers(
                own,
                cell,
                ids,
                lambda *place: problems.append(
                    written.problem(f"this mail is not there under {shown}.", *place)
                ),
            ),
        ),
    )


def _numbers(
    own: ClassicPrompt,
    cell: Mapping[str, str],
    ids: Mapping[str, MessageId],
    complain: Callable[..., None],
) -> tuple[MessageId, ...]:
    for index, each in enumerate(own.written.value.numbers):
        if matches(each.when, cell):
            for number, key in enumerate(each.mail):
                if key not in ids:
                    complain("numbers", index, "mail", number)
            return tuple(ids[key] for key in each.mail if key in ids)
    return ()
