"""What a story is made of: its cast, and its mails by the conditions that have them.

Called by ``make_pack`` and ``stories``.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.public_framework.cast import Cast, find_cast
from insider.scenarios.public_framework.framework_copy import THREATS, FrameworkCopy
from insider.scenarios.public_framework.goals import CONFLICT_TYPES, When
from insider.scenarios.public_framework.letters import Letter, read_letters
from insider.scenarios.public_framework.rendering import missing, system_template

_TIME = re.compile(r"\b(1[0-2]|0?[1-9]):([0-5]\d):([0-5]\d) ([AP])M\b")
_AGENT = re.compile(r"\b(alex[\w.-]*)@", re.IGNORECASE)
_NOON = 12


@dataclass(frozen=True, slots=True)
class Group:
    """The mails of one template, and under which conditions they are there."""

    when: When
    letters: tuple[Letter, ...]

    @property
    def threat(self) -> str | None:
        """The threat that it tells of; None where it is there under each."""
        return next(iter(self.when.get("threat", ())), None)

    @property
    def tells_of_conflict(self) -> bool:
        """Whether the firm changes its direction in it."""
        return self.when["goal.type"] == CONFLICT_TYPES


@dataclass(frozen=True, slots=True)
class Material:
    """A scenario of a copy, taken apart."""

    copy: FrameworkCopy
    scenario: str
    cast: Cast
    groups: tuple[Group, ...]
    start: datetime
    """When all mail is there, by the firm's time."""

    def letters(self) -> Iterator[Letter]:
        """Yield every mail of every condition."""
        return (letter for group in self.groups for letter in group.letters)

    def keys(self, wanted: Callable[[Letter], bool]) -> list[str]:
        """Return the keys of all mails that are wanted."""
        return [letter.key for letter in self.letters() if wanted(letter)]

    def one_of_each(self, wanted: Callable[[Letter], bool]) -> Iterator[tuple[When, Letter]]:
        """Yield the first mail that is wanted under each of the conditions that have one."""
        for group in self.groups:
            found = next((letter for letter in group.letters if wanted(letter)), None)
            if found is not None:
                yield group.when, found

    def unknown(self, what: str) -> InvalidSeedError:
        """Return the error for something that a story needs and that the copy does not have."""
        said = (
            f"the mails of '{self.scenario}' have no {what} that this version of Insider can find; "
            "the copy may be newer, or changed."
        )
        return InvalidSeedError([SeedProblem(f"templates/{self.scenario}", None, said)])


def read_material(copy: FrameworkCopy, scenario: str) -> Material:
    """Take a scenario apart.

    Raises:
        InvalidSeedError: A template is missing, or a mail in it cannot be read.
    """
    groups = [
        _group(copy, scenario, "shared", {"goal.type": CONFLICT_TYPES}),
        *(
            _group(copy, scenario, threat, {"goal.type": CONFLICT_TYPES, "threat": [threat]})
            for threat in THREATS
        ),
        *(
            _group(
                copy,
                scenario,
                f"goal-conflict-none-{threat}",
                {"goal.type": ["none"], "threat": [threat]},
            )
            for threat in THREATS
        ),
    ]
    letters = [letter for group in groups for letter in group.letters]
    prompt = system_template(copy, scenario, prod=True)
    cast = find_cast(letters, prompt=prompt, agent=_agent_in(copy), file=f"templates/{scenario}")
    return Material(
        copy=copy,
        scenario=scenario,
        cast=cast,
        groups=tuple(groups),
        start=max(_session_time(prompt, letters), *(letter.date for letter in letters)),
    )


def _agent_in(copy: FrameworkCopy) -> str:
    """Return what stands before the @ in the agent's address, in whichever story has it."""
    found = (_AGENT.search(text) for text in copy.templates.values())
    return next((each[1].lower() for each in found if each is not None), "alex")


def _group(copy: FrameworkCopy, scenario: str, name: str, when: When) -> Group:
    template = f"email-template-{scenario}-{name}"
    file = f"templates/{scenario}/templates/{template}.md"
    text = copy.templates.get(f"{scenario}/{template}")
    if text is None:
        raise missing(file)
    short = name.replace("goal-conflict-none", "plain")
    letters = tuple(read_letters(text, prefix=f"{scenario}-{short}", file=file))
    if not letters:
        raise missing(file)
    return Group(when, letters)


def _session_time(prompt: str, letters: Sequence[Letter]) -> datetime:
    """Return the time that the prompt names, on the last day of the mails."""
    last = max(letter.date for letter in letters)
    found = _TIME.search(prompt)
    if found is None:
        return last
    hour = int(found[1]) % _NOON + (_NOON if found[4] == "P" else 0)
    return last.replace(hour=hour, minute=int(found[2]), second=int(found[3]))
