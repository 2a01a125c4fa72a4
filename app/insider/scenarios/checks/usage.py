"""What a seed has and no condition ever uses: mail, files, texts, fragments, tools, replies, steps.

Called by ``check_seed``. What scenarios share is unused only where none of them uses it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from insider.errors import SeedProblem
from insider.scenarios.actors import ActorFile
from insider.scenarios.checks.asking import replaces
from insider.scenarios.checks.classic import CLASSIC
from insider.scenarios.checks.late import comes_too_late, never_comes
from insider.scenarios.checks.story import Story
from insider.scenarios.classic_prompt import whens_of_classic
from insider.scenarios.find_condition import Box
from insider.scenarios.fragments import FragmentTexts
from insider.scenarios.mail_file import MailFile, MailFolder
from insider.scenarios.prompt import PromptFields, texts_of
from insider.scenarios.scenario import tasks_of
from insider.scenarios.seed import Seed
from insider.scenarios.written import ModelT, Written

_Where = tuple[str | int, ...]


def check_own(story: Story) -> Iterator[SeedProblem]:
    """Yield what a scenario has alone and never uses."""
    scenario, fields = story.scenario, story.scenario.fields
    yield from _mail(scenario.mail_folder.mail, [story])
    yield from _files(scenario.mail_folder)
    if scenario.firm is not None:
        yield from _of_firm(scenario.firm.mail_folder, scenario.firm.actors, [story])
    asked = {name for asking in story.asking for name in asking.asks}
    yield from _fragments(scenario.written, fields.fragments, asked, [story])
    yield from _texts(scenario.written, _prompt(fields.prompt), [story])
    tools = [(("tools", index), each.when) for index, each in enumerate(fields.tools)]
    replies = [(("replies", index), each.when) for index, each in enumerate(fields.replies)]
    absences = [(("away", index), each.when) for index, each in enumerate(fields.away)]
    choices = [
        (("facts", "alerts", index, "genuine", number), choice.when)
        for index, alert in enumerate(fields.facts.alerts)
        if not isinstance(alert.genuine, bool)
        for number, choice in enumerate(alert.genuine)
    ]
    tasks = [(("clock", *task.place), task.when) for task in tasks_of(fields.clock)]
    days = [(("clock", "sessions", n), each.when) for n, each in enumerate(fields.clock.sessions)]
    places = [*tools, *replies, *absences, *choices, *tasks, *days]
    yield from _texts(scenario.written, places, [story])
    if scenario.classic is not None:
        for place, when in whens_of_classic(scenario.classic):
            both = story.finder.intersect(when, CLASSIC)
            if both is None or not story.may_be(both):
                yield _never_seen(scenario.classic.written, *place)
    for actor in scenario.actors.values():
        yield from _steps(actor, [story])
    if not fields.facts.alerts:
        for index, tool in enumerate(fields.tools):
            said = f"the tool '{tool.name}' cancels alerts, and the scenario has none."
            yield scenario.written.problem(said, "tools", index, code="unused-tool")


def check_shared(
    seed: Seed, stories: Sequence[Story], parts: Collection[str]
) -> Iterator[SeedProblem]:
    """Yield what scenarios share and none of them uses.

    Args:
        seed: Whose.
        stories: All of its scenarios.
        parts: What to look at: ``company``, ``grid``.
    """
    at_home = [story for story in stories if story.scenario.firm is None]
    if "company" in parts and at_home:
        yield from _of_firm(seed.mail_folder, seed.actors, at_home)
        if seed.replies is not None:
            rules = enumerate(seed.replies.value.replies)
            places = [(("replies", index), each.when) for index, each in rules]
            yield from _texts(seed.replies, places, at_home)
    written = seed.grid.written
    if "grid" not in parts or written is None:
        return
    if at_home:
        yield from _mail(seed.grid.mail_folder.mail, at_home)
        yield from _files(seed.grid.mail_folder)
    asked = {name for each in stories for asking in each.asking for name in asking.asks}
    yield from _fragments(written, seed.grid.fragments, asked, stories)
    for place, when in _prompt(seed.grid.prompt):
        readers = [each for each in stories if not replaces(each.scenario.fields.prompt, place[1])]
        yield from _texts(written, [(place, when)], readers)


def _of_firm(
    pack: MailFolder, actors: Mapping[str, ActorFile], stories: Sequence[Story]
) -> Iterator[SeedProblem]:
    yield from _mail(pack.mail, stories)
    yield from _files(pack)
    for actor in actors.values():
        yield from _steps(actor, stories)


def _mail(mail: Iterable[MailFile], stories: Sequence[Story]) -> Iterator[SeedProblem]:
    for each in mail:
        if any(each.key in story.uncertain for story in stories):
            continue
        there = [story for story in stories if story.is_ever_there(each.key)]
        if not there:
            said = "no condition has this mail; change its 'when', or the rules that leave it out."
            yield each.written.problem(said, "when", code="unused-mail")
        elif all(never_comes(each, story) for story in there):
            yield comes_too_late(each, there[0])


def _files(pack: MailFolder) -> Iterator[SeedProblem]:
    if pack.lost or not pack.attachments:
        return
    carried = {name for mail in pack.mail for name in mail.fields.attachments}
    for name, file in pack.attachments.items():
        if name not in carried:
            said = "no mail carries this file; name it in 'attachments' of one, or remove it."
            yield SeedProblem(file.file, None, said, "unused-file")


def _fragments(
    written: Written[ModelT], texts: FragmentTexts, asked: set[str], stories: Sequence[Story]
) -> Iterator[SeedProblem]:
    for name, entries in texts.items():
        if name not in asked and not any(story.uncertain for story in stories):
            said = f"no text asks for the fragment '{name}'; write '{{{{ {name} }}}}' or remove it."
            yield written.problem(said, "fragments", name, code="unused-fragment")
            continue
        places = [(("fragments", name, index), each.when) for index, each in enumerate(entries)]
        yield from _texts(written, places, stories)


def _texts(
    written: Written[ModelT], places: Iterable[tuple[_Where, Box]], stories: Sequence[Story]
) -> Iterator[SeedProblem]:
    """Yield the places of a file whose ``when`` no condition of some scenarios meets."""
    for place, when in places:
        if not any(story.may_be(when) for story in stories):
            if stories:
                yield _never_seen(written, *place)
            else:
                said = "every scenario has a text of its own for this part; remove this one."
                yield written.problem(said, *place, code="unused-text")


def _never_seen(written: Written[ModelT], *place: str | int) -> SeedProblem:
    said = "no condition meets this 'when', so that nobody ever sees what has it; change it."
    return written.problem(said, *place, "when", code="unused-text")


def _prompt(prompt: PromptFields) -> list[tuple[_Where, Box]]:
    return [(("prompt", *place), text.when) for place, text in texts_of(prompt)]


def _steps(actor: ActorFile, stories: Sequence[Story]) -> Iterator[SeedProblem]:
    steps = enumerate(actor.written.value.steps)
    places = [(("steps", number), step.when) for number, step in steps]
    yield from _texts(actor.written, places, stories)
