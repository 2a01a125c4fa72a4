"""A pack as one file: a zip, read with suspicion, unpacked into a folder that is gone afterwards.

Whoever shares a pack may be anybody. What could lead out of the folder, stand for something else
than a file, mean two things on two systems, or grow beyond measure is refused before anything is
written, and named. Called by ``places`` and by whatever writes packs; knows nothing of what is in
one.
"""

import io
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from insider.errors import InvalidSeedError, SeedProblem
from insider.visible import shorten

MOST_ENTRIES = 50_000
MOST_BYTES = 500_000_000
"""Of all entries together, unpacked."""
MOST_RATIO = 200
"""How many times its packed size an entry, or all of them together, may unpack to."""
_RATIO_FROM = 1_000_000
"""Bytes up to which nobody asks for the ratio: a short text that repeats itself packs well, too."""
_LONGEST_NAME = 240
_MOST_FOLDERS = 12
_MOST_AT_ONCE = 8_000_000
_CHUNK = 1 << 16
_SHOWN = 100

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_BESIDE = "__MACOSX"
"""What a Mac adds beside a folder's files; none of them."""

_BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What ``zipfile`` raises at an archive that is damaged, or made to look so."""


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Unpack a zip, and remove what was unpacked with the block.

    Args:
        path: Of a regular file.

    Yields:
        A folder that is named as the archive and a colon, alone in a private one: from there, a
        file in it is ``pack.zip:/company/people.yaml``.

    Raises:
        InvalidSeedError: It is no archive, or has something in it that no pack has; with every
            such entry.
    """
    with TemporaryDirectory(prefix="insider-pack-") as private:
        # To a name of 255 bytes nothing can be added.
        name = path.name if len(os.fsencode(path.name)) <= _LONGEST_NAME else "pack.zip"
        folder = Path(private) / f"{name}:"
        folder.mkdir()
        try:
            with _ShortReads(path) as stream, zipfile.ZipFile(stream) as archive:
                entries = archive.infolist()
                problems = list(_find_faults(path, entries))
                if problems:
                    raise InvalidSeedError(problems)
                for entry in entries:
                    # The name that was checked; ``filename`` may be another, of an extra field.
                    checked = entry.orig_filename
                    if not (_is_folder(entry) or _is_hidden(checked)):
                        _unpack(path, archive, entry, folder / checked)
        except _BROKEN as error:
            said = f"this is no zip archive that can be read ({_reason(error)})."
            raise InvalidSeedError([SeedProblem(path.name, None, said)]) from error
        yield folder


def find_bad_names(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each name that no archive should have, with what is wrong with it.

    Args:
        names: Of its entries; those of folders end in a slash.
    """
    seen: dict[str, tuple[str, bool]] = {}
    folders: set[str] = set()
    for name in names:
        fault = _fault_of(name) or _clash_of(name, seen)
        if fault is None and name.endswith("/"):
            fault = "it is there twice" if name in folders else None
            folders.add(name)
        if fault is not None:
            yield name, fault


class _ShortReads(io.FileIO):
    """A file that is never read much at once; ``zipfile`` reads the list of entries whole.

    Each entry of that list takes ten times its size in memory, before anybody can count them.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as a file does, or refuse."""
        left = max(0, os.fstat(self.fileno()).st_size - self.tell())
        if (left if size is None or size < 0 else size) > _MOST_AT_ONCE:
            raise zipfile.BadZipFile("its list of entries is longer than any pack's")
        return super().read(-1 if size is None else size) or b""


def _find_faults(path: Path, entries: Sequence[zipfile.ZipInfo]) -> Iterator[SeedProblem]:
    if len(entries) > MOST_ENTRIES:
        said = f"it has {len(entries):,} entries; {MOST_ENTRIES:,} are the most."
        yield SeedProblem(path.name, None, said)
        return
    size = sum(entry.file_size for entry in entries)
    if size > MOST_BYTES:
        said = f"it unpacks to {size:,} bytes; {MOST_BYTES:,} are the most."
        yield SeedProblem(path.name, None, said)
    elif size > max(_RATIO_FROM, MOST_RATIO * path.stat().st_size):
        # Entries may share one packed text, so that each by itself looks harmless.
        said = f"it unpacks to more than {MOST_RATIO} times its size, as no pack does."
        yield SeedProblem(path.name, None, said)
    for name, fault in find_bad_names([entry.orig_filename for entry in entries]):
        yield _problem(path, name, fault)
    for entry in entries:
        wrong = _fault_of_entry(entry)
        if wrong is not None:
            yield _problem(path, entry.orig_filename, wrong)


def _fault_of(name: str) -> str | None:
    """Return what is wrong with a name by itself."""
    parts = name.removesuffix("/").split("/")
    if _CONTROL.search(name):
        return "its name has a control character"
    if "\\" in name:
        return "its name has a backslash; write folders with /"
    if name.startswith("/"):
        return "it would lie outside the pack; paths begin with no /"
    if ":" in name:
        return "its name has a colon, as drives have; use other characters"
    if ".." in parts:
        return "it would lie outside the pack; no path has '..'"
    if "" in parts or "." in parts:
        return "its path has a part that is no name"
    if len(os.fsencode(name)) > _LONGEST_NAME or len(parts) > _MOST_FOLDERS:
        return (
            f"its path is too long: {_LONGEST_NAME} bytes and {_MOST_FOLDERS} folders are the most"
        )
    return None


def _clash_of(name: str, seen: dict[str, tuple[str, bool]]) -> str | None:
    """Return with what a name clashes, on a system that takes some names for the same.

    Args:
        name: Nothing is wrong with it by itself.
        seen: Earlier names, and the folders in them, by what they are taken for; each as it is
            spelled, and whether it is a file. Added to.
    """
    parts = name.removesuffix("/").split("/")
    for depth in range(1, len(parts) + 1):
        spelled = "/".join(parts[:depth])
        is_file = depth == len(parts) and not name.endswith("/")
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", spelled).casefold())
        if plain not in seen:
            seen[plain] = (spelled, is_file)
            continue
        before, was_file = seen[plain]
        if before != spelled:
            return f"'{_show(before)}' is there too, and differs by case or spelling alone"
        if was_file != is_file:
            return f"'{_show(spelled)}' is there as a file and as a folder"
        if is_file:
            return "it is there twice"
    return None


def _fault_of_entry(entry: zipfile.ZipInfo) -> str | None:
    """Return what is wrong with an entry beside its name."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    # From Python 3.12 on, zipfile takes the name of an extra field (Unicode path) for its name.
    if entry.filename != zipfile.ZipInfo(entry.orig_filename).filename:
        return "it has a second name; pack it without extra fields, names in UTF-8"
    if stat.S_ISLNK(kind):
        return "it is a link; links are not followed"
    if kind not in (0, stat.S_IFDIR if _is_folder(entry) else stat.S_IFREG):
        return "it is no regular file"
    if _is_folder(entry) and entry.file_size:
        return "it is a folder that has content of its own"
    if entry.flag_bits & _ENCRYPTED:
        return "it is encrypted; a pack needs no password"
    if entry.compress_type not in _METHODS:
        return "it is packed in a way that is not read here; use deflate"
    if entry.file_size > max(_RATIO_FROM, MOST_RATIO * entry.compress_size):
        return f"it unpacks to more than {MOST_RATIO} times its size, as nothing in a pack does"
    return None


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    # Its own is_dir fails at a name of nothing.
    return entry.orig_filename.endswith("/")


def _is_hidden(name: str) -> bool:
    parts = name.split("/")
    return parts[0] == _BESIDE or any(part.startswith(".") for part in parts)


def _unpack(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    size = 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as source, target.open("xb") as sink:
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                sink.write(chunk)
        if size != entry.file_size:
            raise zipfile.BadZipFile("it is shorter than it says")
    except _BROKEN as error:
        fault = f"it cannot be unpacked ({_reason(error)})"
        raise InvalidSeedError([_problem(path, entry.orig_filename, fault)]) from error


def _problem(path: Path, entry: str, fault: str) -> SeedProblem:
    return SeedProblem(f"{path.name}:{_show(entry)}", None, f"{fault}.")


def _show(name: str) -> str:
    return shorten(name, _SHOWN)


def _reason(error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return shorten(said, _SHOWN).rstrip(".") or "it is damaged"
