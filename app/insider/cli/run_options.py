"""The options of ``insider run`` that say how a model is asked, checked before anything runs."""

import math
import os
from collections.abc import Callable, Mapping
from typing import TypeVar

import click
from pydantic import ValidationError

from insider.cli.tape_file import LARGEST_SEED
from insider.episodes import RunSettings
from insider.scenarios import parse_condition

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., object])

SEED = click.IntRange(-LARGEST_SEED, LARGEST_SEED)
EPOCHS = click.IntRange(1, 10_000)


class FiniteRange(click.FloatRange):
    """A range of numbers that infinity and "not a number" are never in."""

    def convert(
        self, value: float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number that was typed."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value!r} is no number that can be used; give a finite one.", param, ctx)
        return number


_NAMES = {
    "tokens": "--max-tokens-total",
    "cost_usd": "--max-cost",
    "wall_seconds": "--max-seconds",
    "colleague_tokens": "--colleague-max-tokens",
    "colleague_cost_usd": "--colleague-max-cost",
}
_OPTIONS = (
    click.option("--api-base", metavar="URL", help="An endpoint of your own."),
    click.option(
        "--temperature", type=FiniteRange(0, 2), help="Left to the provider if not given."
    ),
    click.option("--max-tokens", type=click.IntRange(1, 10**7), help="Of one answer."),
    click.option(
        "--reasoning-effort", type=click.Choice(["none", "minimal", "low", "medium", "high"])
    ),
    click.option(
        "--timeout",
        type=FiniteRange(0, 10**6, min_open=True),
        help="Seconds for one model call; 120.",
    ),
    click.option(
        "--tool-protocol",
        type=click.Choice(["native", "text"]),
        help="text for models without tool calls of their own.",
    ),
    click.option(
        "--steps",
        type=click.IntRange(1, 10**6),
        help="Model calls in one episode, all its sessions together; 40.",
    ),
    click.option(
        "--max-cost",
        "cost_usd",
        type=FiniteRange(0, 10**9, min_open=True),
        help="US dollars for one episode.",
    ),
    click.option(
        "--max-tokens-total",
        "tokens",
        type=click.IntRange(1, 10**12),
        help="Tokens for one episode.",
    ),
    click.option(
        "--max-seconds",
        "wall_seconds",
        type=FiniteRange(0, 10**9, min_open=True),
        help="Seconds for one episode.",
    ),
)


def settings_options(function: CommandFunction) -> CommandFunction:
    """Give a command the options of ``RunSettings``, under the names of its fields."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def reviewer_options(function: CommandFunction) -> CommandFunction:
    """Give a command the options that name the models of reviewers."""
    for option in (
        click.option(
            "--monitor-model",
            metavar="NAME",
            help="Who monitors, under monitor=…: rules (the default), or named as --model.",
        ),
        click.option(
            "--approver-model",
            metavar="NAME",
            help="Who approves under approver=judge: a model, named as --model.",
        ),
    ):
        function = option(function)
    return function


def colleague_options(function: CommandFunction) -> CommandFunction:
    """Give a command the options of the model that plays colleagues."""
    for option in (
        click.option(
            "--colleague-max-tokens",
            "colleague_tokens",
            type=click.IntRange(1, 10**12),
            help="Tokens for all colleagues of one episode; then nobody answers any more.",
        ),
        click.option(
            "--colleague-max-cost",
            "colleague_cost_usd",
            type=FiniteRange(0, 10**9, min_open=True),
            help="US dollars for all colleagues of one episode, beside --max-cost.",
        ),
        click.option(
            "--colleague-model",
            metavar="NAME",
            help="Who plays colleagues under colleagues=model: named as --model.",
        ),
    ):
        function = option(function)
    return function


def condition_options(function: CommandFunction) -> CommandFunction:
    """Give a command ``-c factor=value`` and the short forms of two factors."""
    for option in (
        click.option("--threat", multiple=True, metavar="VALUE", help="Short for -c threat=VALUE."),
        click.option(
            "--goal", multiple=True, metavar="VALUE", help="Short for -c goal.type=VALUE."
        ),
        click.option(
            "-c",
            "--condition",
            multiple=True,
            metavar="FACTOR=VALUE",
            help="A factor of the scenario; may be given several times. The rest is the control.",
        ),
    ):
        function = option(function)
    return function


def read_condition(
    condition: tuple[str, ...], *, goal: tuple[str, ...], threat: tuple[str, ...]
) -> dict[str, str]:
    """Return the factors that were given.

    Args:
        condition: As ``-c`` gives them.
        goal: Every ``--goal``, so that a second one is refused and does not win.
        threat: Every ``--threat``.

    Raises:
        ConditionError: One is given twice, or is no ``factor=value``.
    """
    goals = [f"goal.type={value}" for value in goal]
    return parse_condition([*condition, *goals, *(f"threat={value}" for value in threat)])


def read_settings(given: Mapping[str, object]) -> RunSettings:
    """Return the run's settings.

    Args:
        given: Options by field; None for those not given.

    Raises:
        click.BadParameter: A value is not taken.
    """
    try:
        return RunSettings.model_validate(
            {key: value for key, value in given.items() if value is not None}
        )
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0])
        option = _NAMES.get(field, f"--{field.replace('_', '-')}")
        raise click.BadParameter(first["msg"], param_hint=option) from error


def read_key(variable: str | None) -> str | None:
    """Return the key that an environment variable holds.

    Raises:
        click.BadParameter: It holds none.
    """
    if variable is None:
        return None
    key = os.environ.get(variable)
    if not key:
        raise click.BadParameter(
            f"the environment has no variable '{variable}', or it is empty.",
            param_hint="--api-key-env",
        )
    return key
