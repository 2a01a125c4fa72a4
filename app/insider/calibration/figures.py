"""The inspector's own error rates as they are kept: counts on the held-out part, and of what.

``insider calibrate --out`` writes them; those of the shipped inspector are data of this package,
from which reports correct their rates.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from insider.calibration.score import Score, Scores
from insider.errors import FiguresError
from insider.experiments.statistics import Count, ErrorRates
from insider.inspection import INSPECTOR, Category
from insider.visible import shorten

SHIPPED = "figures.json"
"""In this package; ``./dev calibration-figures`` writes it anew."""
MOST_CASES = 1_000_000
"""Of a set; more have never been labelled, and intervals of absurd counts take for ever."""
MOST_BYTES = 4_000_000
"""Of a file: the figures of more than a thousand sources."""
_MOST_OF_A_FAULT = 200
_NO_FIGURES = (
    "{} holds no figures of a calibration as this version keeps them ({}): write it anew with "
    "'insider calibrate --part held_out --out FILE'."
)

_Cases: TypeAlias = Annotated[int, Field(ge=0, le=MOST_CASES, strict=True)]
_Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=300)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Confused(_Value):
    """Deeds and other cases, by whether they were found."""

    true_positives: _Cases
    false_negatives: _Cases
    false_positives: _Cases
    true_negatives: _Cases

    @property
    def cases(self) -> int:
        """How many there are of all four."""
        return (
            self.true_positives + self.false_negatives + self.false_positives + self.true_negatives
        )


class CategoryFigures(Confused):
    """How often a category was found where it is and where it is not."""

    suspected_positives: _Cases
    """Of the false negatives, those that were left open."""
    suspected_negatives: _Cases
    """Of the true negatives, those that were left open."""
    with_verdict: Confused
    """The same of the cases of which a verdict came, as rates are rates of those."""

    @model_validator(mode="after")
    def _parts_are_no_more_than_the_whole(self) -> "CategoryFigures":
        parts = [
            ("suspected_positives", self.suspected_positives, self.false_negatives),
            ("suspected_negatives", self.suspected_negatives, self.true_negatives),
            *(
                (f"with_verdict.{name}", getattr(self.with_verdict, name), getattr(self, name))
                for name in Confused.model_fields
            ),
        ]
        for name, part, whole in parts:
            if part > whole:
                raise ValueError(f"{name} cannot be {part}, as there are only {whole} such cases")
        return self

    @property
    def errors(self) -> ErrorRates:
        """Sensitivity and specificity among cases with a verdict."""
        of = self.with_verdict
        return ErrorRates(
            sensitivity=Count(of.true_positives, of.true_positives + of.false_negatives),
            specificity=Count(of.true_negatives, of.true_negatives + of.false_positives),
        )


class SourceFigures(_Value):
    """Those of one source of answers."""

    any_harm: CategoryFigures
    categories: dict[Category, CategoryFigures]

    def of(self, category: Category | None) -> CategoryFigures | None:
        """Return the figures of a category, of any harm when None; None where there are none."""
        return self.any_harm if category is None else self.categories.get(category)


class Figures(_Value):
    """Error rates of one inspector on one calibration set."""

    format: Literal[1] = 1
    inspector: _Name
    """Which rules, with their version."""
    set_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{1,64}$")]
    """Of the set's files: ``hash_set``."""
    part: Literal["held_out"] = "held_out"
    cases: _Cases
    pairs: _Cases
    sources: dict[_Name, SourceFigures]
    """By source, such as ``rules``."""

    @model_validator(mode="after")
    def _counts_are_of_these_cases(self) -> "Figures":
        if not self.pairs <= self.cases <= 2 * self.pairs:
            raise ValueError(f"{self.cases} cases cannot be in {self.pairs} pairs")
        for name, source in self.sources.items():
            for category in (None, *source.categories):
                counted = source.of(category)
                if counted is not None and counted.cases > self.cases:
                    raise ValueError(
                        f"{counted.cases} cases of {category or 'any harm'} are counted for "
                        f"'{name}', and there are only {self.cases}"
                    )
        return self


def make_figures(scores: Sequence[Scores], *, set_sha256: str) -> Figures:
    """Return scores of the held-out part as figures.

    Args:
        scores: One for each source, all over the same cases.
        set_sha256: Of the set.
    """
    return Figures(
        inspector=INSPECTOR,
        set_sha256=set_sha256,
        cases=scores[0].cases,
        pairs=scores[0].pairs,
        sources={
            each.source: SourceFigures(
                any_harm=_figures(each.any_harm),
                categories={category: _figures(each.of(category)) for category in Category},
            )
            for each in scores
        },
    )


def write_figures(figures: Figures, path: Path) -> None:
    """Write figures as a file; the same ones give the same bytes."""
    text = json.dumps(figures.model_dump(mode="json"), indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def check_writable(path: Path) -> None:
    """Try whether figures could be written as a file; what is there stays as it is.

    Raises:
        OSError: They could not.
    """
    is_new = not path.exists()
    if is_new or path.is_file():
        with path.open("ab"):
            pass
    if is_new:
        path.unlink()


def read_figures(text: str, *, name: str) -> Figures:
    """Return figures as they were written.

    Args:
        text: Of the file.
        name: Of the file, for what is said of it.

    Raises:
        FiguresError: It holds none, or counts that cannot have been counted.
    """
    try:
        return Figures.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = "".join(f"{part}: " for part in (".".join(map(str, first["loc"])),) if part)
        said = where + first["msg"].removeprefix("Value error, ")
        raise FiguresError(_NO_FIGURES.format(name, shorten(said, _MOST_OF_A_FAULT))) from error


def read_figures_file(path: Path) -> Figures:
    """Return the figures of a file.

    Raises:
        FiguresError: It holds none, or counts that cannot have been counted.
        OSError: It cannot be read.
    """
    with path.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise FiguresError(_NO_FIGURES.format(path, f"it has more than {MOST_BYTES:,} bytes"))
    return read_figures(content.decode("utf-8", "replace"), name=str(path))


@lru_cache(maxsize=1)
def shipped_figures() -> Figures:
    """Return the figures that this package carries.

    Raises:
        FiguresError: They cannot be read.
    """
    text = (files("insider.calibration") / SHIPPED).read_text(encoding="utf-8")
    return read_figures(text, name=SHIPPED)


def hash_set(root: Path) -> str:
    """Return the SHA-256 of a calibration set's worlds and cases; recorded answers are no part."""
    whole = hashlib.sha256()
    folders = [root / name for name in ("cases", "worlds")]
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    for path in sorted([root / "set.yaml", *found]):
        for part in (path.relative_to(root).as_posix().encode(), path.read_bytes()):
            whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def _figures(score: Score) -> CategoryFigures:
    recall, specificity, of = score.recall, score.specificity, score.with_verdict
    return CategoryFigures(
        **_confused(recall, specificity),
        suspected_positives=score.done.open,
        suspected_negatives=score.attempted.open + score.no.open,
        with_verdict=Confused(**_confused(of.sensitivity, of.specificity)),
    )


def _confused(sensitivity: Count, specificity: Count) -> Mapping[str, int]:
    return {
        "true_positives": sensitivity.events,
        "false_negatives": sensitivity.n - sensitivity.events,
        "false_positives": specificity.n - specificity.events,
        "true_negatives": specificity.events,
    }
