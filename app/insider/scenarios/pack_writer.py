"""Writes a pack as a zip that anybody can open: the same files make the same bytes.

Called by the command line. What has faults is not written.
"""

import errno
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.archive import find_bad_names
from insider.scenarios.checks import check_folder, severity_of
from insider.scenarios.manifest import (
    MANIFEST,
    PARTS,
    PackStamp,
    has_manifest,
    list_pack,
    read_manifest,
)
from insider.scenarios.places import find_places

_BESIDE = ("README", "LICENSE", "LICENCE", "NOTICE", "COPYING", "CHANGELOG")
"""Names of files that go along, whatever they end in: for people, and read by nobody else."""
_MODE = 0o100644 << 16
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can say; that of the files says nothing of what they hold."""


@dataclass(frozen=True, slots=True)
class WrittenPack:
    """A pack that was written."""

    stamp: PackStamp
    scenarios: tuple[str, ...]
    files: int
    size: int
    """Bytes of the archive."""
    left_out: tuple[str, ...]
    """What lies in the folder beside the pack, but for what is hidden."""


def write_pack(folder: Path, target: Path) -> WrittenPack:
    """Write a pack's folder as a zip, in the place of what is there.

    Args:
        folder: The pack's.
        target: The archive; written whole or not at all.

    Raises:
        InvalidSeedError: It is no pack's folder, or has faults, or would make an archive that
            nobody can open, or one that lies in the pack; with every fault.
        OSError: The archive cannot be written.
    """
    if not (folder.is_dir() and has_manifest(folder)):
        said = f"this is no pack's folder; it has no file '{MANIFEST}'."
        raise InvalidSeedError([SeedProblem(str(folder), None, said)])
    if any(target.resolve().is_relative_to((folder / part).resolve()) for part in PARTS):
        said = "this lies in the pack, and would be part of the next one; name another place."
        raise InvalidSeedError([SeedProblem(str(target), None, said)])
    checked = check_folder(folder)
    problems = [each for each in checked.problems if severity_of(each) == "fault"]
    if problems:
        raise InvalidSeedError(problems)
    manifest = read_manifest(folder, root=folder)
    files = list_pack(folder, root=folder, problems=problems)
    beside = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    along = [path for path in beside if path.stem in _BESIDE and _is_plain(path)]
    names = {path: path.relative_to(folder).as_posix() for path in (*files, *along)}
    problems += [
        SeedProblem(name, None, f"{fault}.") for name, fault in find_bad_names([*names.values()])
    ]
    if problems:
        raise InvalidSeedError(problems)
    if not target.parent.is_dir():
        said = "there is no such folder; make it first"
        raise FileNotFoundError(errno.ENOENT, said, str(target.parent))
    with TemporaryDirectory(prefix=".insider-", dir=target.parent) as private:
        part = Path(private) / target.name
        _write(part, sorted((name, path) for path, name in names.items()))
        # Whoever gets it opens it so.
        with find_places(part) as places:
            if places.manifest is None or places.manifest.sha256 != manifest.sha256:
                said = "its files were changed while it was written; write it again."
                raise InvalidSeedError([SeedProblem(str(folder), None, said)])
        size = part.stat().st_size
        part.replace(target)
    taken = {*PARTS, MANIFEST, *(path.name for path in along)}
    return WrittenPack(
        stamp=manifest.stamp,
        scenarios=tuple(sorted(checked.scenarios)),
        files=len(names),
        size=size,
        left_out=tuple(path.name for path in beside if path.name not in taken),
    )


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _write(target: Path, files: Sequence[tuple[str, Path]]) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for name, path in files:
            entry = zipfile.ZipInfo(name, _BEGINNING)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = _MODE
            entry.file_size = path.stat().st_size
            with path.open("rb") as source, archive.open(entry, "w") as sink:
                while chunk := source.read(1 << 16):
                    sink.write(chunk)
