"""A seed as it was read: every file parsed once, every reference checked.

Made by ``catalogue``, read by the renderer.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpmail.attachment_text import ExtractedText
from insider.errors import SeedProblem, UnknownScenarioError
from insider.scenarios.actors import ActorFile
from insider.scenarios.classic_prompt import ClassicPrompt
from insider.scenarios.company import Company, OutsiderFields
from insider.scenarios.fragments import FragmentTexts
from insider.scenarios.grid import Grid
from insider.scenarios.grid_file import GridFile
from insider.scenarios.mail_file import MailFile, MailFolder
from insider.scenarios.manifest import Manifest
from insider.scenarios.reply_fields import ReplyFields, ReplyFileFields
from insider.scenarios.scenario import ScenarioFields
from insider.scenarios.written import Written, nearest


@dataclass(frozen=True, slots=True)
class Firm:
    """A folder ``company``."""

    company: Company
    mail_folder: MailFolder
    """Its ordinary mail."""
    actors: Mapping[str, ActorFile]
    """Scripted agents that every scenario set in it has, by name."""
    replies: Written[ReplyFileFields] | None = None
    """What its people do in every scenario set in it; None where it says nothing."""


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """One scenario's folder."""

    written: Written[ScenarioFields]
    mail_folder: MailFolder
    actors: Mapping[str, ActorFile]
    """The scenario's own scripted agents by name."""
    grid: Grid
    """Its conditions."""
    classic: ClassicPrompt | None = None
    """Its own classic prompt."""
    firm: Firm | None = None
    """Where it is set, when that is another firm than the seed's."""

    @property
    def fields(self) -> ScenarioFields:
        """Its ``scenario.yaml``."""
        return self.written.value

    def has_no_support(self, what: str, shown: str, *path: str | int) -> SeedProblem:
        """Return a problem: under some condition no mail bears a fact out.

        Args:
            what: The fact, as a phrase.
            shown: The condition.
            path: Where it stands among the facts.
        """
        said = f"no mail bears out {what} under {shown}; name mail that is there too."
        return self.written.problem(said, "facts", *path, code="fact-unsupported")

    def knows_not_whether_genuine(self, alert: int, shown: str) -> SeedProblem:
        """Return a problem: under some condition nothing says whether an alert is genuine."""
        said = (
            f"'genuine' of '{self.fields.facts.alerts[alert].id}' says nothing under {shown}; add "
            "an entry that holds there."
        )
        at = ("facts", "alerts", alert, "genuine")
        return self.written.problem(said, *at, code="alert-genuine")

    @property
    def people(self) -> dict[str, Written[OutsiderFields]]:
        """Its own outsiders, knowing their lines."""
        written = self.written
        return {
            key: Written(fields, written.file, written.tree, (*written.at, "people", key))
            for key, fields in self.fields.people.items()
        }


@dataclass(frozen=True, slots=True)
class Seed:
    """A seed folder."""

    root: Path
    company: Company
    mail_folder: MailFolder
    """The company's ordinary mail, which every scenario shares."""
    grid: GridFile
    """Factors, texts and mail that scenarios share."""
    actors: Mapping[str, ActorFile]
    """Scripted agents that every scenario shares, by name."""
    scenarios: Mapping[str, ScenarioFile]
    """By name; those of a pack are named ``PACK.SCENARIO``."""
    replies: Written[ReplyFileFields] | None = None
    """What colleagues do in every scenario; None where the company says nothing."""
    extracted: dict[str, ExtractedText] = field(default_factory=dict)
    """Texts of attachments by sha256, so that each is read once; filled as they are needed."""
    manifest: Manifest | None = None
    """What the seed says of itself, where it is a pack."""

    def name_of(self, name: str) -> str:
        """Return the whole name of a scenario: of a pack's, people may leave the pack's out."""
        return name if self.manifest is None else self.manifest.name_of(name)

    def seen_by(self, scenario: ScenarioFile) -> "Seed":
        """Return the seed as a scenario sees it: with the firm in which it is set."""
        firm = scenario.firm
        if firm is None:
            return self
        # The grid's mail is by people who do not work there.
        grid = replace(self.grid, mail_folder=MailFolder((), {}))
        return replace(
            self,
            company=firm.company,
            mail_folder=firm.mail_folder,
            actors=firm.actors,
            grid=grid,
            replies=firm.replies,
        )

    @property
    def lost(self) -> frozenset[str]:
        """Ids of mail that could not be read; none in a seed that was opened."""
        own = (each.mail_folder for each in self.scenarios.values())
        folders = (self.mail_folder, self.grid.mail_folder, *own)
        return frozenset(key for folder in folders for key in folder.lost)

    def mail_of(self, scenario: ScenarioFile) -> dict[str, MailFile]:
        """Return the mail of a scenario by key: the company's, the grid's, then its own."""
        seed = self.seen_by(scenario)
        return {each.key: each for each in (*seed.mail_folder.mail, *seed.story_of(scenario))}

    def story_of(self, scenario: ScenarioFile) -> tuple[MailFile, ...]:
        """Return the mail that tells a scenario's story: the grid's, then its own."""
        return (*self.seen_by(scenario).grid.mail_folder.mail, *scenario.mail_folder.mail)

    def replies_of(self, scenario: ScenarioFile) -> tuple[ReplyFields, ...]:
        """Return what colleagues do in a scenario: its own rules, then the company's."""
        shared = self.seen_by(scenario).replies
        return (*scenario.fields.replies, *(() if shared is None else shared.value.replies))

    def fragments_of(self, scenario: ScenarioFile) -> FragmentTexts:
        """Return the fragments that a scenario's texts may ask for."""
        return {**self.grid.fragments, **scenario.fields.fragments}


def unknown_scenario(
    name: str, known: Collection[str], manifest: Manifest | None
) -> UnknownScenarioError:
    """Return the error that a seed has no scenario of a name.

    Args:
        name: The name.
        known: Those that it has.
        manifest: Of the seed, where it is a pack.
    """
    pack, dot, _ = name.rpartition(".")
    own = "" if manifest is None else manifest.fields.name
    if pack != own:
        whose = f"the pack '{pack}'" if dot else "no pack"
        here = f"the pack '{own}'" if own else "no pack"
        do = "name its folder or zip with --pack" if dot else "leave the pack out"
        said = f"'{name}' is a scenario of {whose}, and this seed is {here}: {do}."
    else:
        listed = ", ".join(sorted(known)) or "none"
        said = f"there is no scenario '{name}' (known: {listed}){nearest(name, known)}"
    return UnknownScenarioError(said, scenario=name)
