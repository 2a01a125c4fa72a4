"""The seed folder: what scenarios there are, read and checked as a whole.

Called by the command line, the pages and tests. Opening a seed reads every file once; rendering
reads none.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from alex.tools import mail_tools
from insider.errors import InvalidSeedError, SeedProblem, UnknownScenarioError
from insider.scenarios.actors import (
    ActorFile,
    find_bad_calls,
    find_bad_conditions,
    find_bad_references,
    load_actors,
)
from insider.scenarios.build_addresses import make_address_book
from insider.scenarios.company import load_company
from insider.scenarios.files import read_yaml, relative_name
from insider.scenarios.grid_file import GridFile, load_grid
from insider.scenarios.links import check_mail, check_scenario, find_twins
from insider.scenarios.mail_file import MailFile, load_pack
from insider.scenarios.make_grid import make_grid
from insider.scenarios.reply_links import check_company_replies, check_replies, load_replies
from insider.scenarios.scenario import ScenarioFields
from insider.scenarios.seed import ScenarioFile, Seed
from insider.scenarios.written import nearest, validate


@dataclass(frozen=True, slots=True)
class ScenarioEntry:
    """A scenario as a list of them shows it."""

    name: str
    title: str
    summary: str
    factors: dict[str, tuple[str, ...]]
    control: dict[str, str]
    conditions: int
    """How many there are."""
    actors: tuple[str, ...]
    """Names of the scripted agents that it has, those of the company among them."""


def default_seed_dir() -> Path:
    """Return the seed folder of the checkout that runs, else the one that the package carries.

    Raises:
        InvalidSeedError: There is neither.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package.parent.parent / "seed_data", package / "_seed_data"):
        if (folder / "company").is_dir():
            return folder
    said = "this installation has no seed data; give the folder that has them."
    raise InvalidSeedError([SeedProblem(str(package / "_seed_data"), None, said)])


def open_seed(seed_dir: Path | None = None, *, scenarios: Collection[str] | None = None) -> Seed:
    """Read and check a seed folder.

    Args:
        seed_dir: The default one when it is left out.
        scenarios: Names of those to read; all when it is left out.

    Raises:
        InvalidSeedError: With every fault that was found.
        UnknownScenarioError: One of ``scenarios`` is not there.
    """
    root = (default_seed_dir() if seed_dir is None else seed_dir).absolute()
    if not (root / "company").is_dir():
        said = "this is no seed folder; it has no folder 'company'."
        raise InvalidSeedError([SeedProblem(str(root), None, said)])
    problems: list[SeedProblem] = []
    company = load_company(root / "company", root=root)
    pack = load_pack(root / "company", root=root, problems=problems)
    actors = load_actors(root / "company" / "actors", root=root, problems=problems)
    grid = load_grid(root / "grid", root=root, problems=problems)
    replies = load_replies(root / "company", root=root, problems=problems)
    found = {
        folder.name: loaded
        for folder in _scenario_folders(root, scenarios)
        if (loaded := _load_scenario(folder, root, grid, problems)) is not None
    }
    seed = Seed(
        root=root,
        company=company,
        pack=pack,
        grid=grid,
        actors=actors,
        scenarios=found,
        replies=replies,
    )
    if grid.sound:
        problems += _check_links(seed)
    if problems:
        raise InvalidSeedError(problems)
    return seed


def list_scenarios(seed: Seed) -> tuple[ScenarioEntry, ...]:
    """Return what scenarios there are, by name."""
    return tuple(
        ScenarioEntry(
            name=name,
            title=scenario.fields.title,
            summary=scenario.fields.summary.strip(),
            factors=dict(scenario.grid.factors),
            control=dict(scenario.grid.control),
            conditions=scenario.grid.count(),
            actors=tuple(sorted({*seed.actors, *scenario.actors})),
        )
        for name, scenario in sorted(seed.scenarios.items())
    )


def _scenario_folders(root: Path, wanted: Collection[str] | None) -> list[Path]:
    folder = root / "scenarios"
    there = {
        path.name: path
        for path in sorted(folder.iterdir() if folder.is_dir() else ())
        if path.is_dir() and not path.is_symlink() and not path.name.startswith(".")
    }
    if wanted is None:
        return list(there.values())
    for name in wanted:
        if name not in there:
            known = ", ".join(there) or "none"
            said = f"there is no scenario '{name}' (known: {known}){nearest(name, there)}"
            raise UnknownScenarioError(said, scenario=name)
    return [path for name, path in there.items() if name in wanted]


def _load_scenario(
    folder: Path, root: Path, shared: GridFile, problems: list[SeedProblem]
) -> ScenarioFile | None:
    path = folder / "scenario.yaml"
    pack = load_pack(folder, root=root, problems=problems)
    actors = load_actors(folder / "actors", root=root, problems=problems)
    try:
        tree = read_yaml(path, root=root)
        written = validate(ScenarioFields, tree, file=relative_name(path, root))
    except InvalidSeedError as error:
        problems.extend(error.problems)
        return None
    if written.value.name != folder.name:
        said = f"the name is '{written.value.name}' and the folder's is '{folder.name}'."
        problems.append(written.problem(said, "name"))
    if not shared.sound:
        return None
    before = len(problems)
    grid = make_grid(shared, written, problems)
    if len(problems) > before:
        # Every ``when`` of the scenario would only repeat what is wrong with its conditions.
        return None
    return ScenarioFile(written=written, pack=pack, actors=actors, grid=grid)


def _check_links(seed: Seed) -> list[SeedProblem]:
    problems: list[SeedProblem] = []
    shared = {mail.key: mail for mail in (*seed.pack.mail, *seed.grid.pack.mail)}
    book = make_address_book(seed.company, {}, problems)
    ordinary = {mail.key: mail for mail in seed.pack.mail}
    # Company mail may depend on factors that every scenario has; that is looked at with each.
    problems += check_mail(
        seed.pack.mail, ordinary, book=book, factors=None, fragments=seed.grid.fragments
    )
    problems += check_mail(
        seed.grid.pack.mail,
        shared,
        book=book,
        factors=seed.grid.values,
        fragments=seed.grid.fragments,
    )
    problems += check_actors(seed.actors.values(), seed.pack.mail)
    problems += check_company_replies(seed, book)
    problems += find_twins(
        [
            seed.pack.mail,
            seed.grid.pack.mail,
            *(scenario.pack.mail for scenario in seed.scenarios.values()),
        ]
    )
    for scenario in seed.scenarios.values():
        problems += _check_scenario_links(seed, scenario)
    return problems


def _check_scenario_links(seed: Seed, scenario: ScenarioFile) -> list[SeedProblem]:
    problems: list[SeedProblem] = []
    known = seed.mail_of(scenario)
    book = make_address_book(seed.company, scenario.people, problems)
    factors = scenario.grid.factors
    # What all scenarios share may speak of values that this one does not have.
    wider = {**factors, **seed.grid.values}
    problems += check_mail(
        scenario.pack.mail,
        known,
        book=book,
        factors=factors,
        fragments=seed.fragments_of(scenario),
    )
    conditional = [mail for mail in seed.pack.mail if mail.fields.when]
    problems += check_mail(conditional, known, book=book, factors=wider)
    problems += check_scenario(
        scenario, known, book=book, shared=seed.grid.fragments, prompt=seed.grid.prompt
    )
    problems += check_replies(seed, scenario, book)
    problems += check_actors(scenario.actors.values(), known.values())
    for actor in seed.actors.values():
        problems += find_bad_conditions(actor, wider)
    for actor in scenario.actors.values():
        problems += find_bad_conditions(actor, factors)
    for actor in (*seed.actors.values(), *scenario.actors.values()):
        problems += find_bad_calls(actor, tools_of(scenario))
    return problems


def tools_of(scenario: ScenarioFile) -> Mapping[str, Collection[str]]:
    """Return the names of the parameters of each tool that the scenario ever has."""
    found: dict[str, Collection[str]] = {}
    for tool in mail_tools():
        properties = tool.spec.parameters["properties"]
        found[tool.spec.name] = properties if isinstance(properties, dict) else ()
    return {**found, **{tool.name: tool.parameters for tool in scenario.fields.tools}}


def check_actors(actors: Iterable[ActorFile], mail: Iterable[MailFile]) -> list[SeedProblem]:
    """Return a problem for each mail or file that an actor names and that is not there.

    Args:
        actors: Whose steps are looked through.
        mail: What they can know.
    """
    known = {each.key: each for each in mail}
    files_of = {key: tuple(_files(each, known)) for key, each in known.items()}
    return [problem for actor in actors for problem in find_bad_references(actor, files_of)]


def _files(mail: MailFile, known: dict[str, MailFile]) -> Iterable[str]:
    """Yield the names of a mail's files: its own, then those of the mail that it forwards."""
    seen: set[str] = set()
    each: MailFile | None = mail
    while each is not None and each.key not in seen:
        seen.add(each.key)
        yield from each.fields.attachments
        each = known.get(each.fields.forward_of or "")
