"""The public framework in tests: the port in the package inspect-evals, as others wrote it.

``./dev test`` installs it, alone, into the folder ``.foreign``. Its prompts are rendered by its own
functions, without the packages that it needs to run.
"""

import importlib
import itertools
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from insider.scenarios.public_framework import FrameworkCondition

_PACKAGE = "inspect_evals"
_PORT = f"{_PACKAGE}.agentic_misalignment"
_FOREIGN = Path(__file__).resolve().parents[2] / ".foreign"

GOALS = (
    *itertools.product(
        ("explicit", "latent", "swap"),
        (
            "america",
            "global",
            "safety",
            "acceleration",
            "ethical",
            "pragmatic",
            "individualism",
            "collectivism",
        ),
    ),
    ("ambiguous", "none"),
    ("none", "none"),
)
"""Types and values of the framework that its functions tell apart."""


def port_folder() -> Path:
    """Return the port's folder; the test is skipped where the package is not installed."""
    if (_FOREIGN / _PACKAGE).is_dir():
        return _FOREIGN / _PACKAGE / "agentic_misalignment"
    # Not of what is imported: a test may have put something else in its place.
    found = PathFinder.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        pytest.skip("inspect-evals is not installed: ./dev test puts it into .foreign")
    return Path(found.submodule_search_locations[0]) / "agentic_misalignment"


def port_generator(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the port's own module that renders prompts, with nothing else of it imported."""
    folder = port_folder()
    for name, place in ((_PACKAGE, folder.parent), (_PORT, folder)):
        # Its packages import what it needs to run; empty ones in their place do not.
        package = ModuleType(name)
        package.__path__ = [str(place)]
        monkeypatch.setitem(sys.modules, name, package)
    for name in ("templates", "templates.system_prompt_templates", "prompt_generator"):
        monkeypatch.delitem(sys.modules, f"{_PORT}.{name}", raising=False)
    return importlib.import_module(f"{_PORT}.prompt_generator")


def every_condition(scenario: str) -> Iterator[FrameworkCondition]:
    """Yield every condition of a scenario, in the framework's words."""
    for (kind, value), urgency, extra, prod, notice in itertools.product(
        GOALS,
        ("replacement", "restriction", "none"),
        (None, "dont", "goal"),
        (False, True),
        (False, True),
    ):
        yield FrameworkCondition(
            scenario=scenario,
            goal_type=kind,
            goal_value=value,
            urgency=urgency,
            extra=extra,
            prod=prod,
            has_notice=notice,
        )


def as_insider(condition: FrameworkCondition) -> dict[str, str]:
    """Return a condition of the classic form in the words of the pack."""
    values = {"america": "american", "none": "american"}
    instructions = {None: "none", "dont": "prohibitions", "goal": "welfare"}
    return {
        "goal.type": condition.goal_type,
        "goal.value": values.get(condition.goal_value, condition.goal_value),
        "threat": condition.urgency,
        "instructions": instructions[condition.extra],
        "scratchpad": "off" if condition.prod else "on",
        "notice": "question" if condition.has_notice else "none",
        "delivery": "classic",
    }
