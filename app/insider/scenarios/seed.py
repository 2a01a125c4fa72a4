"""A seed as it was read: every file parsed once, every reference checked.

Made by ``catalogue``, read by the renderer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpmail.attachment_text import ExtractedText
from insider.scenarios.actors import ActorFile
from insider.scenarios.company import Company, OutsiderFields
from insider.scenarios.fragments import FragmentTexts
from insider.scenarios.grid import Grid
from insider.scenarios.grid_file import GridFile
from insider.scenarios.mail_file import MailFile, Pack
from insider.scenarios.reply_fields import ReplyFields, ReplyFileFields
from insider.scenarios.scenario import ScenarioFields
from insider.scenarios.written import Written


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """One scenario's folder."""

    written: Written[ScenarioFields]
    pack: Pack
    actors: Mapping[str, ActorFile]
    """The scenario's own scripted agents by name."""
    grid: Grid
    """Its conditions."""

    @property
    def fields(self) -> ScenarioFields:
        """Its ``scenario.yaml``."""
        return self.written.value

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
    pack: Pack
    """The company's ordinary mail, which every scenario shares."""
    grid: GridFile
    """Factors, texts and mail that scenarios share."""
    actors: Mapping[str, ActorFile]
    """Scripted agents that every scenario shares, by name."""
    scenarios: Mapping[str, ScenarioFile]
    replies: Written[ReplyFileFields] | None = None
    """What colleagues do in every scenario; None where the company says nothing."""
    extracted: dict[str, ExtractedText] = field(default_factory=dict)
    """Texts of attachments by sha256, so that each is read once; filled as they are needed."""

    def mail_of(self, scenario: ScenarioFile) -> dict[str, MailFile]:
        """Return the mail of a scenario by key: the company's, the grid's, then its own."""
        return {each.key: each for each in (*self.pack.mail, *self.story_of(scenario))}

    def story_of(self, scenario: ScenarioFile) -> tuple[MailFile, ...]:
        """Return the mail that tells a scenario's story: the grid's, then its own."""
        return (*self.grid.pack.mail, *scenario.pack.mail)

    def replies_of(self, scenario: ScenarioFile) -> tuple[ReplyFields, ...]:
        """Return what colleagues do in a scenario: its own rules, then the company's."""
        shared = () if self.replies is None else self.replies.value.replies
        return (*scenario.fields.replies, *shared)

    def fragments_of(self, scenario: ScenarioFile) -> FragmentTexts:
        """Return the fragments that a scenario's texts may ask for."""
        return {**self.grid.fragments, **scenario.fields.fragments}
