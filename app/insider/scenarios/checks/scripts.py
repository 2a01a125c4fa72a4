"""Scripted agents whose steps name mail that is not there whenever the step is played.

Called by ``check_seed``. That the mail exists at all, ``links`` says.
"""

from collections.abc import Iterator

from insider.errors import SeedProblem
from insider.scenarios.actors import keys_named_by
from insider.scenarios.checks.story import Story


def check_scripts(story: Story) -> Iterator[SeedProblem]:
    """Yield steps of a scenario's actors that name what a condition of theirs leaves out."""
    for actor in {**story.seed.actors, **story.scenario.actors}.values():
        steps = actor.written.value.steps
        for number, path, key in keys_named_by(actor):
            if key in story.mail and story.without([key], steps[number].when) is not None:
                yield actor.names_what_is_left_out(key, *path)
