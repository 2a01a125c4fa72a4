"""Archives of mail as files: mbox, single .eml files, and folders of them.

Called by import and export. Writing is all or nothing: a file appears under its name when it is
complete, and nothing that was there before is lost. Reading takes one message at a time.
"""

import mailbox
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import asctime, gmtime

from corpmail.errors import MailError
from corpmail.mime import render_mail
from corpmail.mime_reading import InvalidMailError, ParsedMail, parse_mail
from corpmail.types import OutgoingMail, SeedMessage

_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_NOT_IN_FILENAME = re.compile(r"[^A-Za-z0-9]+")
_TITLE_CHARS = 60


class ArchiveError(MailError):
    """An archive cannot be written or read; the message names the file."""

    code = "archive"


def write_mbox(
    path: Path, messages: Iterable[OutgoingMail | SeedMessage], *, timezone: str = "UTC"
) -> int:
    """Write messages as an mbox file and return how many there were.

    Args:
        path: The file; one that is there is replaced once the new one is complete.
        messages: In the order in which they are to stand.
        timezone: The zone in which dates are written.

    Raises:
        ArchiveError: The file cannot be written.
    """
    count = 0
    with _writing(path) as unfinished:
        box = mailbox.mbox(unfinished, create=True)
        try:
            for mail in messages:
                # With its own "From " line, or the library would write today's date.
                stamp = f"From {_envelope(mail.sender.address)} {asctime(gmtime(mail.sent_at))}\n"
                content = render_mail(mail, timezone=timezone).replace(b"\r\n", b"\n")
                box.add(stamp.encode("ascii") + content)
                count += 1
            box.flush()
        finally:
            box.close()
    return count


def write_eml(path: Path, mail: OutgoingMail | SeedMessage, *, timezone: str = "UTC") -> None:
    """Write one message as an .eml file.

    Args:
        path: The file; one that is there is replaced once the new one is complete.
        mail: What to write.
        timezone: The zone in which its date is written.

    Raises:
        ArchiveError: The file cannot be written.
    """
    with _writing(path) as unfinished:
        unfinished.write_bytes(render_mail(mail, timezone=timezone))


def write_eml_folder(
    folder: Path, messages: Iterable[OutgoingMail | SeedMessage], *, timezone: str = "UTC"
) -> int:
    """Write messages as numbered .eml files and return how many there were.

    Args:
        folder: Where; made if it is not there, and must hold no .eml file yet.
        messages: In the order of their numbers.
        timezone: The zone in which dates are written.

    Raises:
        ArchiveError: The folder holds mail already, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = next(folder.glob("*.eml"), None)
    except OSError as error:
        raise ArchiveError(f"The folder {folder} cannot be made: {error.strerror}.") from error
    if taken is not None:
        raise ArchiveError(f"The folder {folder} holds mail already, such as {taken.name}.")
    count = 0
    for count, mail in enumerate(messages, start=1):
        title = _NOT_IN_FILENAME.sub("-", mail.subject)[:_TITLE_CHARS].strip("-").lower()
        write_eml(folder / f"{count:05}-{title or 'message'}.eml", mail, timezone=timezone)
    return count


def read_archive(path: Path) -> Iterator[ParsedMail]:
    """Yield the messages of an mbox file, an .eml file or a folder of .eml files, one at a time.

    Raises:
        ArchiveError: There is no such file, it cannot be read, or holds no mail.
        InvalidMailError: A message cannot be read; says which.
    """
    if path.is_dir():
        files = sorted(path.glob("*.eml"))
        if not files:
            raise ArchiveError(f"The folder {path} holds no .eml file.")
        for file in files:
            yield _parsed(_read_bytes(file), str(file))
    elif path.suffix.lower() == ".eml":
        yield _parsed(_read_bytes(path), str(path))
    else:
        yield from _read_mbox(path)


def _read_mbox(path: Path) -> Iterator[ParsedMail]:
    # Checked here, since the library takes every file for an mbox, an empty one if need be.
    try:
        with path.open("rb") as file:
            beginning = file.read(5)
    except OSError as error:
        raise ArchiveError(f"The file {path} cannot be read: {error.strerror}.") from error
    if beginning and beginning != b"From ":
        raise ArchiveError(f"The file {path} is no mbox: it does not begin with 'From '.")
    box = mailbox.mbox(path, create=False)
    try:
        for number, key in enumerate(box.iterkeys(), start=1):
            content = _QUOTED_FROM.sub(rb"\1", box.get_bytes(key))
            yield _parsed(content, f"{path}, message {number}")
    finally:
        box.close()


def _parsed(content: bytes, where: str) -> ParsedMail:
    try:
        return parse_mail(content)
    except InvalidMailError as error:
        raise InvalidMailError(f"{where}: {error.message}") from error


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ArchiveError(f"The file {path} cannot be read: {error.strerror}.") from error


@contextmanager
def _writing(path: Path) -> Iterator[Path]:
    """Give a file beside the named one, which takes its name when the block has ended well."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        raise ArchiveError(f"The file {path} cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):  # what went wrong before says more
            unfinished.unlink(missing_ok=True)


def _envelope(address: str) -> str:
    return re.sub(r"[^!-~]", "_", address) or "MAILER-DAEMON"
