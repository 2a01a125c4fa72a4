"""An experiment as a person writes it: ``experiments/*.yaml``.

Read here into frozen models, with every fault by file and line; what it comes to is made by
``plan``. Never calls a model and never opens a database. A ``true`` is no number here, which to
pydantic it would be.
"""

import re
import stat
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, field_validator, model_validator

from alex.model import ReasoningEffort
from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios import is_pack
from insider.scenarios.condition import When
from insider.scenarios.written import Written, WrittenModel, validate
from insider.scenarios.yaml_tree import parse_yaml


def _no_truth(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("a number is expected here")
    return value


# Not strict: to YAML, 1e6 is text.
Number = Annotated[float, BeforeValidator(_no_truth)]
Share = Annotated[Number, Field(gt=0, lt=1)]
Money = Annotated[Number, Field(gt=0, le=1e9)]
_LARGEST = 2_000_000
_WIDTH = re.compile(r"ci_width\s*<=\s*([0-9]+\.?[0-9]*|\.[0-9]+)")


def _named(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


class PriceFields(WrittenModel):
    """US dollars per million tokens, for a model whose price LiteLLM does not know."""

    prompt: Annotated[Number, Field(ge=0, le=1e6)]
    completion: Annotated[Number, Field(ge=0, le=1e6)]
    cached: Annotated[Number, Field(ge=0, le=1e6)] | None = None
    """Of prompt tokens that the provider had in its cache; like ``prompt`` when left out."""


class ModelFields(WrittenModel):
    """A model, and how it is asked."""

    name: Annotated[str, Field(min_length=3, max_length=300)]
    """A LiteLLM name, ``endpoint/…``, or ``scripted/…``."""
    label: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    """What reports call it; its name when left out."""
    api_base: str | None = None
    api_key_env: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = None
    """The environment variable that holds the key."""
    tool_protocol: Literal["native", "text"] = "native"
    temperature: Annotated[Number, Field(ge=0, le=2)] | None = None
    max_tokens: Annotated[int, Field(strict=True, ge=1, le=10_000_000)] | None = None
    reasoning_effort: ReasoningEffort | None = None
    timeout: Annotated[Number, Field(gt=0, le=1e6)] = 120.0
    price: PriceFields | None = None

    @field_validator("label")
    @classmethod
    def _is_not_blank(cls, value: str | None) -> str | None:
        if value is not None and not value.strip():
            raise ValueError("a label needs something to be read")
        return value

    @field_validator("api_base")
    @classmethod
    def _holds_no_password(cls, value: str | None) -> str | None:
        # The file is kept with the experiment, and shown in its report.
        if value is not None and "@" in urlsplit(value).netloc:
            raise ValueError("an endpoint is named without user and password; use 'api_key_env'")
        return value


Model = Annotated[ModelFields, BeforeValidator(_named, json_schema_input_type=str | ModelFields)]
_SeveralValues = Annotated[tuple[str, ...], Field(min_length=1)]
Values = Annotated[
    _SeveralValues, BeforeValidator(_listed, json_schema_input_type=str | _SeveralValues)
]


class BlockFields(WrittenModel):
    """A part of the grid: what it multiplies, what it pairs, what it holds fixed."""

    scenario: Values
    product: dict[str, Values] = Field(default_factory=dict)
    """Every value with every other."""
    zip: dict[str, Values] = Field(default_factory=dict)
    """The first values together, the second together, and so on."""
    set: dict[str, str] = Field(default_factory=dict)
    """The same in the whole block; what is named nowhere has its value in the control."""
    exclude: tuple[When, ...] = ()
    """Conditions that are left out."""
    invalid: Literal["refuse", "skip"] = "refuse"
    """What happens to combinations that a scenario does not have."""

    @model_validator(mode="after")
    def _fits_together(self) -> "BlockFields":
        lengths = {len(values) for values in self.zip.values()}
        if len(lengths) > 1:
            raise ValueError("the lists of 'zip' must be equally long")
        for name, values in (*self.product.items(), *self.zip.items()):
            if name in self.product and len(set(values)) != len(values):
                raise ValueError(f"the factor '{name}' has a value twice")
        places = [*self.product, *self.zip, *self.set]
        for twice in {each for each in places if places.count(each) > 1}:
            raise ValueError(f"the factor '{twice}' stands in more than one of product, zip, set")
        return self


class LimitFields(WrittenModel):
    """Bounds of one episode."""

    steps: Annotated[int, Field(strict=True, ge=1, le=10_000)] = 40
    tokens: Annotated[int, Field(strict=True, ge=1)] | None = None
    cost_usd: Money | None = None
    wall_seconds: Annotated[Number, Field(gt=0, le=1e7)] | None = None
    colleague_tokens: Annotated[int, Field(strict=True, ge=1)] | None = None
    """Of all colleagues together, where a model plays them."""
    colleague_cost_usd: Money | None = None


class ProviderFields(WrittenModel):
    """How hard one provider may be pressed, by all processes of a sweep together."""

    concurrency: Annotated[int, Field(strict=True, ge=1, le=5_000)] = 20
    """Model calls at once."""
    requests_per_minute: Annotated[int, Field(strict=True, ge=1, le=10_000_000)] | None = None


class PowerFields(WrittenModel):
    """What a difference must be to be worth finding."""

    baseline: Share
    """The rate that is expected in the cell that is compared with."""
    effect: Annotated[Number, Field(gt=-1, lt=1)]
    """The difference to be found, in rates: 0.2 is twenty points more, -0.2 twenty less."""
    power: Share = 0.8
    alpha: Share = 0.05
    against: dict[str, str] = Field(default_factory=dict)
    """The factors that make the other cell; each factor's value in the control when left out."""

    @model_validator(mode="after")
    def _is_a_rate(self) -> "PowerFields":
        if self.effect == 0 or not 0 <= self.baseline + self.effect <= 1:
            raise ValueError("'baseline' and 'baseline' + 'effect' must be two rates from 0 to 1")
        return self


class StopFields(WrittenModel):
    """When a cell has taught enough; exactly one rule."""

    ci_width: Annotated[Number, Field(gt=0, lt=1)] | None = None
    """As wide as the interval of the harm rate may be, which holds at any moment."""
    power: PowerFields | None = None

    @model_validator(mode="after")
    def _is_one_rule(self) -> "StopFields":
        if (self.ci_width is None) == (self.power is None):
            raise ValueError("give one rule: 'ci_width' or 'power'")
        return self


def _stop_rule(value: object) -> object:
    if isinstance(value, str) and (found := _WIDTH.fullmatch(value.strip())):
        return {"ci_width": float(found[1])}
    if value is not None and not isinstance(value, dict | StopFields):
        raise ValueError(
            "a rule is written 'ci_width <= W', such as ci_width <= 0.1, or as "
            "'power: {baseline: …, effect: …}'"
        )
    return value


class BudgetFields(WrittenModel):
    """What the whole experiment may cost."""

    cost_usd: Money


EXPERIMENT_NAME = r"^[a-z0-9]+([_-][a-z0-9]+)*$"
"""How an experiment is named, wherever it is asked for."""
LONGEST_EXPERIMENT_NAME = 80


class ExperimentFields(WrittenModel):
    """``experiments/NAME.yaml``."""

    name: Annotated[str, Field(pattern=EXPERIMENT_NAME, max_length=LONGEST_EXPERIMENT_NAME)]
    about: str = ""
    pack: Annotated[str, Field(min_length=1, max_length=400)] | None = None
    """The pack that has the scenarios: a folder or a zip beside the file, or below its folder."""
    models: Annotated[tuple[Model, ...], Field(min_length=1)]
    grid: Annotated[tuple[BlockFields, ...], Field(min_length=1)]
    epochs: Annotated[int, Field(strict=True, ge=1, le=_LARGEST)] = 50
    """In each cell; at most, when ``stop_when`` is given."""
    seed: Annotated[int, Field(strict=True, ge=0, le=2**31)] = 1
    paired: Annotated[bool, Field(strict=True)] = False
    """Whether the same epoch has the same seed in every cell, for paired tests."""
    limits: LimitFields = LimitFields()
    providers: dict[str, ProviderFields] = Field(default_factory=dict)
    approver_model: str | None = None
    """Who decides about held mail under ``approver: judge``."""
    monitor_model: str = "rules"
    """What reads outgoing mail where ``monitor`` is on."""
    colleague_model: str | None = None
    """Who plays colleagues under ``colleagues: model``."""
    prices: dict[str, PriceFields] = Field(default_factory=dict)
    """Of models of reviewers and colleagues, by name; those of ``models`` have their own."""
    stop_when: (
        Annotated[
            StopFields,
            BeforeValidator(
                _stop_rule,
                json_schema_input_type=(
                    Annotated[str, Field(pattern=f"^{_WIDTH.pattern}$")] | StopFields
                ),
            ),
        ]
        | None
    ) = None
    budget: BudgetFields | None = None

    @field_validator("pack")
    @classmethod
    def _lies_beside(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if value.startswith(("/", "~")) or "\\" in value or ".." in value.split("/"):
            raise ValueError(
                "a pack is named by its path from this file's folder, without '..'; give one that "
                "lies elsewhere with --pack"
            )
        return value

    @model_validator(mode="after")
    def _labels_differ(self) -> "ExperimentFields":
        seen: dict[str, str] = {}
        for label in (model.label or model.name for model in self.models):
            # By case and spaces alone nobody could tell them apart in a table.
            plain = " ".join(label.split()).casefold()
            if plain in seen:
                also = "" if seen[plain] == label else f" and '{seen[plain]}'"
                raise ValueError(f"two models are called '{label}'{also}; give one a 'label'")
            seen[plain] = label
        asked = [model.model_dump(exclude={"label", "api_key_env"}) for model in self.models]
        for number, one in enumerate(asked):
            if one in asked[:number]:
                raise ValueError(f"two models are '{one['name']}', asked in the same way")
        return self


def parse_experiment(text: str, *, file: str) -> Written[ExperimentFields]:
    """Read an experiment's text.

    Args:
        text: As it was written.
        file: How problems name it.

    Raises:
        InvalidSeedError: Something in it is wrong; with file and line.
    """
    return validate(ExperimentFields, parse_yaml(text, file=file), file=file)


def read_source(path: Path) -> str:
    """Return the text of an experiment's file.

    Args:
        path: Where it is.

    Raises:
        InvalidSeedError: It cannot be read, is no regular file, no UTF-8, or larger than any
            such file.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            # A pipe or device might never end.
            said = "a file is expected here, not a directory, a pipe or a device."
            raise InvalidSeedError([SeedProblem(str(path), None, said)])
        if found.st_size > _LARGEST:
            said = f"the file is larger than {_LARGEST:,} bytes."
            raise InvalidSeedError([SeedProblem(str(path), None, said)])
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        said = "the file is not UTF-8 text."
        raise InvalidSeedError([SeedProblem(str(path), None, said)]) from error
    except OSError as error:
        said = f"the file cannot be read: {error.strerror}."
        raise InvalidSeedError([SeedProblem(str(path), None, said)]) from error


def find_pack(written: Written[ExperimentFields], path: Path) -> Path | None:
    """Return the pack that an experiment's file names; None where it names none.

    A file that somebody else wrote opens nothing but what lies with it: its paths lead down only,
    over no link.

    Args:
        written: The file.
        path: Where it is.

    Raises:
        InvalidSeedError: There is no pack of that path.
    """
    named = written.value.pack
    if named is None:
        return None
    here = path.parent
    found = here / named
    if not found.resolve().is_relative_to(here.resolve()):
        said = f"'{named}' leads out of this file's folder; give that pack with --pack."
        raise InvalidSeedError([written.problem(said, "pack")])
    if not is_pack(found):
        said = f"there is no pack '{named}' in this file's folder: no zip, and no folder with a "
        raise InvalidSeedError([written.problem(f"{said}'pack.yaml'.", "pack")])
    return found
