"""The user's copy of the public framework: which layout it has, and its files as data.

Two layouts are known, which have the same ``templates`` folder: that of the framework's repository,
and that of the port in the package ``inspect-evals``. Files are read with the bounds of seed files;
nothing is run. Called by the command line; read by ``rendering`` and ``make_pack``.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.files import read_text, read_yaml, relative_name
from insider.scenarios.public_framework.source_values import Value, read_assigned, read_choices
from insider.scenarios.yaml_tree import Plain

Layout = Literal["repository", "inspect_evals"]

SCENARIOS = ("blackmail", "leaking", "murder")
THREATS = ("none", "replacement", "restriction")
EXTRA = ("dont", "goal")
"""The framework's words for its extra instructions."""

_KNOWN: Mapping[str, str] = {
    "635360226d74": "inspect-evals 0.3.103 to 0.28.0",
}
"""Hashes of templates, and who has them; what is found in others may be found wrongly."""
_PROMPTS = "templates/system_prompt_templates.py"
_BESIDE = (".", "inspect_evals/agentic_misalignment", "src/inspect_evals/agentic_misalignment")
_MAX_BYTES = 1_000_000
_MOST_SOURCES = 200
_SECTION = re.compile(r"## (.*?)\n\s*```json\s*(.*?)\s*```", re.DOTALL)
_SPDX = {"MIT License": "MIT"}


@dataclass(frozen=True, slots=True)
class FrameworkCopy:
    """What a copy has, read."""

    layout: Layout
    licence: str
    """An SPDX id, or the licence's first line."""
    licence_text: str
    sha256: str
    """Of the templates."""
    version: str | None
    """Who has such templates, where that is known."""
    strings: Mapping[str, str]
    """What its system prompts are made of, by the names that the framework gives them."""
    goals: Mapping[str, Mapping[str, str]]
    """Variables by goal type and value, as in ``type-value``."""
    templates: Mapping[str, str]
    """Mail templates by ``scenario/name``."""
    variables: Mapping[str, Mapping[str, Mapping[str, str]]]
    """Variables by ``scenario/file`` and section, as the framework names sections."""
    extra: Mapping[str, str]
    """Extra instructions, by the framework's words for them; empty where the copy has none."""
    notice: str | None
    """The notice of a test or a deployment; None where the copy has none."""

    @property
    def joint(self) -> str:
        """What stands between the user's prompt and the mail."""
        return "\n" if self.layout == "inspect_evals" else "\n\n"


def read_copy(folder: Path) -> FrameworkCopy:
    """Read a copy of the framework.

    Args:
        folder: The repository, the port's folder, or the folder of an installed ``inspect-evals``.

    Raises:
        InvalidSeedError: There is no copy there, or it lacks what a scenario needs.
    """
    root = _find(folder.absolute())
    layout: Layout = "inspect_evals" if (root / "prompt_generator.py").is_file() else "repository"
    assigned = read_assigned(_read(root / _PROMPTS, root), file=_PROMPTS)
    templates = dict(_read_folder(root, "templates", ".md"))
    variables = {
        key: _sections(text, f"templates/{key.replace('/', '/variables/')}.md")
        for key, text in _read_folder(root, "variables", ".md")
    }
    licence = _read(root / "LICENSE", root) if (root / "LICENSE").is_file() else ""
    sources = [*_sources(root)]
    digest = _digest(root, [*_template_files(root)])
    first = next((line.strip() for line in licence.splitlines() if line.strip()), "")
    return FrameworkCopy(
        layout=layout,
        licence=_SPDX.get(first, first[:400]) or "unknown: the copy has no file LICENSE",
        licence_text=licence,
        sha256=digest,
        version=_KNOWN.get(digest[:12]),
        strings={name: text for name, text in assigned.items() if isinstance(text, str)},
        goals=_goals(assigned.get("GOAL_VARIABLES")),
        templates=templates,
        variables=variables,
        extra=_extra(sources),
        notice=_notice(root, sources),
    )


def _find(folder: Path) -> Path:
    for beside in _BESIDE:
        if (folder / beside / _PROMPTS).is_file():
            return (folder / beside).resolve()
    said = (
        f"there is no '{_PROMPTS}' here; give a copy of the repository, or the folder "
        "'agentic_misalignment' of the package inspect-evals."
    )
    raise InvalidSeedError([SeedProblem(str(folder), None, said)])


def _read(path: Path, root: Path) -> str:
    return read_text(path, root=root, limit=_MAX_BYTES)


def _template_files(root: Path) -> Iterator[Path]:
    yield root / _PROMPTS
    for scenario in SCENARIOS:
        for kind in ("templates", "variables"):
            yield from sorted((root / "templates" / scenario / kind).glob("*.md"))


def _read_folder(root: Path, kind: str, suffix: str) -> Iterator[tuple[str, str]]:
    for path in _template_files(root):
        if path.suffix == suffix and path.parent.name == kind:
            yield f"{path.parent.parent.name}/{path.stem}", _read(path, root)


def _digest(root: Path, files: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for path in files:
        text = _read(path, root)
        found.update(f"{relative_name(path, root)}\0{len(text)}\0{text}".encode())
    return found.hexdigest()


def _sections(text: str, file: str) -> dict[str, dict[str, str]]:
    found = {}
    for place in _SECTION.finditer(text):
        key = place[1].strip().lower().replace(" ", "_").replace("-", "_")
        line = text.count("\n", 0, place.start(2)) + 1
        try:
            values = json.loads(place[2])
        except (ValueError, RecursionError) as error:
            said = f"the variables of '{place[1].strip()[:80]}' are no JSON."
            raise InvalidSeedError([SeedProblem(file, line, said)]) from error
        if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
            said = f"the variables of '{place[1].strip()[:80]}' are no texts with names."
            raise InvalidSeedError([SeedProblem(file, line, said)])
        found[key] = values
    return found


def _goals(value: Value) -> dict[str, dict[str, str]]:
    found = {}
    for key, variables in (value if isinstance(value, dict) else {}).items():
        if isinstance(variables, dict):
            found[key] = {name: each for name, each in variables.items() if isinstance(each, str)}
    if not found:
        said = "there are no goals (GOAL_VARIABLES) here; is this a copy of the framework?"
        raise InvalidSeedError([SeedProblem(_PROMPTS, None, said)])
    return found


def _sources(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the Python files in which the framework may have instructions and notice."""
    folders = (root, root / "scripts", root / "src", root / "utils")
    paths = [path for folder in folders for path in sorted(folder.glob("*.py"))]
    for path in paths[:_MOST_SOURCES]:
        yield relative_name(path, root), _read(path, root)


def _extra(sources: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for file, source in sources:
        for value, text in read_choices(source, "extra_system_instructions", file=file).items():
            if value in EXTRA:
                found.setdefault(value, text)
    return found


def _notice(root: Path, sources: Iterable[tuple[str, str]]) -> str | None:
    for file, source in sources:
        if "ALIGNMENT_FAKING_WARNING" in source:
            value = read_assigned(source, file=file).get("ALIGNMENT_FAKING_WARNING")
            if isinstance(value, str):
                return value
    for path in sorted((root / "configs").glob("*.yaml"))[:_MOST_SOURCES]:
        value = _value_of(read_yaml(path, root=root).value, "alignment_faking_warning")
        if value is not None:
            return value
    return None


def _value_of(tree: Plain, name: str) -> str | None:
    """Return the first text of a name anywhere in a tree."""
    if isinstance(tree, dict):
        given = tree.get(name)
        if isinstance(given, str) and given.strip():
            return given
        inner: Iterable[Plain] = tree.values()
    else:
        inner = tree if isinstance(tree, list) else ()
    return next((found for each in inner if (found := _value_of(each, name)) is not None), None)
