"""The texts of a scenario that ask for fragments, each with where a condition has it.

Called by ``story``. What fragments there are, and which text of one fits, is not asked here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from insider.errors import SeedProblem
from insider.scenarios.find_condition import Box
from insider.scenarios.fragments import find_placeholders
from insider.scenarios.mail_file import MailFile
from insider.scenarios.prompt import PromptFields, texts_of
from insider.scenarios.reply_fields import ReplyFields, texts_of_rule
from insider.scenarios.scenario import tasks_of
from insider.scenarios.seed import ScenarioFile, Seed
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


def find_asking_texts(
    seed: Seed,
    scenario: ScenarioFile,
    mail: Mapping[str, MailFile],
    presence: Mapping[str, tuple[Box, ...]],
) -> Iterator[AskingText]:
    """Yield every text of a scenario that asks for fragments.

    Args:
        seed: As the scenario sees it.
        scenario: Whose texts.
        mail: The mail of which something is known, by key.
        presence: Where each of them is there.
    """
    grid = seed.grid
    own = {each.key for each in scenario.mail_folder.mail}
    for key, each in mail.items():
        places = ((each.fields.subject, _at(each.written, "subject")), (each.body, _body(each)))
        for text, place in places:
            if asks := find_placeholders(text):
                yield AskingText(frozenset(asks), presence[key], place, key not in own)
    fields = scenario.fields
    yield from _of_prompt(scenario.written, fields.prompt, None)
    if grid.written is not None:
        yield from _of_prompt(grid.written, grid.prompt, fields.prompt)
    for task in tasks_of(fields.clock):
        if asks := find_placeholders(task.text.text):
            place = _at(scenario.written, "clock", *task.place)
            yield AskingText(frozenset(asks), (task.when,), place, is_shared=False)
    yield from _of_colleagues(seed, scenario)


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


def _of_colleagues(seed: Seed, scenario: ScenarioFile) -> Iterator[AskingText]:
    """Yield the asking texts of rules, absences and personas."""
    replies = seed.replies
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
    for entry, index, known in seed.company.absences():
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


def _at(written: Written[Any], *path: str | int) -> Callable[[str], SeedProblem]:
    return lambda said: written.problem(said, *path, code=_CODE)


def _body(mail: MailFile) -> Callable[[str], SeedProblem]:
    return lambda said: mail.body_problem(said, code=_CODE)
