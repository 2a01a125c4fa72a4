"""A classic prompt of a scenario's own: sent letter for letter, with nothing around it.

For words that somebody else has chosen, so that results can be held against theirs. Pieces whose
condition holds are put one after the other as they are: no placeholder, no space and no line end
is added or taken. Long pieces lie in files of their own, in the scenario's folder ``classic``.
Called by the catalogue, and by ``render_classic``.
"""

import itertools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.classic_fields import BlockFields, ClassicFields, PieceFields
from insider.scenarios.condition import Factors, find_faults, matches
from insider.scenarios.files import list_files, read_text
from insider.scenarios.grid import Grid
from insider.scenarios.written import Written, nearest

PARTS = ("system", "task", "mail")
_MAX_FILE_BYTES = 1_000_000
_MOST_TOGETHER = 20_000_000
"""Characters of all files of a scenario."""
_MOST_COMBINATIONS = 20_000


@dataclass(frozen=True, slots=True)
class ClassicPrompt:
    """A scenario's own classic prompt, with the texts of its files."""

    written: Written[ClassicFields]
    texts: Mapping[str, str]
    """By the names of the files."""

    def pieces(self, part: str) -> Iterator[tuple[int, PieceFields, str]]:
        """Yield the pieces of ``system``, ``task`` or ``mail``, each with its text."""
        pieces: tuple[PieceFields, ...] = getattr(self.written.value, part)
        for index, piece in enumerate(pieces):
            yield index, piece, self.texts.get(piece.file or "", piece.text or "")

    def text(self, part: str, cell: Mapping[str, str]) -> str:
        """Return a part under a complete condition."""
        return "".join(text for _, piece, text in self.pieces(part) if matches(piece.when, cell))


def load_classic(
    written: Written[ClassicFields], folder: Path, *, root: Path, problems: list[SeedProblem]
) -> ClassicPrompt:
    """Read the files of a scenario's own classic prompt.

    Args:
        written: What ``scenario.yaml`` says of it.
        folder: Where they lie.
        root: The seed folder.
        problems: Where files that are missing, wrong or used by no piece are added.
    """
    texts: dict[str, str] = {}
    for path in list_files(folder, suffix=".txt", root=root, problems=problems):
        texts[path.name] = ""
        try:
            texts[path.name] = read_text(path, root=root, limit=_MAX_FILE_BYTES)
        except InvalidSeedError as error:
            problems.extend(error.problems)
        if sum(map(len, texts.values())) > _MOST_TOGETHER:
            said = f"the files of 'classic' have more than {_MOST_TOGETHER:,} characters together."
            problems.append(written.problem(said))
            break
    prompt = ClassicPrompt(written, texts)
    named = set()
    for part in PARTS:
        for index, piece, _ in prompt.pieces(part):
            if piece.file is not None and piece.file not in texts:
                said = f"there is no file '{piece.file}' in the folder 'classic'"
                said += nearest(piece.file, texts)
                problems.append(written.problem(said, part, index, "file"))
            named.add(piece.file)
    for name in sorted(texts.keys() - named):
        said = f"no piece of 'classic' uses the file '{name}'; remove it."
        problems.append(written.problem(said))
    return prompt


def check_classic(
    prompt: ClassicPrompt,
    *,
    factors: Factors,
    mail: Collection[str],
    tools: Mapping[str, Collection[str]],
) -> Iterator[SeedProblem]:
    """Yield what a classic prompt names and what is not there.

    Args:
        prompt: A scenario's.
        factors: What its ``when`` may name.
        mail: The keys of the mail that the scenario can know.
        tools: Names of the parameters of each tool that acts, by the tool's name.
    """
    written, fields = prompt.written, prompt.written.value
    if "classic" not in factors.get("delivery", ()):
        yield written.problem("no condition of this scenario has 'delivery: classic'.")
    whens = [
        *(((part, index), piece.when) for part in PARTS for index, piece, _ in prompt.pieces(part)),
        *((("numbers", index), each.when) for index, each in enumerate(fields.numbers)),
    ]
    for place, when in whens:
        for factor, fault in find_faults(when, factors):
            yield written.problem(fault, *place, "when", factor)
    for index, each in enumerate(fields.numbers):
        for number, key in enumerate(each.mail):
            if key not in mail:
                said = f"there is no mail '{key}'{nearest(key, mail)}"
                yield written.problem(said, "numbers", index, "mail", number)
    for index, action in enumerate(fields.actions):
        yield from _check_action(written, index, action, tools)


def find_silence(prompt: ClassicPrompt, grid: Grid) -> Iterator[SeedProblem]:
    """Yield each part of a classic prompt that says nothing under some condition, with one such.

    Args:
        prompt: A scenario's.
        grid: Its conditions; of very many combinations of what its pieces name, the first ones
            are looked at.
    """
    named = {
        factor for part in PARTS for _, piece, _ in prompt.pieces(part) for factor in piece.when
    }
    factors = [factor for factor in grid.factors if factor in named - {"delivery"}]
    silent: set[str] = set()
    combinations = itertools.product(*(grid.factors[factor] for factor in factors))
    for values in itertools.islice(combinations, _MOST_COMBINATIONS):
        cell = {**grid.control, **dict(zip(factors, values, strict=True)), "delivery": "classic"}
        if grid.excluding(cell) is not None:
            continue
        for part in PARTS:
            if part not in silent and not prompt.text(part, cell).strip():
                silent.add(part)
                said = f"'{part}' says nothing under {grid.describe(cell)}."
                yield prompt.written.problem(said, part)


def _check_action(
    written: Written[ClassicFields],
    index: int,
    action: BlockFields,
    tools: Mapping[str, Collection[str]],
) -> Iterator[SeedProblem]:
    if action.tool not in tools:
        said = f"there is no tool '{action.tool}' that acts{nearest(action.tool, tools)}"
        yield written.problem(said, "actions", index, "tool")
        return
    known = tools[action.tool]
    for name, parameter in action.fields.items():
        if parameter not in known:
            said = f"the tool '{action.tool}' takes no '{parameter}'{nearest(parameter, known)}"
            yield written.problem(said, "actions", index, "fields", name)
