"""Files of imported mail: which are kept, and what they are called.

Called by the importer. No file is opened or unpacked; only texts are looked into, to replace names.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from corpmail.types import SeedAttachment
from insider.scenarios.files import CONTENT_TYPES, MAX_ATTACHMENT_BYTES
from insider.scenarios.importing.plain_text import uniform

MOST_TOGETHER = 200_000_000
"""Bytes of all kept files: a seed that is opened has all of them in memory."""
_MOST_OF_A_MAIL = 10
_TEXTS = frozenset({".csv", ".json", ".log", ".md", ".txt"})
_NEVER = frozenset({".eml", ".htm", ".html", ".svg", ".zip"})
"""Mail and pages have names in places where they are not replaced; nobody looks into an archive."""
KEPT_ENDINGS = frozenset(CONTENT_TYPES) - _NEVER
_UNUSUAL = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class FileRules:
    """Which files are kept."""

    keep: bool = False
    largest: int = 1_000_000
    """Bytes of one."""

    def refuse(self, file: SeedAttachment) -> str | None:
        """Return why a file is left out, in a few words, or nothing."""
        if not self.keep:
            return "files are not imported"
        if _ending(file.filename) not in KEPT_ENDINGS:
            return "its kind is not kept"
        if not 0 < len(file.content) <= min(self.largest, MAX_ATTACHMENT_BYTES):
            return "it is empty or too large"
        return None

    def choose(self, files: tuple[SeedAttachment, ...]) -> tuple[SeedAttachment, ...]:
        """Return the files of a message that are kept."""
        kept = [file for file in files if self.refuse(file) is None]
        return tuple(kept[:_MOST_OF_A_MAIL])


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the seed."""

    name: str
    content: bytes | None
    """None where it is there already."""


@dataclass(slots=True)
class FileShelf:
    """Kept files by the names that they get in the seed.

    Args:
        taken: Names that the seed's attachments have.
    """

    taken: set[str]
    contents: dict[str, str] = field(default_factory=dict)
    """Names by hashes."""
    size: int = 0

    def take(self, file: SeedAttachment, scrub: Callable[[str], str]) -> KeptFile | None:
        """Return a file as it lies in the seed; None when there is no room for it.

        Args:
            file: As it came.
            scrub: Replaces names in texts and names of files.
        """
        ending = _ending(file.filename)
        content = _scrubbed(file.content, scrub) if ending in _TEXTS else file.content
        digest = hashlib.sha256(content).hexdigest()
        if digest in self.contents:
            return KeptFile(self.contents[digest], None)
        if self.size + len(content) > MOST_TOGETHER:
            return None
        stem = _plain(scrub(uniform(_path(file.filename).stem.replace("_", " "))))
        name = f"{stem}{ending}"
        if name.casefold() in self.taken:
            name = f"{stem}-{digest[:8]}{ending}"
        self.taken.add(name.casefold())
        self.contents[digest] = name
        self.size += len(content)
        return KeptFile(name, content)


def _ending(filename: str) -> str:
    return _path(filename).suffix.lower()


def _path(filename: str) -> PurePosixPath:
    return PurePosixPath(filename.replace("\\", "/"))


def _plain(stem: str) -> str:
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode("ascii")
    return _UNUSUAL.sub("-", plain).strip(".-_")[:60].strip(".-_") or "file"


def _scrubbed(content: bytes, scrub: Callable[[str], str]) -> bytes:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return scrub(uniform(text)).encode("utf-8", "replace")
