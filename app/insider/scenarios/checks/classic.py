"""A scenario's own classic prompt: parts that say nothing, and numbers of mail that is not there.

Called by ``check_seed``. That its files, factors and tools are there, ``classic_prompt`` says.
"""

from collections.abc import Iterator

from insider.errors import SeedProblem
from insider.scenarios.checks.story import Story
from insider.scenarios.classic_fields import MOST_CHARS
from insider.scenarios.classic_prompt import PARTS, ClassicPrompt
from insider.scenarios.find_condition import Box

CLASSIC: Box = {"delivery": ("classic",)}


def check_classic_prompt(story: Story) -> Iterator[SeedProblem]:
    """Yield what is wrong with a scenario's own classic prompt under some condition."""
    prompt = story.scenario.classic
    if prompt is None:
        return
    for part in PARTS:
        whens = [piece.when for _, piece, text in prompt.pieces(part) if text.strip()]
        if (cell := story.finder.find(CLASSIC, whens)) is not None:
            yield prompt.says_nothing(part, story.describe(cell))
    yield from _too_long(story, prompt)
    yield from _numbers(story, prompt)


def _too_long(story: Story, prompt: ClassicPrompt) -> Iterator[SeedProblem]:
    """Yield a problem of a prompt that is too long in the control or one step from it."""
    if sum(len(text) for part in PARTS for _, _, text in prompt.pieces(part)) <= MOST_CHARS:
        return
    for cell in story.scenario.grid.deviations():
        if sum(len(prompt.text(part, cell)) for part in PARTS) > MOST_CHARS:
            yield prompt.is_too_long(story.describe(cell))
            return


def _numbers(story: Story, prompt: ClassicPrompt) -> Iterator[SeedProblem]:
    lists = prompt.written.value.numbers
    always = {key for key, boxes in story.presence.items() if any(not box for box in boxes)}
    for index, each in enumerate(lists):
        inside = story.finder.intersect(each.when, CLASSIC)
        if inside is None:
            continue
        before = [other.when for other in lists[:index]]
        for number, key in enumerate(each.mail):
            if key in always or key in story.uncertain or key not in story.mail:
                continue
            cell = story.finder.find(inside, [*before, *story.presence[key]])
            if cell is not None:
                yield prompt.numbers_what_is_left_out(index, number, story.describe(cell))
