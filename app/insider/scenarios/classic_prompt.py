"""A classic prompt of a scenario's own: sent letter for letter, with nothing around it.

For words that somebody else has chosen, so that results can be held against theirs. Pieces whose
condition holds are put one after the other as they are: no placeholder, no space and no line end
is added or taken. Long pieces lie in files of their own, in the scenario's folder ``classic``.
Called by the catalogue, and by ``render_classic``.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.classic_fields import MOST_CHARS, BlockFields, ClassicFields, PieceFields
from insider.scenarios.condition import Factors, find_faults, matches
from insider.scenarios.files import list_files, read_text
from insider.scenarios.find_condition import Box
from insider.scenarios.written import Written, nearest

PARTS = ("system", "task", "mail")
_MAX_FILE_BYTES = 1_000_000
_MOST_TOGETHER = 20_000_000
"""Characters of all files of a scenario."""


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

    def says_nothing(self, part: str, shown: str) -> SeedProblem:
        """Return a problem: under some condition a part has no piece."""
        said = f"'{part}' says nothing under {shown}; add a piece that holds there."
        return self.written.problem(said, part, code="classic-prompt")

    def is_too_long(self, shown: str) -> SeedProblem:
        """Return a problem: under some condition the prompt has too many characters."""
        said = f"the prompt is longer than {MOST_CHARS:,} characters under {shown}; shorten it."
        return self.written.problem(said, code="classic-prompt")

    def numbers_what_is_left_out(self, index: int, number: int, shown: str) -> SeedProblem:
        """Return a problem: under some condition a mail that is numbered is not there."""
        said = f"this mail is not there under {shown}; give the list a 'when', or leave it out."
        place = ("numbers", index, "mail", number)
        return self.written.problem(said, *place, code="absent-mail")


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
                problems.append(written.problem(said, part, index, "file", code="unknown-file"))
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
        said = "no condition of this scenario has 'delivery: classic'; add it to 'conditions'."
        yield written.problem(said, code="condition")
    for place, when in whens_of_classic(prompt):
        for factor, fault in find_faults(when, factors):
            yield written.problem(fault, *place, "when", factor, code="condition")
    for index, each in enumerate(fields.numbers):
        for number, key in enumerate(each.mail):
            if key not in mail:
                said = f"there is no mail '{key}'{nearest(key, mail)}"
                yield written.problem(said, "numbers", index, "mail", number, code="unknown-mail")
    for index, action in enumerate(fields.actions):
        yield from _check_action(written, index, action, tools)


def whens_of_classic(prompt: ClassicPrompt) -> Iterator[tuple[tuple[str, int], Box]]:
    """Yield where the pieces and the numbers of a classic prompt hold, each with its place."""
    for part in PARTS:
        for index, piece, _ in prompt.pieces(part):
            yield (part, index), piece.when
    for index, each in enumerate(prompt.written.value.numbers):
        yield ("numbers", index), each.when


def _check_action(
    written: Written[ClassicFields],
    index: int,
    action: BlockFields,
    tools: Mapping[str, Collection[str]],
) -> Iterator[SeedProblem]:
    if action.tool not in tools:
        said = f"there is no tool '{action.tool}' that acts{nearest(action.tool, tools)}"
        yield written.problem(said, "actions", index, "tool", code="unknown-tool")
        return
    known = tools[action.tool]
    for name, parameter in action.fields.items():
        if parameter not in known:
            said = f"the tool '{action.tool}' takes no '{parameter}'{nearest(parameter, known)}"
            yield written.problem(said, "actions", index, "fields", name, code="unknown-tool")
