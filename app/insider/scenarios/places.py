"""Where the parts of a seed lie: in one folder, or, of a pack, some of them in the shipped seed.

Called by the catalogue, which reads them, and by those who ask whether they have changed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.archive import unpacked
from insider.scenarios.manifest import MANIFEST, PARTS, Manifest, has_manifest, read_manifest


class WrittenFile(NamedTuple):
    """A file of a seed as it is now, so that one that takes its place is told from it."""

    path: str
    size: int
    written_ns: int
    """When it was last written, as it says: packs and copies bring their dates with them."""
    changed_ns: int
    """When its place was last given to it, or its rights."""
    inode: int

    @classmethod
    def of(cls, path: str, found: os.stat_result) -> Self:
        """Return what the system says of a file."""
        return cls(path, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


Edition = tuple[WrittenFile, ...]
"""A seed as it is now: each of its files."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of a seed."""

    folder: Path
    root: Path
    """What its files are named by, and out of which none of them leads."""


@dataclass(frozen=True, slots=True)
class SeedPlaces:
    """Where a seed's parts lie."""

    seed: Place
    """The folder that has the scenarios."""
    company: Place
    grid: Place
    manifest: Manifest | None = None
    """Of a pack."""

    @property
    def has_foreign_grid(self) -> bool:
        """Whether the company is the pack's own and the grid is the shipped company's."""
        return self.company.root == self.seed.root != self.grid.root


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


def is_pack(path: Path) -> bool:
    """Tell whether a path is a pack's: a file, which is then a zip, or a folder that says so."""
    return path.is_file() or has_manifest(path)


def edition_of(seed_dir: Path | None) -> Edition:
    """Return what a seed is now; the same as long as no file of it changes.

    Args:
        seed_dir: As of ``find_places``.

    Raises:
        InvalidSeedError: There is no shipped seed.
    """
    return tuple(sorted(list_written(seed_dir)))


@contextmanager
def find_places(seed_dir: Path | None) -> Iterator[SeedPlaces]:
    """Say where a seed's parts lie, as long as the block lasts.

    Args:
        seed_dir: A seed folder, a pack's folder, or a zip of one; the shipped seed when None.

    Raises:
        InvalidSeedError: It is none of these, or one that is not taken.
    """
    root = (default_seed_dir() if seed_dir is None else seed_dir).absolute()
    if root.is_file():
        with unpacked(root) as folder:
            yield _places_of_pack(_top_of(root, folder), root=folder.parent)
    elif has_manifest(root):
        yield _places_of_pack(root, root=root)
    elif (root / "company").is_dir():
        yield SeedPlaces(
            Place(root, root),
            company=Place(root / "company", root),
            grid=Place(root / "grid", root),
        )
    else:
        said = "this is no seed folder; it has no folder 'company'."
        raise InvalidSeedError([SeedProblem(str(root), None, said)])


def list_written(seed_dir: Path | None) -> Iterator[WrittenFile]:
    """Yield every file of which a seed may be made.

    Args:
        seed_dir: As of ``find_places``.

    Raises:
        InvalidSeedError: There is no shipped seed.
    """
    shipped = default_seed_dir()
    root = shipped if seed_dir is None else seed_dir
    if root.is_file():
        yield WrittenFile.of(str(root), root.stat())
    else:
        yield from _list_below(root)
    if is_pack(root):
        yield from _list_below(shipped)


def _list_below(root: Path) -> Iterator[WrittenFile]:
    manifest = root / MANIFEST
    if manifest.is_file():
        yield WrittenFile.of(str(manifest), manifest.stat())
    for part in PARTS:
        if (root / part).is_dir():
            yield from _list_all(root / part)


def _list_all(folder: Path) -> Iterator[WrittenFile]:
    # Editors write beside a file and rename: what was listed may be gone. What cannot be read is
    # told when it is to be read.
    try:
        entries = [*os.scandir(folder)]
    except (FileNotFoundError, PermissionError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _list_all(Path(entry.path))
        else:
            with suppress(FileNotFoundError, PermissionError):
                yield WrittenFile.of(entry.path, entry.stat(follow_symlinks=False))


def _top_of(archive: Path, folder: Path) -> Path:
    """Return where a pack begins in what was unpacked: people zip folders, and their contents."""
    if has_manifest(folder):
        return folder
    inside = list(folder.iterdir())
    if len(inside) == 1 and has_manifest(inside[0]):
        return inside[0]
    said = f"there is no '{MANIFEST}' in this archive; a pack has one beside its folders."
    raise InvalidSeedError([SeedProblem(archive.name, None, said)])


def _places_of_pack(folder: Path, *, root: Path) -> SeedPlaces:
    manifest = read_manifest(folder, root=root)
    own = {part: Place(folder / part, root) for part in ("company", "grid")}
    if not all((folder / part).is_dir() for part in own):
        shipped = default_seed_dir()
        for part in own:
            if not (folder / part).is_dir():
                own[part] = Place(shipped / part, shipped.parent)
    return SeedPlaces(
        Place(folder, root), company=own["company"], grid=own["grid"], manifest=manifest
    )
