"""The folder ``grid/``: factors, texts and mail that all scenarios share.

Called by the catalogue. A seed without the folder has no shared factors.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.company import Line
from insider.scenarios.condition import Factor, Factors, FactorValue, Fragment, find_faults
from insider.scenarios.effects import find_meaningless
from insider.scenarios.files import read_yaml, relative_name
from insider.scenarios.fragments import FragmentName, FragmentTexts, find_bad_placeholders
from insider.scenarios.mail_file import MailFolder, load_mail_folder
from insider.scenarios.prompt import PromptFields, texts_of
from insider.scenarios.scenario import RuleFields
from insider.scenarios.written import ModelT, Written, WrittenModel, validate


class FactorFields(WrittenModel):
    """A factor that scenarios may have in common."""

    about: Line
    default: FactorValue
    values: Annotated[dict[FactorValue, Line], Field(min_length=1)]

    @model_validator(mode="after")
    def _default_is_a_value(self) -> "FactorFields":
        if self.default not in self.values:
            raise ValueError(f"the default '{self.default}' is none of the values")
        return self


class GridFields(WrittenModel):
    """``factors.yaml``."""

    factors: Annotated[dict[Factor, FactorFields], Field(min_length=1)]
    exclude: tuple[RuleFields, ...] = ()
    fragments: dict[FragmentName, Annotated[tuple[Fragment, ...], Field(min_length=1)]] = Field(
        default_factory=dict
    )
    prompt: PromptFields = PromptFields()


@dataclass(frozen=True, slots=True)
class GridFile:
    """The folder, read."""

    written: Written[GridFields] | None
    """None where the seed has no such folder, or one that is wrong."""
    mail_folder: MailFolder
    sound: bool = True
    """Whether nothing in ``factors.yaml`` is wrong; else no scenario can be held against it."""

    @property
    def shared(self) -> dict[str, FactorFields]:
        """Factors by name."""
        return {} if self.written is None else self.written.value.factors

    @property
    def values(self) -> Factors:
        """Every value of every factor."""
        return {name: tuple(factor.values) for name, factor in self.shared.items()}

    @property
    def fragments(self) -> FragmentTexts:
        """Texts by name."""
        return {} if self.written is None else self.written.value.fragments

    @property
    def prompt(self) -> PromptFields:
        """What every scenario's agent is told."""
        return PromptFields() if self.written is None else self.written.value.prompt

    @property
    def rules(self) -> tuple[RuleFields, ...]:
        """Which conditions no scenario has."""
        return () if self.written is None else self.written.value.exclude


def load_grid(folder: Path, *, root: Path, problems: list[SeedProblem]) -> GridFile:
    """Read the folder; one that is not there is empty.

    Args:
        folder: Where it lies, or would.
        root: The seed folder.
        problems: Where faults are added.
    """
    if not folder.is_dir():
        return GridFile(None, MailFolder((), {}))
    mail_folder = load_mail_folder(folder, root=root, problems=problems)
    path = folder / "factors.yaml"
    try:
        written = validate(GridFields, read_yaml(path, root=root), file=relative_name(path, root))
    except InvalidSeedError as error:
        problems.extend(error.problems)
        return GridFile(None, mail_folder, sound=False)
    faults = [*_check(written)]
    problems.extend(faults)
    return GridFile(written, mail_folder, sound=not faults)


def check_texts(
    written: Written[ModelT],
    fragments: FragmentTexts,
    prompt: PromptFields,
    *,
    known: FragmentTexts,
    factors: Factors,
) -> Iterable[SeedProblem]:
    """Yield faults of fragments and prompt texts: unknown factors, and placeholders.

    Args:
        written: The file that has them under ``fragments`` and ``prompt``.
        fragments: Its own.
        prompt: Its own.
        known: Every fragment that its texts may ask for.
        factors: What their ``when`` may name.
    """
    entries = [
        (("fragments", name, index), entry)
        for name, texts in fragments.items()
        for index, entry in enumerate(texts)
    ]
    for at, entry in entries:
        if next(find_bad_placeholders(entry.text, {}), None) is not None:
            said = "the text of a fragment holds no placeholders."
            yield written.problem(said, *at, "text", code="placeholder")
    shown = [(("prompt", *at), text) for at, text in texts_of(prompt)]
    for place, entry in shown:
        for _, said in find_bad_placeholders(entry.text, known):
            yield written.problem(said, *place, "text", code="placeholder")
    for place, entry in [*entries, *shown]:
        for factor, fault in find_faults(entry.when, factors):
            yield written.problem(fault, *place, "when", factor, code="condition")


def _check(written: Written[GridFields]) -> Iterable[SeedProblem]:
    fields = written.value
    factors = {name: tuple(factor.values) for name, factor in fields.factors.items()}
    for name, values in factors.items():
        for value in values:
            if (fault := find_meaningless(name, value)) is not None:
                yield written.problem(fault, "factors", name, "values", value, code="condition")
    yield from check_texts(
        written, fields.fragments, fields.prompt, known=fields.fragments, factors=factors
    )
    for index, rule in enumerate(fields.exclude):
        for factor, fault in find_faults(rule.when, factors):
            yield written.problem(fault, "exclude", index, "when", factor, code="condition")
        instead = {factor: (value,) for factor, value in rule.instead.items()}
        for factor, fault in find_faults(instead, factors):
            yield written.problem(fault, "exclude", index, "instead", factor, code="condition")
