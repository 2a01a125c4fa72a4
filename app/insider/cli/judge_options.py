"""The options that name judges and say how they are asked, and the judges that come of them.

Used by every command that has something judged.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

from alex.errors import ModelNameError
from alex.library import find_price, known_providers, knows_provider
from alex.model import ReasoningEffort
from alex.pricing import Price
from insider.cli.run_options import FiniteRange, read_key
from insider.errors import JudgeError
from insider.experiments.providers import ProviderGate
from insider.inspection import Category
from insider.judging import (
    RECORDED,
    Judge,
    JudgeBudget,
    JudgeEndpoint,
    JudgeSettings,
    make_judge,
)
from insider.scenarios.written import nearest

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., object])

PATIENCE_AT_FIRST = 3.0
"""Seconds in which a judge's address must have somebody there, until its first answer."""
_PRICE = FiniteRange(0, 10**6)
_WHO = (
    click.option(
        "--judge",
        "judges",
        multiple=True,
        metavar="NAME",
        help="A LiteLLM name, or endpoint/NAME (with --api-base); may be given several times. "
        "recorded/NAME asks nobody.",
    ),
    click.option(
        "--judge-samples",
        "samples",
        type=click.IntRange(1, 99),
        default=1,
        help="Answers of each judge to each question, an odd number; the majority counts. 1.",
    ),
)
_HOW = (
    click.option("--api-base", metavar="URL", help="The endpoint, if it is your own."),
    click.option(
        "--api-key-env", metavar="VAR", help="The environment variable that holds the key."
    ),
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
        default=120.0,
        help="Seconds for one call; 120.",
    ),
    click.option(
        "--price",
        nargs=2,
        type=_PRICE,
        metavar="PROMPT ANSWER",
        help="US dollars per million tokens, where LiteLLM does not know them.",
    ),
    click.option(
        "--max-cost",
        type=FiniteRange(0, 10**9, min_open=True),
        help="US dollars for this call of the command.",
    ),
    click.option(
        "--concurrency", type=click.IntRange(1, 5_000), default=20, help="Calls at once; 20."
    ),
    click.option(
        "--answers",
        "answer_files",
        multiple=True,
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Take recorded answers from a file; what is answered there is not asked, and stands "
        "in the place of what was kept.",
    ),
    click.option(
        "--record",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Add every answer that held to a file, for --answers; what it had stays.",
    ),
)


def judge_options(function: CommandFunction) -> CommandFunction:
    """Give a command the options of ``JudgeChoice``, under the names of its fields."""
    return _add(function, (*_WHO, *_HOW))


def asking_options(function: CommandFunction) -> CommandFunction:
    """Give a command those of them that say how somebody is asked, and not who."""
    return _add(function, _HOW)


def category_option(function: CommandFunction) -> CommandFunction:
    """Give a command the option that narrows what judges are asked about."""
    return click.option(
        "--category",
        "categories",
        multiple=True,
        type=click.Choice([category.value for category in Category]),
        help="Ask about this harm only; may be given several times.",
    )(function)


def _add(
    function: CommandFunction, options: tuple[Callable[[CommandFunction], CommandFunction], ...]
) -> CommandFunction:
    for option in reversed(options):
        function = option(function)
    return function


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeChoice:
    """Who is asked, and how, as it was typed."""

    judges: tuple[str, ...]
    samples: int
    categories: tuple[str, ...] = ()
    api_base: str | None
    api_key_env: str | None
    temperature: float | None
    max_tokens: int | None
    reasoning_effort: ReasoningEffort | None
    timeout: float
    price: tuple[float, float] | None
    max_cost: float | None
    concurrency: int
    answer_files: tuple[Path, ...]
    record: Path | None

    def __post_init__(self) -> None:
        if self.samples % 2 == 0:
            raise click.BadParameter(
                "an even number of answers can be split; give an odd one.",
                param_hint="--judge-samples",
            )

    @property
    def asked_categories(self) -> tuple[Category, ...]:
        """The harms that were named: no others are asked about; none: all that are judged."""
        return tuple(map(Category, self.categories))


@dataclass(frozen=True, slots=True)
class Bench:
    """The judges of a command, and what they are paid from."""

    judges: tuple[Judge, ...]
    budget: JudgeBudget
    prices: Mapping[str, Price]
    """By the judge's label, as far as they are known."""
    gates: Mapping[str, ProviderGate]
    """The doors that their calls pass, by the provider."""


def make_bench(choice: JudgeChoice) -> Bench:
    """Return the judges that were named; asks nobody yet.

    Raises:
        JudgeError: One is named twice, or cannot judge; or the endpoint's address is none.
        ModelNameError: A name means no provider, or one that LiteLLM does not know.
        UnknownPriceError: A cost limit is set, and a price is unknown.
        click.BadParameter: The variable that should hold the key holds none.
    """
    settings = [
        JudgeSettings(
            name=name,
            temperature=choice.temperature,
            max_tokens=choice.max_tokens,
            reasoning_effort=choice.reasoning_effort,
            api_base=choice.api_base,
        )
        for name in choice.judges
    ]
    labels = [each.label for each in settings]
    for label in labels:
        if labels.count(label) > 1:
            raise JudgeError(f"The judge '{label}' is named twice.")
    given = (
        None if choice.price is None else Price(prompt=choice.price[0], completion=choice.price[1])
    )
    endpoint = JudgeEndpoint(
        api_key=read_key(choice.api_key_env),
        timeout=choice.timeout,
        price=given,
    )
    # Before prices are looked up, which loads LiteLLM: what was typed wrongly is told at once.
    for each in settings:
        make_judge(each, endpoint=endpoint)
    names = [each.name for each in settings if not each.name.startswith(RECORDED)]
    for name in names:
        if not knows_provider(name):
            near = nearest(name.partition("/")[0], known_providers())
            raise ModelNameError(f"'{name}' is of no provider that LiteLLM knows{near}")
    prices = {name: price for name in names if (price := given or find_price(name)) is not None}
    budget = JudgeBudget(choice.max_cost, prices)
    gates: dict[str, ProviderGate] = {}
    return Bench(
        tuple(_judge(each, endpoint, budget, gates, choice.concurrency) for each in settings),
        budget,
        {each.label: prices[each.name] for each in settings if each.name in prices},
        gates,
    )


def _judge(
    settings: JudgeSettings,
    endpoint: JudgeEndpoint,
    budget: JudgeBudget,
    gates: dict[str, ProviderGate],
    concurrency: int,
) -> Judge:
    provider = settings.name.partition("/")[0]
    gate = gates.setdefault(
        provider,
        ProviderGate(
            provider,
            concurrency=concurrency,
            patience_at_first=PATIENCE_AT_FIRST,
            minds_unreadable=False,
        ),
    )
    return make_judge(
        settings,
        endpoint=endpoint,
        budget=budget,
        turnstile=gate,
        why_closed=lambda: gate.why_closed(settings.name),
    )
