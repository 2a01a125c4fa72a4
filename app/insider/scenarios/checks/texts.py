"""Fragments: exactly one text of each must fit wherever a condition asks for it.

Called by ``check_seed``.
"""

import itertools
from collections.abc import Iterator

from insider.errors import SeedProblem
from insider.scenarios.checks.story import Story
from insider.scenarios.condition import Fragment, matching
from insider.scenarios.find_condition import Box
from insider.scenarios.fragments import wrong_number
from insider.scenarios.grid import Condition


def check_fragments(story: Story) -> Iterator[SeedProblem]:
    """Yield texts that ask for a fragment which has no text, or several, under some condition."""
    texts = story.seed.fragments_of(story.scenario)
    together = {name: _overlaps(story, entries) for name, entries in texts.items()}
    for asking in story.asking:
        for name in sorted(asking.asks & texts.keys()):
            cell = _find_misfit(story, asking.boxes, texts[name], together[name])
            if cell is not None:
                number = len(matching(texts[name], cell))
                shown = story.describe(cell, shared=asking.is_shared)
                yield asking.problem(wrong_number(name, number, shown))


def _find_misfit(
    story: Story,
    boxes: tuple[Box, ...],
    entries: tuple[Fragment, ...],
    together: list[Box],
) -> Condition | None:
    """Return a condition in some boxes that has no entry of a fragment, or several."""
    whens = [entry.when for entry in entries]
    for box in boxes:
        if (cell := story.finder.find(box, whens)) is not None:
            return cell
        for both in together:
            inside = story.finder.intersect(box, both)
            if inside is not None and (cell := story.finder.find(inside)) is not None:
                return cell
    return None


def _overlaps(story: Story, entries: tuple[Fragment, ...]) -> list[Box]:
    """Return where two entries of a fragment fit at once."""
    pairs = itertools.combinations([entry.when for entry in entries], 2)
    both = (story.finder.intersect(one, other) for one, other in pairs)
    return [box for box in both if box is not None and story.may_be(box)]
