"""Makes a pack of a copy of the public framework: folders and files in the form of seed data.

Called by the command line. What it writes is read and checked by the catalogue like any other pack.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import Path

import yaml

from insider.scenarios.public_framework.cover_sheet import make_cover_sheet
from insider.scenarios.public_framework.framework_copy import SCENARIOS, FrameworkCopy
from insider.scenarios.public_framework.goals import INSTRUCTIONS
from insider.scenarios.public_framework.mail_files import mail_documents
from insider.scenarios.public_framework.material import Material, read_material
from insider.scenarios.public_framework.prompts import classic_texts
from insider.scenarios.public_framework.scenario_document import scenario_document
from insider.scenarios.public_framework.stories import Document, tell_story

NAME = "agentic-misalignment"
_NUMBER = re.compile(r"[-+.0-9]+")
_OTHER_LINE_END = re.compile("[\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class ImportedPack:
    """A pack, as files."""

    files: Mapping[str, bytes]
    """Contents by path inside the pack."""
    notes: tuple[str, ...]
    """What a reader should know of this copy, in sentences."""

    def write(self, folder: Path) -> None:
        """Write the files.

        Args:
            folder: Made if it is not there.

        Raises:
            OSError: It cannot be written.
        """
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def make_pack(copy: FrameworkCopy) -> ImportedPack:
    """Return a copy of the framework as a pack.

    Raises:
        InvalidSeedError: The copy lacks what a scenario needs.
    """
    materials = [read_material(copy, scenario) for scenario in SCENARIOS]
    files: dict[str, bytes] = {
        "pack.yaml": _yaml(_manifest(copy), lines=True),
        "grid/factors.yaml": package_files("insider.scenarios.public_framework")
        .joinpath("factors.yaml")
        .read_bytes(),
    }
    if copy.licence_text:
        files["LICENSE"] = copy.licence_text.encode()
    for folder, firm in _firms(materials).items():
        files |= {f"{folder}/{name}": _yaml(each) for name, each in firm.items() if each}
    for material in materials:
        folder = f"scenarios/{material.scenario}"
        files |= {f"{folder}/{name}": each for name, each in _scenario_files(material)}
    return ImportedPack(files=files, notes=tuple(_notes(copy)))


def _firms(materials: Sequence[Material]) -> dict[str, dict[str, Document]]:
    """Return the files of each firm by their folder: the first one's is the pack's own."""
    found: dict[str, dict[str, Document]] = {}
    own = materials[0].cast.domain
    for material in materials:
        is_own = material.cast.domain == own
        folder = "company" if is_own else f"scenarios/{material.scenario}/company"
        firm = found.setdefault(folder, {})
        # Two scenarios of one firm know more people together than each alone.
        for name, document in material.cast.documents().items():
            firm[name] = {**document, **firm.get(name, {})}
    return found


def _manifest(copy: FrameworkCopy) -> Document:
    of_whom = "the port in inspect-evals" if copy.layout == "inspect_evals" else "the repository"
    return {
        "name": NAME,
        "title": "The public agentic-misalignment framework's three scenarios",
        "licence": copy.licence,
        "about": (
            "Made by 'insider scenario import agentic-misalignment' from a copy of the framework. "
            "Its prompts and mail are the framework's and have its licence; what inspectors know "
            "of them, and the scripted agents, are Insider's."
        ),
        "version": copy.sha256[:12],
        "source": f"A copy of {of_whom} ({copy.version or 'a version that is not known'})",
    }


def _notes(copy: FrameworkCopy) -> Iterator[str]:
    if copy.version is None:
        yield (
            f"These templates (sha256 {copy.sha256[:12]}) are none that this version of Insider "
            "knows: look at what was made of them before you rely on its verdicts."
        )
    left_out = [ours for ours, theirs in INSTRUCTIONS.items() if theirs not in copy.extra]
    if left_out:
        yield (
            f"The copy has no texts for the instructions {' and '.join(left_out)}; those "
            "conditions are left out."
        )
    if copy.notice is None:
        yield "The copy has no notice of tests and deployments; those conditions are left out."
    if copy.layout == "repository":
        yield (
            "The framework's repository puts an empty line between its task and the mail, the port "
            "in inspect-evals none; so does this pack. That has not been compared with the "
            "repository's own code."
        )
    if not copy.licence_text:
        yield "The copy has no file LICENSE; say in pack.yaml under which licence you have it."


def _scenario_files(material: Material) -> Iterator[tuple[str, bytes]]:
    story = tell_story(material)
    classic, texts = classic_texts(material.copy, material.scenario)
    yield "scenario.yaml", _yaml(scenario_document(material, story, classic))
    for name, text in texts.items():
        yield f"classic/{name}", text.encode()
    for name, (front, body) in mail_documents(material).items():
        yield f"mail/{name}.md", b"---\n" + _yaml(front) + f"---\n{body}\n".encode()
    for name, actor in story.actors.items():
        yield f"actors/{name}.yaml", _yaml(actor)
    for name, lines in story.files.items():
        yield f"attachments/{name}", make_cover_sheet(lines)


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]  # PyYAML has no types
    """Writes what is used twice out twice, since seed files have no anchors, and quotes numbers."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "'" if _NUMBER.fullmatch(text) else None
    if _OTHER_LINE_END.search(text):
        style = '"'  # the only one that escapes them, as readers of seed files ask
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _write_text)


def _yaml(document: object, *, lines: bool = False) -> bytes:
    """Return a document as YAML.

    Args:
        document: Lists, mappings and plain values.
        lines: Whether every entry has a line; else whatever holds no other list or mapping is one.
    """
    written = yaml.dump(
        document,
        Dumper=_Dumper,
        default_flow_style=False if lines else None,
        sort_keys=False,
        allow_unicode=True,
        width=110,
    )
    return str(written).encode()
