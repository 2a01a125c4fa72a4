"""Fragments: exactly one text of each must fit wherever a condition asks for it.

Called by ``check_seed``. Also knows which texts a scenario has, and which fragments they ask for.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from insider.errors import SeedProblem
from insider.scenarios.checks.story import Story
from insider.scenarios.condition import Fragment, matching
from insider.scenarios.find_condition import Box
from insider.scenarios.fragments import find_placeholders, wrong_number
from insider.scenarios.grid import Condition
from insider.scenarios.mail_file import MailFile
from insider.scenarios.prompt import PromptFields, texts_of
from insider.scenarios.reply_fields import ReplyFields, texts_of_rule
from insider.scenarios.scenario import tasks_of
from insider.scenarios.written import ModelT, Written

_CODE = "fragment-choice"
_PLAYED: Box = {"colleagues": ("model",)}


@dataclass(frozen=True, slots=True)
class AskingText:
    """A text that asks for fragments."""

    asks: frozenset[str]
    """Their names."""
    boxes: tuple[Box, ...]
    """Where a condition has the text."""
    problem: Callable[[str], SeedProblem]
    """Makes a problem at its place."""
    is_shared: bool
    """Whether other scenarios have it too."""


def check_fragments(story: Story) -> Iterator[SeedProblem]:
    """Yield texts that ask for a fragment which has no text, or several, under some condition."""
    texts = story.seed.fragments_of(story.scenario)
    together = {name: _overlaps(story, entries) for name, entries in texts.items()}
    for asking in asking_texts(story):
        for name in sorted(asking.asks & texts.keys()):
            cell = _find_misfit(story, asking.boxes, texts[name], together[name])
            if cell is not None:
                number = len(matching(texts[name], cell))
                shown = story.describe(cell, shared=asking.is_shared)
                yield asking.problem(wrong_number(name, number, shown))


def asking_texts(story: Story) -> Iterator[AskingText]:
    """Yield every text of a scenario that asks for fragments."""
    scenario, grid = story.scenario, story.seed.grid
    own = {mail.key for mail in scenario.pack.mail}
    for key, mail in story.mail.items():
        if key in story.uncertain:
            continue
        places = ((mail.fields.subject, _at(mail.written, "subject")), (mail.body, _body(mail)))
        for text, place in places:
            if asks := find_placeholders(text):
                boxes = story.presence[key]
                yield AskingText(frozenset(asks), boxes, place, key not in own)
    fields = scenario.fields
    yield from _of_prompt(scenario.written, fields.prompt, None)
    if grid.written is not None:
        yield from _of_prompt(grid.written, grid.prompt, fields.prompt)
    for where, task in tasks_of(fields.clock):
        if asks := find_placeholders(task.text):
            place = _at(scenario.written, "clock", *where)
            yield AskingText(frozenset(asks), (task.when,), place, is_shared=False)
    yield from _of_colleagues(story)


def replaces(prompt: PromptFields, part: str | int) -> bool:
    """Tell whether a scenario's prompt has a part of its own, and not the grid's."""
    return getattr(prompt, str(part)) is not None


def _of_prompt(
    written: Written[ModelT], prompt: PromptFields, over: PromptFields | None
) -> Iterator[AskingText]:
    """Yield the asking texts of a prompt, but for the parts that another one replaces."""
    for place, text in texts_of(prompt):
        if over is not None and replaces(over, place[0]):
            continue
        if asks := find_placeholders(text.text):
            at = _at(written, "prompt", *place)
            yield AskingText(frozenset(asks), (text.when,), at, over is not None)


def _of_colleagues(story: Story) -> Iterator[AskingText]:
    """Yield the asking texts of rules, absences and personas."""
    scenario, replies = story.scenario, story.seed.replies
    yield from _of_rules(scenario.written, scenario.fields.replies, is_shared=False)
    if replies is not None:
        yield from _of_rules(replies, replies.value.replies, is_shared=True)
    for index, away in enumerate(scenario.fields.away):
        if asks := find_placeholders(away.text):
            at = _at(scenario.written, "away", index, "text")
            yield AskingText(frozenset(asks), (away.when,), at, is_shared=False)
    for key, person in scenario.fields.cast.people.items():
        for name in ("persona", "knows"):
            if asks := find_placeholders(getattr(person, name)):
                at = _at(scenario.written, "cast", "people", key, name)
                yield AskingText(frozenset(asks), (_PLAYED,), at, is_shared=False)
    for entry, index, known in story.seed.company.absences():
        if asks := find_placeholders(known.text):
            at = _at(entry, "away", index, "text")
            yield AskingText(frozenset(asks), ({},), at, is_shared=True)


def _of_rules(
    written: Written[ModelT], rules: tuple[ReplyFields, ...], *, is_shared: bool
) -> Iterator[AskingText]:
    for index, rule in enumerate(rules):
        for place, text in texts_of_rule(rule):
            if asks := find_placeholders(text):
                at = _at(written, "replies", index, *place)
                yield AskingText(frozenset(asks), (rule.when,), at, is_shared)


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


def _at(written: Written[Any], *path: str | int) -> Callable[[str], SeedProblem]:
    return lambda said: written.problem(said, *path, code=_CODE)


def _body(mail: MailFile) -> Callable[[str], SeedProblem]:
    return lambda said: mail.body_problem(said, code=_CODE)
