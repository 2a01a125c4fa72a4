"""The file ``pack.yaml``: what a pack is called, whose it is, and under which licence it is shared.

A pack is a seed folder, or a zip of one, that is handed around. Its scenarios carry its name
(``PACK.SCENARIO``), so that they never mix with ours or with another pack's, and what is played on
it carries its stamp. Called by the catalogue and by whatever writes packs.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.archive import MOST_BYTES
from insider.scenarios.company import Line, NonEmpty
from insider.scenarios.files import (
    FOLDER_EXPECTED,
    read_yaml,
    relative_name,
    unread_folders,
)
from insider.scenarios.written import Written, WrittenModel, validate

MANIFEST = "pack.yaml"
PARTS = ("company", "grid", "scenarios")
"""The folders that are read; a pack may lack the first two."""
LONGEST_NAME = 40

_AT_ONCE = 1 << 20


class PackFields(WrittenModel):
    """``pack.yaml``."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", max_length=LONGEST_NAME)]
    title: Line
    licence: Line
    """An SPDX id, such as ``CC-BY-4.0``, or a sentence."""
    about: NonEmpty
    version: Annotated[
        str | None, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._+-]*$", max_length=40)
    ] = None
    source: Line | None = None
    """Where it comes from."""


class PackStamp(BaseModel):
    """What is kept of a pack with all that is played on it."""

    model_config = ConfigDict(frozen=True)

    name: str
    version: str | None = None
    licence: str
    sha256: str
    """Of the files that are read, in a folder or a zip alike; see ``hash_pack``."""

    @property
    def label(self) -> str:
        """Its name, and its version where it has one."""
        return self.name if self.version is None else f"{self.name} {self.version}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A pack's ``pack.yaml``, and what its files hash to."""

    fields: PackFields
    sha256: str

    @property
    def stamp(self) -> PackStamp:
        """What is kept of the pack."""
        fields = self.fields
        return PackStamp(
            name=fields.name, version=fields.version, licence=fields.licence, sha256=self.sha256
        )

    def name_of(self, scenario: str) -> str:
        """Return the whole name of a scenario; people may leave the pack's out."""
        return scenario if "." in scenario else f"{self.fields.name}.{scenario}"


def describe_pack(stamp: PackStamp) -> str:
    """Return a pack in a line, as people tell one from another."""
    return f"{stamp.label}, licence {stamp.licence}, content {stamp.sha256[:12]}"


def has_manifest(folder: Path) -> bool:
    """Tell whether a folder is a pack."""
    return os.path.lexists(folder / MANIFEST)


def read_manifest(folder: Path, *, root: Path) -> Manifest:
    """Read what a pack says of itself.

    Args:
        folder: The pack's.
        root: What its files are named by.

    Raises:
        InvalidSeedError: The file is wrong, or the pack has links or other things that are no
            files; with every fault.
    """
    problems: list[SeedProblem] = []
    path = folder / MANIFEST
    fields: PackFields | None = None
    try:
        tree = read_yaml(path, root=root)
        written: Written[PackFields] = validate(PackFields, tree, file=relative_name(path, root))
        fields = written.value
    except InvalidSeedError as error:
        problems.extend(error.problems)
    files = list_pack(folder, root=root, problems=problems)
    if fields is None or problems:
        raise InvalidSeedError(problems)
    return Manifest(fields, hash_pack(folder, files))


def list_pack(folder: Path, *, root: Path, problems: list[SeedProblem]) -> list[Path]:
    """Return the files of a pack that are read, in the order of their names.

    Args:
        folder: The pack's.
        root: What its files are named by.
        problems: Where links, pipes and the like are added, which nobody could hand on, and more
            than a zip may unpack to.
    """
    found: list[Path] = []
    size = 0
    for part in PARTS:
        if (folder / part).is_file() and not (folder / part).is_symlink():
            name = relative_name(folder / part, root)
            problems.append(SeedProblem(name, None, FOLDER_EXPECTED))
    unread: list[OSError] = []
    below = (each for part in PARTS for each in _below(folder / part, unread))
    for path in (folder / MANIFEST, *below):
        try:
            status = path.lstat()
        except FileNotFoundError:
            continue  # an editor's own file, gone since it was listed
        kind = status.st_mode
        if stat.S_ISREG(kind):
            found.append(path)
            size += status.st_size
        else:
            said = "links are not followed." if stat.S_ISLNK(kind) else "this is no regular file."
            problems.append(
                SeedProblem(relative_name(path, root), None, f"{said[:-1]}; a pack has files only.")
            )
    problems += unread_folders(unread, root=root)
    if size > MOST_BYTES:
        # All of it is read, to say which edition this is.
        said = f"the pack's files have {size:,} bytes; {MOST_BYTES:,} are the most."
        problems.append(SeedProblem(relative_name(folder / MANIFEST, root), None, said))
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def hash_pack(folder: Path, files: list[Path]) -> str:
    """Return the SHA-256 over names and contents of a pack's files.

    Args:
        folder: The pack's.
        files: As ``list_pack`` lists them.

    Raises:
        InvalidSeedError: One cannot be read.
    """
    found = hashlib.sha256()
    for path in files:
        name = path.relative_to(folder).as_posix()
        try:
            with path.open("rb") as stream:
                size = os.fstat(stream.fileno()).st_size
                found.update(os.fsencode(name) + b"\0%d\0" % size)
                while chunk := stream.read(_AT_ONCE):
                    found.update(chunk)
        except OSError as error:
            said = f"this file cannot be read ({error.strerror})."
            raise InvalidSeedError([SeedProblem(name, None, said)]) from error
    return found.hexdigest()


def _below(folder: Path, unread: list[OSError]) -> Iterator[Path]:
    """Yield everything in a folder but folders, and but what is hidden.

    Args:
        folder: Any.
        unread: Where it is added why a folder cannot be listed.
    """
    if folder.is_symlink():
        yield folder
        return
    for place, folders, names in os.walk(folder, followlinks=False, onerror=unread.append):
        here = Path(place)
        links = [each for each in folders if (here / each).is_symlink()]
        folders[:] = [each for each in folders if not each.startswith(".") and each not in links]
        yield from (here / each for each in (*links, *names) if not each.startswith("."))
