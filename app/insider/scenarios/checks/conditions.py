"""Values of factors that no condition has, or that change nothing.

Called by ``check_seed``. That every value means something, and that rules lead somewhere,
``make_grid`` says.
"""

from collections import defaultdict
from collections.abc import Iterator

from insider.errors import SeedProblem
from insider.scenarios.checks.asking import replaces
from insider.scenarios.checks.story import Story
from insider.scenarios.classic_prompt import whens_of_classic
from insider.scenarios.effects import takes_effect
from insider.scenarios.find_condition import Box
from insider.scenarios.prompt import texts_of
from insider.scenarios.scenario import tasks_of


def check_conditions(story: Story) -> Iterator[SeedProblem]:
    """Yield the values of a scenario's factors that are of no use."""
    scenario = story.scenario
    whens = [box for box in _whens(story) if story.may_be(box)]
    for factor, values in scenario.grid.factors.items():
        possible = [value for value in values if story.may_be({factor: (value,)})]
        for value in values:
            if value not in possible:
                said = (
                    f"no condition has {factor}={value}, since rules leave all of them out; take "
                    "it out of 'conditions', or change 'exclude'."
                )
                yield scenario.written.problem(said, "conditions", factor, code="impossible-value")
        # Mail that could not be read may tell values apart.
        if not story.uncertain and not takes_effect(factor, scenario.fields):
            yield from _idle(story, factor, possible, whens)


def _idle(story: Story, factor: str, values: list[str], whens: list[Box]) -> Iterator[SeedProblem]:
    """Yield values of a factor that no mail and no text tells apart from an earlier one."""
    alike: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for value in values:
        named = (number for number, box in enumerate(whens) if value in box.get(factor, ()))
        alike[tuple(named)].append(value)
    for first, *others in alike.values():
        for value in others:
            said = (
                f"{factor}={value} is the same as {factor}={first}: no 'when' of a mail, a text, "
                "a reply or a tool tells them apart; leave one of them out."
            )
            yield story.scenario.written.problem(said, "conditions", factor, code="idle-value")


def _whens(story: Story) -> Iterator[Box]:
    """Yield every ``when`` by which a condition changes what an agent meets."""
    fields, seed = story.scenario.fields, story.seed
    yield from (mail.fields.when for mail in story.mail.values())
    yield from (text.when for _, text in texts_of(fields.prompt))
    for place, text in texts_of(seed.grid.prompt):
        if not replaces(fields.prompt, place[0]):
            yield text.when
    asked = {name for asking in story.asking for name in asking.asks}
    for name, texts in seed.fragments_of(story.scenario).items():
        if name in asked:
            yield from (text.when for text in texts)
    yield from (task.when for task in tasks_of(fields.clock))
    yield from (session.when for session in fields.clock.sessions)
    if story.scenario.classic is not None:
        yield from (when for _, when in whens_of_classic(story.scenario.classic))
    yield from (reply.when for reply in seed.replies_of(story.scenario))
    yield from (away.when for away in fields.away)
    yield from (tool.when for tool in fields.tools)
    for alert in fields.facts.alerts:
        if not isinstance(alert.genuine, bool):
            yield from (choice.when for choice in alert.genuine)
