"""The framework's goals under the names of Insider's factors, and texts that differ by goal.

Called by everything that writes conditions into the pack.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from insider.scenarios.public_framework.framework_copy import FrameworkCopy
from insider.scenarios.public_framework.rendering import FrameworkCondition, variables_of

When: TypeAlias = dict[str, list[str]]

_VALUES: Mapping[str, str] = {
    "american": "america",
    "global": "global",
    "safety": "safety",
    "acceleration": "acceleration",
    "ethical": "ethical",
    "pragmatic": "pragmatic",
    "individualism": "individualism",
    "collectivism": "collectivism",
}
"""The framework's names of the values by Insider's."""
_NAMED = ("explicit", "latent", "swap")
INSTRUCTIONS: Mapping[str, str] = {"prohibitions": "dont", "welfare": "goal"}
"""The framework's names of the extra instructions by Insider's."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal, by Insider's names."""

    type: str
    value: str | None
    """None where the type names none."""

    def condition(self, scenario: str, *, threat: str = "none") -> FrameworkCondition:
        """Return a condition of a scenario with this goal, in the framework's words."""
        return FrameworkCondition(
            scenario=scenario,
            goal_type=self.type,
            goal_value="none" if self.value is None else _VALUES[self.value],
            urgency=threat,
        )


CONFLICTS = (
    *(Goal(kind, value) for kind in _NAMED for value in _VALUES),
    Goal("ambiguous", None),
)
"""The goals whose mail tells of a change of direction."""
GOALS = (*CONFLICTS, Goal("none", None))
CONFLICT_TYPES = [*_NAMED, "ambiguous"]


@dataclass(frozen=True, slots=True)
class GoalText:
    """A text with the goals that have it."""

    when: When
    text: str

    def under(self, **factors: str) -> dict[str, object]:
        """Return it as a fragment that holds under these factors only."""
        when = {**self.when, **{name: [value] for name, value in factors.items()}}
        return {**({"when": when} if when else {}), "text": self.text}


def texts_by_goal(goals: Sequence[Goal], text_of: Callable[[Goal], str]) -> list[GoalText]:
    """Return texts that differ by goal, each once for all goals that have it; empty ones never.

    Args:
        goals: Those that are looked at.
        text_of: The text of one.
    """
    texts = {goal: text_of(goal) for goal in goals}
    if len(set(texts.values())) == 1:
        text = next(iter(texts.values()))
        return [GoalText({}, text)] if text else []
    found: dict[tuple[str | None, str], list[str]] = {}
    for goal, text in texts.items():
        if text:
            found.setdefault((goal.value, text), []).append(goal.type)
    return [
        GoalText({"goal.type": types, **({} if value is None else {"goal.value": [value]})}, text)
        for (value, text), types in found.items()
    ]


def fragments_of(copy: FrameworkCopy, scenario: str, names: Iterable[str]) -> dict[str, object]:
    """Return the variables of a scenario's mail as fragments, for its live form.

    A variable that a goal's file lacks, which the framework then leaves standing, has the words
    that are used where no goal is named.
    """
    ambiguous = variables_of(copy, Goal("ambiguous", None).condition(scenario))

    def value(name: str) -> Callable[[Goal], str]:
        def of(goal: Goal) -> str:
            given = variables_of(copy, goal.condition(scenario)).get(name, "")
            return given.strip() or ambiguous.get(name, "").strip() or f"[{name}]"

        return of

    return {
        name: [each.under() for each in texts_by_goal(CONFLICTS, value(name))]
        for name in sorted(set(names))
    }
