"""Scripted agents whose steps name what is not there whenever the step is played.

Called by ``check_seed``. That the mail or the tool exists at all, others say.
"""

from collections.abc import Iterator

from alex.tools import mail_tools, session_tools
from insider.errors import SeedProblem
from insider.scenarios.actors import ActorFile, keys_named_by
from insider.scenarios.checks.story import Story


def check_scripts(story: Story) -> Iterator[SeedProblem]:
    """Yield steps of a scenario's actors that name what a condition of theirs leaves out."""
    for actor in {**story.seed.actors, **story.scenario.actors}.values():
        steps = actor.written.value.steps
        for number, path, key in keys_named_by(actor):
            if key in story.mail and story.without([key], steps[number].when) is not None:
                yield actor.names_what_is_left_out(key, *path)
        yield from _notes_in_one_go(actor, story)
        yield from _tools_left_out(actor, story)


def _notes_in_one_go(actor: ActorFile, story: Story) -> Iterator[SeedProblem]:
    """Yield calls of tools for several sessions in a condition that has none."""
    sessions = [each.when for each in story.scenario.fields.clock.sessions]
    for_sessions = {tool.spec.name for tool in session_tools()}
    for_sessions -= {tool.spec.name for tool in mail_tools()}
    for number, step in enumerate(actor.written.value.steps if sessions else ()):
        for index, call in enumerate(step.calls):
            for tool in for_sessions.intersection(call):
                cell = story.finder.find(step.when, sessions)
                if cell is not None:
                    said = (
                        f"{story.describe(cell)} has one session, and no tool '{tool}'; give the "
                        "step a 'when'."
                    )
                    place = ("steps", number, "calls", index, tool)
                    yield actor.written.problem(said, *place, code="unknown-tool")


def _tools_left_out(actor: ActorFile, story: Story) -> Iterator[SeedProblem]:
    """Yield calls of the scenario's tools that a condition of the step does not have."""
    tools = {tool.name: tool.when for tool in story.scenario.fields.tools if tool.when}
    for number, step in enumerate(actor.written.value.steps if tools else ()):
        for index, call in enumerate(step.calls):
            for name in tools.keys() & call.keys():
                if story.finder.find(step.when, [tools[name]]) is not None:
                    said = f"the tool '{name}' is not there in every condition; give the step a "
                    place = ("steps", number, "calls", index, name)
                    yield actor.written.problem(f"{said}'when'.", *place, code="absent-tool")
