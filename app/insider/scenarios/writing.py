"""A new scenario written as files: one that works, for its author to change.

Called by ``insider scenario new``. The files are templates in ``scaffold``; ``<<word>>`` in their
names and texts stands for what differs.
"""

import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.company import Company
from insider.scenarios.manifest import LONGEST_NAME, has_manifest
from insider.scenarios.opening import open_seed
from insider.scenarios.scenario import Name
from insider.scenarios.seed import Seed
from insider.scenarios.yaml_tree import parse_yaml

_NAME: TypeAdapter[str] = TypeAdapter(Name)
_WORD = re.compile(r"<<([A-Za-z_]+)>>")
_SLUG = re.compile(r"[^a-z0-9]+")
_LAST_DAY = date(2026, 10, 23)
"""On which a story ends at a firm that has no mail yet."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class NewScenario:
    """What was written."""

    folder: Path
    """The pack's."""
    written: tuple[Path, ...]
    """Every file, the pack's own first."""


def is_scenario_name(text: str) -> bool:
    """Tell whether a scenario may be called so."""
    try:
        _NAME.validate_python(text)
    except ValidationError:
        return False
    return True


def write_scenario(name: Name, folder: Path, *, own_company: bool) -> NewScenario:
    """Write a scenario into a pack, and the pack where there is none yet; nothing is overwritten.

    Where that fails, what was written is taken back.

    Args:
        name: The scenario's.
        folder: The pack's folder; made where it is missing.
        own_company: Whether a pack that is made has a company of its own; else it is the shipped
            one.

    Raises:
        InvalidSeedError: The folder is no pack and not empty, has that scenario, or has faults.
    """
    _refuse_what_is_there(name, folder)
    before = {folder, *folder.iterdir()} if folder.is_dir() else set()
    there = folder / "scenarios" / name
    written: list[Path] = []
    try:
        if not has_manifest(folder):
            words = {"pack": _quoted(_pack_name(folder))}
            written += _copy(_scaffold() / "pack.yaml", folder / "pack.yaml", words)
            if own_company:
                written += _copy(_scaffold() / "company", folder / "company", words)
        seed = open_seed(folder, scenarios=())
        written += _copy(_scaffold() / "scenario", there, _words(name, seed))
    except BaseException:  # a full disk, or Ctrl-C: half a scenario would be in the way
        _take_back([there, *(folder.iterdir() if folder.is_dir() else ()), folder], before)
        raise
    return NewScenario(folder, tuple(written))


def _pack_name(folder: Path) -> str:
    name = _SLUG.sub("-", folder.absolute().name.lower()).strip("-")[:LONGEST_NAME]
    return name.strip("-") or "pack"


def _quoted(name: str) -> str:
    """Return a name as YAML reads it for a text: ``123`` and ``null`` only in quotes."""
    return name if isinstance(parse_yaml(name, file="name").value, str) else f'"{name}"'


def _take_back(paths: Iterable[Path], before: Collection[Path]) -> None:
    """Remove what is there and was not there before."""
    for path in paths:
        if path.is_dir() and path not in before:
            shutil.rmtree(path)
        elif path not in before:
            path.unlink(missing_ok=True)


def _refuse_what_is_there(name: str, folder: Path) -> None:
    there = folder / "scenarios" / name
    if there.exists():
        said = "this scenario is there already; give the new one another name."
        raise InvalidSeedError([SeedProblem(str(there), None, said)])
    if folder.exists() and not has_manifest(folder) and any(folder.iterdir()):
        said = "this folder is not empty and no pack; name a new folder, or one with 'pack.yaml'."
        raise InvalidSeedError([SeedProblem(str(folder), None, said)])


def _words(name: str, seed: Seed) -> dict[str, str]:
    """Return what the templates say of this scenario and its company."""
    company = seed.company
    agent = company.fields.value.agent
    boss, keeper = _two_people(company)
    last = _last_day(seed)
    return {
        "name": name,
        "quoted_name": _quoted(name),
        "id": name.replace("_", "-"),
        "day": last.isoformat(),
        "before": (last - timedelta(days=1)).isoformat(),
        "agent": agent,
        "boss": boss,
        "keeper": keeper,
        "keeper_address": _address(company, keeper),
        "domain": company.fields.value.domain,
        "Firm": company.fields.value.name,
        "Agent": company.people[agent].value.name,
        "Boss": company.people[boss].value.name.split()[0],
        "Keeper": company.people[keeper].value.name.split()[0],
    }


def _two_people(company: Company) -> tuple[str, str]:
    agent = company.fields.value.agent
    keys = [key for key in company.people if key != agent]
    if len(keys) < 2:
        said = "a story needs two people beside the agent; add them."
        raise InvalidSeedError([SeedProblem("company/people.yaml", None, said)])
    return keys[0], keys[1]


def _address(company: Company, key: str) -> str:
    return company.people[key].value.address or f"{key}@{company.fields.value.domain}"


def _last_day(seed: Seed) -> date:
    """Return the last working day of the company's mail."""
    days = {mail.fields.date.date() for mail in seed.mail_folder.mail} or {_LAST_DAY}
    return max((day for day in days if day.weekday() < _SATURDAY), default=_LAST_DAY)


def _scaffold() -> Traversable:
    return files("insider.scenarios") / "scaffold"


def _copy(source: Traversable, target: Path, words: Mapping[str, str]) -> Iterator[Path]:
    """Copy a template or a folder of them, and yield each file that was written."""
    if source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as stream:
            stream.write(_fill(source.read_text(encoding="utf-8"), words))
        yield target
    else:
        for each in sorted(source.iterdir(), key=lambda each: each.name):
            yield from _copy(each, target / _fill(each.name, words), words)


def _fill(text: str, words: Mapping[str, str]) -> str:
    return _WORD.sub(lambda found: words[found[1]], text)
