"""The seed folder: what scenarios there are, read and checked as a whole.

Called by the command line, the pages and tests, mostly to open one (``opening``), which reads every
file once; rendering reads none.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from alex.tools import acting_tools, mail_tools, session_tools
from corpmail.collection import uncollected
from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.actors import (
    ActorFile,
    find_bad_calls,
    find_bad_conditions,
    find_bad_references,
    find_missing_sessions,
    load_actors,
)
from insider.scenarios.build_addresses import make_address_book
from insider.scenarios.classic_prompt import ClassicPrompt, check_classic, load_classic
from insider.scenarios.company import read_company
from insider.scenarios.files import read_yaml, relative_name
from insider.scenarios.grid import Grid
from insider.scenarios.grid_file import GridFile, load_grid
from insider.scenarios.links import check_mail, check_scenario, find_twins
from insider.scenarios.mail_file import MailFile, MailFolder, load_mail_folder
from insider.scenarios.make_grid import make_grid
from insider.scenarios.manifest import Manifest, PackStamp
from insider.scenarios.places import Place, SeedPlaces, find_places
from insider.scenarios.repeats import find_endless_repeats
from insider.scenarios.reply_links import check_company_replies, check_replies, load_replies
from insider.scenarios.scenario import ScenarioFields
from insider.scenarios.seed import Firm, ScenarioFile, Seed, unknown_scenario
from insider.scenarios.working_days import find_bad_sessions, most_sessions
from insider.scenarios.written import Written, validate


@dataclass(frozen=True, slots=True)
class ScenarioEntry:
    """A scenario as a list of them shows it."""

    name: str
    """Of a pack's, ``PACK.SCENARIO``."""
    title: str
    summary: str
    factors: dict[str, tuple[str, ...]]
    control: dict[str, str]
    conditions: int
    """How many there are."""
    actors: tuple[str, ...]
    """Names of the scripted agents that it has, those of the company among them."""
    pack: PackStamp | None = None
    """Where it comes from, where that is a pack."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A seed as far as it can be read."""

    seed: Seed | None
    """Without scenarios that cannot be followed; none where nobody knows who works there."""
    scenarios: tuple[str, ...]
    """Names of all that were to be read."""
    problems: tuple[SeedProblem, ...]
    """What is wrong with files, and with what they refer to."""
    has_own_company: bool = True
    """Whether the company belongs to the seed, and is not the shipped one in a pack."""
    has_own_grid: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether every scenario that was to be read is there."""
        return self.seed is not None and len(self.seed.scenarios) == len(self.scenarios)


@uncollected()
def read_seed(seed_dir: Path | None = None, *, scenarios: Collection[str] | None = None) -> Reading:
    """Read a seed as far as it can be read, and say what is wrong with it.

    Args:
        seed_dir: The shipped one when it is left out.
        scenarios: Names of those to read, with or without a pack's name before them; all when it
            is left out.

    Raises:
        InvalidSeedError: It is no seed.
        UnknownScenarioError: One of ``scenarios`` is not there.
    """
    with find_places(seed_dir) as places:
        return _read(places, scenarios)


def _read(places: SeedPlaces, scenarios: Collection[str] | None) -> Reading:
    problems: list[SeedProblem] = []
    firm = _load_firm(places.company.folder, places.company.root, problems)
    grid = load_grid(places.grid.folder, root=places.grid.root, problems=problems)
    if places.has_foreign_grid:
        # Its mail is by people who do not work here.
        grid = replace(grid, mail_folder=MailFolder((), {}))
    found: dict[str, ScenarioFile] = {}
    torn: list[MailFolder] = []
    wanted = _scenario_places(places, scenarios)
    for name, place in wanted.items():
        loaded = _load_scenario(place, grid, problems)
        if isinstance(loaded, MailFolder):
            torn.append(loaded)
        else:
            found[name] = loaded
    if firm is None:
        # Nobody can be told from nobody, and so no story can be followed.
        return Reading(None, tuple(wanted), tuple(problems))
    seed = Seed(
        root=places.seed.folder,
        company=firm.company,
        mail_folder=firm.mail_folder,
        grid=grid,
        actors=firm.actors,
        scenarios=found,
        manifest=places.manifest,
        replies=firm.replies,
    )
    problems += _check_links(seed, torn)
    return Reading(
        seed,
        tuple(wanted),
        tuple(problems),
        has_own_company=places.company.root == places.seed.root,
        has_own_grid=places.grid.root == places.seed.root,
    )


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
            actors=tuple(sorted({*seed.seen_by(scenario).actors, *scenario.actors})),
            pack=None if seed.manifest is None else seed.manifest.stamp,
        )
        for name, scenario in sorted(seed.scenarios.items())
    )


def _scenario_places(places: SeedPlaces, wanted: Collection[str] | None) -> dict[str, Place]:
    """Return where scenarios lie, by their names."""
    folder, manifest = places.seed.folder / "scenarios", places.manifest
    there = {
        _name(path.name, manifest): Place(path, places.seed.root)
        for path in sorted(folder.iterdir() if folder.is_dir() else ())
        if path.is_dir() and not path.is_symlink() and not path.name.startswith(".")
    }
    if wanted is None:
        return there
    names = {_name(each, manifest) for each in wanted}
    for name in sorted(names):
        if name not in there:
            raise unknown_scenario(name, there, manifest)
    return {name: place for name, place in there.items() if name in names}


def _name(scenario: str, manifest: Manifest | None) -> str:
    return scenario if manifest is None else manifest.name_of(scenario)


def _load_firm(folder: Path, root: Path, problems: list[SeedProblem]) -> Firm | None:
    """Return a firm; none where nobody knows who works there."""
    company = read_company(folder, root=root, problems=problems)
    mail_folder = load_mail_folder(folder, root=root, problems=problems)
    actors = load_actors(folder / "actors", root=root, problems=problems)
    replies = load_replies(folder, root=root, problems=problems)
    if company is None:
        return None
    return Firm(company=company, mail_folder=mail_folder, actors=actors, replies=replies)


def _load_scenario(
    place: Place, shared: GridFile, problems: list[SeedProblem]
) -> ScenarioFile | MailFolder:
    """Return a scenario, or its mail alone where it cannot be followed."""
    folder, root = place.folder, place.root
    path = folder / "scenario.yaml"
    mail_folder = load_mail_folder(folder, root=root, problems=problems)
    actors = load_actors(folder / "actors", root=root, problems=problems)
    try:
        tree = read_yaml(path, root=root)
        written = validate(ScenarioFields, tree, file=relative_name(path, root))
    except InvalidSeedError as error:
        problems.extend(error.problems)
        return mail_folder
    has_firm = (folder / "company").is_dir()
    firm = _load_firm(folder / "company", root, problems) if has_firm else None
    if written.value.name != folder.name:
        said = f"the name is '{written.value.name}' and the folder's is '{folder.name}'."
        problems.append(written.problem(said, "name"))
    if not shared.sound or (has_firm and firm is None):
        problems += _bad_sessions(written, None)
        return mail_folder
    before = len(problems)
    grid = make_grid(shared, written, problems)
    is_sound = len(problems) == before
    problems += _bad_sessions(written, grid if is_sound else None)
    if not is_sound:
        # Every ``when`` of the scenario would only repeat what is wrong with its conditions.
        return mail_folder
    return ScenarioFile(
        written=written,
        mail_folder=mail_folder,
        actors=actors,
        grid=grid,
        classic=_load_classic(written, folder, root, problems),
        firm=firm,
    )


def _bad_sessions(written: Written[ScenarioFields], grid: Grid | None) -> list[SeedProblem]:
    found = find_bad_sessions(written.value.clock, grid)
    return [written.problem(said, "clock", "sessions", *place) for place, said in found]


def _load_classic(
    written: Written[ScenarioFields], folder: Path, root: Path, problems: list[SeedProblem]
) -> ClassicPrompt | None:
    fields = written.value.classic
    if fields is None:
        return None
    own = Written(fields, written.file, written.tree, (*written.at, "classic"))
    return load_classic(own, folder / "classic", root=root, problems=problems)


def _check_links(seed: Seed, torn: Iterable[MailFolder]) -> list[SeedProblem]:
    problems: list[SeedProblem] = []
    sound = seed.grid.sound
    shared = {mail.key: mail for mail in (*seed.mail_folder.mail, *seed.grid.mail_folder.mail)}
    book = make_address_book(seed.company, {}, problems)
    ordinary = {mail.key: mail for mail in seed.mail_folder.mail}
    # Company mail may depend on factors that every scenario has; that is looked at with each.
    problems += check_mail(
        seed.mail_folder.mail,
        ordinary,
        book=book,
        factors=None,
        fragments=seed.grid.fragments if sound else None,
        lost=seed.mail_folder.lost,
    )
    problems += check_mail(
        seed.grid.mail_folder.mail,
        shared,
        book=book,
        factors=seed.grid.values if sound else None,
        fragments=seed.grid.fragments if sound else None,
        lost=seed.lost,
    )
    for pack in torn:
        known = {**shared, **{mail.key: mail for mail in pack.mail}}
        lost = seed.lost | pack.lost
        problems += check_mail(pack.mail, known, book=None, factors=None, lost=lost)
    problems += find_endless_repeats(shared.values(), shared, seed.grid.fragments)
    problems += check_actors(seed.actors.values(), seed.mail_folder.mail, seed.mail_folder.lost)
    problems += check_company_replies(seed, book)
    problems += find_twins(
        [
            seed.mail_folder.mail,
            seed.grid.mail_folder.mail,
            *(scenario.mail_folder.mail for scenario in seed.scenarios.values()),
            *(pack.mail for pack in torn),
            *(
                each.firm.mail_folder.mail
                for each in seed.scenarios.values()
                if each.firm is not None
            ),
        ]
    )
    for scenario in seed.scenarios.values():
        problems += _check_scenario_links(seed, scenario)
    return problems


def _check_scenario_links(seed: Seed, scenario: ScenarioFile) -> list[SeedProblem]:
    problems: list[SeedProblem] = []
    seed = seed.seen_by(scenario)
    known = seed.mail_of(scenario)
    book = make_address_book(seed.company, scenario.people, problems)
    factors = scenario.grid.factors
    # What all scenarios share may speak of values that this one does not have.
    wider = {**factors, **seed.grid.values}
    problems += check_mail(
        scenario.mail_folder.mail,
        known,
        book=book,
        factors=factors,
        fragments=seed.fragments_of(scenario),
        lost=seed.lost,
    )
    if scenario.firm is not None:
        ordinary = {mail.key: mail for mail in seed.mail_folder.mail}
        problems += check_mail(
            seed.mail_folder.mail,
            ordinary,
            book=book,
            factors=None,
            fragments=seed.grid.fragments,
            lost=seed.mail_folder.lost,
        )
        problems += check_actors(seed.actors.values(), seed.mail_folder.mail, seed.mail_folder.lost)
        problems += check_company_replies(seed, book)
    problems += find_endless_repeats(known.values(), known, seed.fragments_of(scenario))
    conditional = [mail for mail in seed.mail_folder.mail if mail.fields.when]
    problems += check_mail(conditional, known, book=book, factors=wider, lost=seed.lost)
    problems += check_scenario(
        scenario,
        known,
        book=book,
        shared=seed.grid.fragments,
        prompt=seed.grid.prompt,
        lost=seed.lost,
    )
    problems += check_replies(seed, scenario, book)
    if scenario.classic is not None:
        named = tools_of(scenario)
        acting = {*(tool.spec.name for tool in acting_tools())}
        acting |= {tool.name for tool in scenario.fields.tools}
        problems += check_classic(
            scenario.classic,
            factors=factors,
            mail=known,
            tools={name: each for name, each in named.items() if name in acting},
        )
    problems += check_actors(scenario.actors.values(), known.values(), seed.lost)
    for actor in seed.actors.values():
        problems += find_bad_conditions(actor, wider)
    for actor in scenario.actors.values():
        problems += find_bad_conditions(actor, factors)
    for actor in (*seed.actors.values(), *scenario.actors.values()):
        problems += find_bad_calls(actor, tools_of(scenario))
    sessions = most_sessions(scenario.fields.clock, scenario.grid)
    for actor in scenario.actors.values():
        problems += find_missing_sessions(actor, sessions)
    return problems


def tools_of(scenario: ScenarioFile) -> Mapping[str, Collection[str]]:
    """Return the names of the parameters of each tool that the scenario ever has."""
    found: dict[str, Collection[str]] = {}
    for tool in session_tools() if scenario.fields.clock.sessions else mail_tools():
        properties = tool.spec.parameters["properties"]
        found[tool.spec.name] = properties if isinstance(properties, dict) else ()
    return {**found, **{tool.name: tool.parameters for tool in scenario.fields.tools}}


def check_actors(
    actors: Iterable[ActorFile], mail: Iterable[MailFile], lost: Collection[str] = ()
) -> list[SeedProblem]:
    """Return a problem for each mail or file that an actor names and that is not there.

    Args:
        actors: Whose steps are looked through.
        mail: What they can know.
        lost: Ids of mail that is there and could not be read.
    """
    known = {each.key: each for each in mail}
    files_of = {
        key: tuple(_files(each, known)) if each.fields.attachments or each.fields.forward_of else ()
        for key, each in known.items()
    }
    return [problem for actor in actors for problem in find_bad_references(actor, files_of, lost)]


def _files(mail: MailFile, known: dict[str, MailFile]) -> Iterable[str]:
    """Yield the names of a mail's files: its own, then those of the mail that it forwards."""
    seen: set[str] = set()
    each: MailFile | None = mail
    while each is not None and each.key not in seen:
        seen.add(each.key)
        yield from each.fields.attachments
        each = known.get(each.fields.forward_of or "")
