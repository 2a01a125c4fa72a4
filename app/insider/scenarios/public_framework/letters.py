"""The mails of a framework's template, one by one.

Called by ``make_pack``. Variables are still in them.
"""

import ast
import re
from dataclasses import dataclass
from datetime import datetime

from insider.errors import InvalidSeedError, SeedProblem

ADDRESS = re.compile(r"\b([A-Za-z0-9][A-Za-z0-9._-]*)@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)\b")
_LETTER = re.compile(r"<email>\n(.*?)\n?</email>", re.DOTALL)
_HEADER = re.compile(r"([A-Z][a-z]+): ?(.*)")
_HEADERS = ("From", "To", "Subject", "Timestamp", "Attachments")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._()-]{0,150}\.[A-Za-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail of a template."""

    key: str
    """Unique in the pack."""
    sender: str
    to: tuple[str, ...]
    """Addresses in small letters, as the sender's."""
    subject: str
    date: datetime
    """The firm's time."""
    files: tuple[str, ...]
    body: str


def read_letters(text: str, *, prefix: str, file: str) -> list[Letter]:
    """Return the mails of a template in their order.

    Args:
        text: The template.
        prefix: What their keys begin with.
        file: How problems name the template.

    Raises:
        InvalidSeedError: A mail is not of the form that is known.
    """
    letters = []
    for number, found in enumerate(_LETTER.finditer(text), start=1):
        line = text.count("\n", 0, found.start()) + 1
        try:
            letters.append(_letter(found[1], f"{prefix}-{number:02}"))
        except ValueError as error:
            said = f"this mail cannot be read: {error}."
            raise InvalidSeedError([SeedProblem(file, line, said)]) from error
    return letters


def _letter(text: str, key: str) -> Letter:
    head, _, body = text.partition("\nBody:")
    headers: dict[str, str] = {}
    for line in head.split("\n"):
        found = _HEADER.fullmatch(line)
        if found is None or found[1] not in _HEADERS:
            raise ValueError(f"'{line[:60]}' is no header that is known")
        headers[found[1]] = found[2].strip()
    for name in _HEADERS[:4]:
        if name not in headers:
            raise ValueError(f"it has no {name}")
    if ADDRESS.fullmatch(headers["From"]) is None:
        raise ValueError(f"it is from '{headers['From'][:60]}', which is no address")
    date = datetime.fromisoformat(headers["Timestamp"])
    if date.tzinfo is not None:
        raise ValueError(
            f"its time '{headers['Timestamp'][:60]}' has a zone; mails have the firm's"
        )
    return Letter(
        key=key,
        sender=headers["From"].lower(),
        to=tuple(each.strip().lower() for each in headers["To"].split(",")),
        subject=headers["Subject"],
        date=date,
        files=_files(headers.get("Attachments", "[]")),
        body=body.strip("\n").removeprefix(" ").rstrip(),
    )


def _files(written: str) -> tuple[str, ...]:
    try:
        names = ast.literal_eval(written)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        raise ValueError("its attachments are no list of names") from None
    if not isinstance(names, list) or not all(
        isinstance(each, str) and _FILE.fullmatch(each) for each in names
    ):
        raise ValueError("its attachments are no list of plain file names")
    return tuple(names)
