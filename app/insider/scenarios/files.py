"""Reading seed files: bounded, UTF-8, inside their folder, and told apart by line.

Called by the loaders of company, scenarios, mail and actors. Follows no symbolic link and no
``..``: a seed is handed around, and must not be able to read what lies beside it.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from insider.errors import InvalidSeedError, SeedProblem
from insider.scenarios.yaml_tree import YamlTree, parse_yaml

MAX_YAML_BYTES = 1_000_000
MAX_MAIL_BYTES = 300_000
MAX_ATTACHMENT_BYTES = 10_000_000

FOLDER_EXPECTED = "this is a file; a folder belongs here."

# The system's own table differs from machine to machine, and the bytes of a snapshot must not.
CONTENT_TYPES: Mapping[str, str] = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".eml": "message/rfc822",
    ".gif": "image/gif",
    ".htm": "text/html",
    ".html": "text/html",
    ".ics": "text/calendar",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".log": "text/plain",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff\ufffe\uffff]")
"""All but tab and line end."""
_TEXT_TYPES = frozenset({"application/json", "message/rfc822", "image/svg+xml"})


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A text file that begins with YAML between two lines of three dashes."""

    tree: YamlTree
    body: str
    body_line: int


@dataclass(frozen=True, slots=True)
class AttachmentFile:
    """A file that mail carries, as it lies in a pack."""

    filename: str
    content_type: str
    content: bytes
    sha256: str
    file: str = ""
    """How problems name it."""

    @property
    def is_text(self) -> bool:
        """Whether its bytes are a text."""
        return self.content_type.startswith("text/") or self.content_type in _TEXT_TYPES


def relative_name(path: Path, root: Path) -> str:
    """Return how problems name a file: relative to the seed where it lies in it.

    What was unpacked from a zip lies in a folder that has the zip's name and a colon.
    """
    name = path.as_posix().removeprefix(f"{root.as_posix()}/")
    first, _, rest = name.partition("/")
    return f"{first}{rest}" if first.endswith(":") else name


def read_yaml(path: Path, *, root: Path) -> YamlTree:
    """Read a YAML file.

    Raises:
        InvalidSeedError: It is missing, too large, no UTF-8 or no YAML.
    """
    return parse_yaml(read_text(path, root=root, limit=MAX_YAML_BYTES), file=_name(path, root))


def read_front_matter(path: Path, *, root: Path) -> FrontMatter:
    """Read a mail file: its YAML and the text below it.

    Raises:
        InvalidSeedError: It is missing, too large, no UTF-8, or its front matter is wrong.
    """
    name = _name(path, root)
    lines = read_text(path, root=root, limit=MAX_MAIL_BYTES).split("\n")
    if lines[0].rstrip() != "---":
        raise _wrong(name, 1, "a mail file begins with a line of three dashes.")
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        raise _wrong(name, 1, "the front matter has no end; put '---' on a line of its own.")
    tree = parse_yaml("\n".join(lines[1:end]), file=name, first_line=2)
    begin = next((at for at in range(end + 1, len(lines)) if lines[at]), end + 1)
    body = "\n".join(lines[begin:]).strip("\n")
    return FrontMatter(tree=tree, body=body, body_line=begin + 1)


def read_text(path: Path, *, root: Path, limit: int) -> str:
    """Read a text file as UTF-8 with plain line ends.

    Raises:
        InvalidSeedError: It is missing, a link, too large, no UTF-8 or has control characters.
    """
    name = _name(path, root)
    content = _read_bytes(path, root=root, limit=limit)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _wrong(name, line, "this line is not UTF-8; save the file as UTF-8.") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (control := _CONTROL.search(text)) is not None:
        line = text.count("\n", 0, control.start()) + 1
        raise _wrong(name, line, "this line has a control character; remove it.")
    return text


def read_attachment(folder: Path, filename: str, *, root: Path) -> AttachmentFile:
    """Read a file of a pack's attachments folder.

    Raises:
        InvalidSeedError: There is no such file there, or it is none of the folder's own.
    """
    if filename != Path(filename).name or filename in {"", ".", ".."} or "\\" in filename:
        raise _wrong(_name(folder, root), None, f"'{filename}' is a path; give a file's name only.")
    if not filename.isprintable():
        # No mail could carry it; see ``corpmail``.
        said = "this name has characters that nobody sees; give a plain one like plan.pdf."
        raise _wrong(_name(folder / filename, root), None, said)
    content = _read_bytes(folder / filename, root=root, limit=MAX_ATTACHMENT_BYTES)
    suffix = Path(filename).suffix.lower()
    return AttachmentFile(
        filename=filename,
        content_type=CONTENT_TYPES.get(suffix, "application/octet-stream"),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        file=_name(folder / filename, root),
    )


def list_files(
    folder: Path, *, suffix: str | tuple[str, ...], root: Path, problems: list[SeedProblem]
) -> list[Path]:
    """Return the files of a folder and the folders in it, in the order of their paths.

    Args:
        folder: Nothing is found where there is none.
        suffix: What their names end in, such as ``.md``, or several such ends.
        root: The seed folder.
        problems: Where links and files of another kind are added.
    """
    suffixes = (suffix,) if isinstance(suffix, str) else suffix
    found: list[Path] = []
    if folder.is_file():
        problems.append(SeedProblem(_name(folder, root), None, FOLDER_EXPECTED))
    unread: list[OSError] = []
    for place, folders, names in os.walk(folder, followlinks=False, onerror=unread.append):
        here = Path(place)
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted([*folders, *names]):
            path = here / name
            if path.is_symlink():
                problems.append(SeedProblem(_name(path, root), None, "links are not followed."))
            elif name in names and not name.startswith("."):
                if path.suffix in suffixes:
                    found.append(path)
                else:
                    said = f"only files that end in {' or '.join(suffixes)} belong here."
                    problems.append(SeedProblem(_name(path, root), None, said))
            elif name in folders and path.suffix in suffixes:
                said = "this is a folder; a file belongs here."
                problems.append(SeedProblem(_name(path, root), None, said))
    problems += unread_folders(unread, root=root)
    return sorted(found)


def unread_folders(errors: Iterable[OSError], *, root: Path) -> Iterator[SeedProblem]:
    """Yield a problem for each folder that cannot be listed, but for what is not there.

    Args:
        errors: What ``os.walk`` met.
        root: What files are named by.
    """
    for error in errors:
        if not isinstance(error, FileNotFoundError | NotADirectoryError):
            said = f"this folder cannot be read ({_reason(error)})."
            yield SeedProblem(_name(Path(str(error.filename)), root), None, said)


@contextmanager
def open_file(path: Path, *, root: Path) -> Iterator[BinaryIO]:
    """Open a file of a seed for as long as the block lasts.

    Raises:
        InvalidSeedError: It is missing, a link or no regular file, or reading it fails.
    """
    name = _name(path, root)
    try:
        if not _lies_inside(path, root):
            raise _wrong(name, None, "this leads out of the seed folder; links are not followed.")
        if not stat.S_ISREG(path.stat().st_mode):
            # Reading a pipe or a device would wait for ever, or never end.
            raise _wrong(name, None, "this is no regular file; a seed has nothing else.")
        with path.open("rb") as stream:
            yield stream
    except (OSError, ValueError) as error:
        raise _wrong(name, None, f"this file cannot be read ({_reason(error)}).") from error


def _read_bytes(path: Path, *, root: Path, limit: int) -> bytes:
    with open_file(path, root=root) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise _wrong(_name(path, root), None, f"this file is larger than {limit:,} bytes.")
    return content


def _reason(error: OSError | ValueError) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


def _lies_inside(path: Path, root: Path) -> bool:
    """Tell whether a path leads to where it says, below the seed folder, over no link."""
    parts = path.parts[len(root.parts) :]
    if path.parts[: len(root.parts)] != root.parts or ".." in parts:
        return False
    here = str(root)
    for part in parts:
        here = os.path.join(here, part)  # noqa: PTH118 - thousands of paths, and pathlib is slow
        if stat.S_ISLNK(os.lstat(here).st_mode):
            return False
    return True


def _name(path: Path, root: Path) -> str:
    return relative_name(path, root)


def _wrong(file: str, line: int | None, message: str) -> InvalidSeedError:
    return InvalidSeedError([SeedProblem(file, line, message)])
