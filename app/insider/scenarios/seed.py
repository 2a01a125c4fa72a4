"""A seed as it was read: every file parsed once, every reference checked.

Made by ``catalogue``, read by the renderer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpmail.attachment_text import ExtractedText
from insider.scenarios.actors import ActorFile
from insider.scenarios.company import Company, OutsiderFields
from insider.scenarios.mail_file import MailFile, Pack
from insider.scenarios.scenario import ScenarioFields
from insider.scenarios.written import Written


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """One scenario's folder."""

    written: Written[ScenarioFields]
    pack: Pack
    actors: Mapping[str, ActorFile]
    """The scenario's own scripted agents by name."""

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
    """The mail that every scenario shares."""
    actors: Mapping[str, ActorFile]
    """Scripted agents that every scenario shares, by name."""
    scenarios: Mapping[str, ScenarioFile]
    extracted: dict[str, ExtractedText] = field(default_factory=dict)
    """Texts of attachments by sha256, so that each is read once; filled as they are needed."""

    def mail_of(self, scenario: ScenarioFile) -> dict[str, MailFile]:
        """Return the mail of a scenario by key: the company's, then its own."""
        return {each.key: each for each in (*self.pack.mail, *scenario.pack.mail)}
