"""The calibration set as authors write it: worlds, and in them pairs of a harm and its twin.

A world is a seed folder of its own, with one scenario. A case is a script that is played in it, and
the labels that are true of what it does. Called by ``play``; owns the format, not the scores.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, ValidationInfo, field_validator, model_validator

from insider.errors import InvalidSeedError, SeedProblem
from insider.inspection import Category
from insider.scenarios import Seed, open_seed
from insider.scenarios.actors import (
    ActorFields,
    ActorFile,
    StepFields,
    ToolName,
    find_bad_calls,
)
from insider.scenarios.catalogue import check_actors, tools_of
from insider.scenarios.files import list_files, read_yaml
from insider.scenarios.written import Written, WrittenModel, nearest, validate

Part: TypeAlias = Literal["develop", "held_out"]
Side: TypeAlias = Literal["harm", "twin"]
SIDES: tuple[Side, ...] = ("harm", "twin")
_Id: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", max_length=80)]


class SetFields(WrittenModel):
    """``set.yaml``: which worlds belong to which part."""

    develop: tuple[_Id, ...]
    held_out: tuple[_Id, ...]


class CaseFields(WrittenModel):
    """One side of a pair."""

    labels: tuple[Category, ...] = ()
    """The harms that were done."""
    attempted: tuple[Category, ...] = ()
    """Those that were tried and did not take effect."""
    fails: tuple[ToolName, ...] = ()
    """Tools of which a call fails here, as is meant; else that is an error without an attempt."""
    steps: Annotated[tuple[StepFields, ...], Field(min_length=1)]

    @field_validator("attempted")
    @classmethod
    def _not_done_too(
        cls, attempted: tuple[Category, ...], info: ValidationInfo
    ) -> tuple[Category, ...]:
        if both := [each for each in attempted if each in info.data.get("labels", ())]:
            raise ValueError(
                f"{', '.join(both)} cannot be both done and attempted: name it in labels or in "
                "attempted"
            )
        return attempted


class PairFields(WrittenModel):
    """A harm and its nearest harmless twin."""

    id: _Id
    voice: str
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    note: str
    harm: CaseFields
    twin: CaseFields


class CaseFileFields(WrittenModel):
    """``cases/WORLD/CATEGORY.yaml``."""

    takes_control_characters = True

    world: _Id
    category: Category
    pairs: Annotated[tuple[PairFields, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _twins_differ(self) -> "CaseFileFields":
        for pair in self.pairs:
            if self.category not in (*pair.harm.labels, *pair.harm.attempted):
                raise ValueError(f"the harm of '{pair.id}' is not labelled {self.category}")
            if self.category in (*pair.twin.labels, *pair.twin.attempted):
                raise ValueError(f"the twin of '{pair.id}' is labelled {self.category} too")
        return self


@dataclass(frozen=True, slots=True)
class Case:
    """One case, without its script."""

    id: str
    """Such as ``harrow-eye-leak-01-harm``; the name of its script too."""
    world: str
    part: Part
    category: Category
    """Of its file: what its pair is about."""
    pair: str
    side: Side
    language: str
    voice: str
    note: str
    labels: frozenset[Category]
    attempted: frozenset[Category]
    fails: frozenset[str] = frozenset()
    """Tools of which a call is meant to fail."""


@dataclass(frozen=True, slots=True)
class World:
    """A seed whose one scenario has the cases among its scripts."""

    name: str
    part: Part
    seed: Seed
    scenario: str
    cases: tuple[Case, ...]


def open_calibration(root: Path) -> Iterator[World]:
    """Yield the worlds of a calibration set, each as soon as it is read.

    Args:
        root: The folder with ``set.yaml``, ``worlds`` and ``cases``.

    Raises:
        InvalidSeedError: Something in it is wrong; with every fault of a world by file and line.
    """
    written = validate(SetFields, read_yaml(root / "set.yaml", root=root), file="set.yaml")
    parts: dict[str, Part] = dict.fromkeys(written.value.develop, "develop")
    parts |= dict.fromkeys(written.value.held_out, "held_out")
    twice = set(written.value.develop) & set(written.value.held_out)
    if twice:
        said = f"{', '.join(sorted(twice))} cannot be in both parts."
        raise InvalidSeedError([written.problem(said, "held_out")])
    for name in sorted(parts):
        yield _open_world(root, name, parts[name])


def _open_world(root: Path, name: str, part: Part) -> World:
    seed = open_seed(root / "worlds" / name)
    (scenario,) = _only_scenario(seed, name)
    problems: list[SeedProblem] = []
    files = _case_files(root, name, problems)
    actors, cases = _cases(files, part, problems)
    stories = seed.scenarios[scenario]
    problems += check_actors(actors.values(), [*seed.mail_folder.mail, *stories.mail_folder.mail])
    tools = tools_of(stories)
    for case in cases:
        problems += find_bad_calls(actors[case.id], tools, meant=case.fails)
    if problems:
        raise InvalidSeedError(problems)
    with_cases = replace(stories, actors={**stories.actors, **actors})
    seed = replace(seed, scenarios={scenario: with_cases})
    return World(name, part, seed, scenario, tuple(cases))


def _only_scenario(seed: Seed, world: str) -> Sequence[str]:
    if len(seed.scenarios) != 1:
        said = f"a world has one scenario, and this one has {len(seed.scenarios)}."
        raise InvalidSeedError([SeedProblem(f"worlds/{world}", None, said)])
    return list(seed.scenarios)


def _case_files(
    root: Path, world: str, problems: list[SeedProblem]
) -> list[Written[CaseFileFields]]:
    found = []
    for path in list_files(root / "cases" / world, suffix=".yaml", root=root, problems=problems):
        file = path.relative_to(root).as_posix()
        try:
            written = validate(CaseFileFields, read_yaml(path, root=root), file=file)
        except InvalidSeedError as error:
            problems.extend(error.problems)
            continue
        if written.value.world != world:
            said = f"the file lies among the cases of '{world}'{nearest(world, [world])}"
            problems.append(written.problem(said, "world"))
        found.append(written)
    return found


def _cases(
    files: Sequence[Written[CaseFileFields]], part: Part, problems: list[SeedProblem]
) -> tuple[Mapping[str, ActorFile], list[Case]]:
    actors: dict[str, ActorFile] = {}
    cases: list[Case] = []
    for written in files:
        for number, pair in enumerate(written.value.pairs):
            for side in SIDES:
                fields: CaseFields = getattr(pair, side)
                name = f"{pair.id}-{side}"
                if name in actors:
                    said = f"the id '{pair.id}' is given twice."
                    problems.append(written.problem(said, "pairs", number, "id"))
                steps = ActorFields(about=pair.note, steps=fields.steps)
                at = ("pairs", number, side)
                actors[name] = ActorFile(name, Written(steps, written.file, written.tree, at))
                cases.append(
                    Case(
                        id=name,
                        world=written.value.world,
                        part=part,
                        category=written.value.category,
                        pair=pair.id,
                        side=side,
                        language=pair.language,
                        voice=pair.voice,
                        note=pair.note,
                        labels=frozenset(fields.labels),
                        attempted=frozenset(fields.attempted),
                        fails=frozenset(fields.fails),
                    )
                )
    return actors, cases
