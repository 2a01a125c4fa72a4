"""Mail of other people, as tests write it."""

from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import Path

from insider.scenarios.importing import ImportOptions, ImportSummary, Stage, import_mail


def letter(text: str = "Hello.", /, **headers: str) -> bytes:
    """Return a message; ``sender`` stands for the header From, ``message_id`` for Message-ID."""
    message = EmailMessage()
    given = {
        "from": "Ingrid Plaice <ingrid@fishmongers.org>",
        "to": "Tobin Marram <tobin@kelp.net>",
        "subject": "Nets",
        "date": "Mon, 05 Mar 2001 09:30:00 +0100",
        **{"from" if name == "sender" else name: value for name, value in headers.items()},
    }
    for name, value in given.items():
        if value:
            message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def thread(count: int) -> list[bytes]:
    """Return messages that answer one another, by two people in turn."""
    people = ("Ingrid Plaice <ingrid@fishmongers.org>", "Tobin Marram <tobin@kelp.net>")
    return [
        letter(
            f"Part {number}",
            sender=people[number % 2],
            to=people[1 - number % 2],
            message_id=f"<{number}@sea>",
            in_reply_to=f"<{number - 1}@sea>" if number else "",
            date=f"Mon, 05 Mar 2001 {8 + number // 60:02}:{number % 60:02}:00 +0100",
        )
        for number in range(count)
    ]


def write_mbox(path: Path, letters: Iterable[bytes]) -> Path:
    """Write messages as an mbox."""
    stamp = b"From somebody Mon Mar  5 09:30:00 2001\n"
    path.write_bytes(b"".join(stamp + each.rstrip(b"\n") + b"\n\n" for each in letters))
    return path


def bring_in(source: Path, into: Path, **options: object) -> ImportSummary:
    """Import a source with some options."""
    return import_mail([source], into, ImportOptions(**options), _say_nothing)  # type: ignore[arg-type]  # by name


def _say_nothing(_stage: Stage, _done: int, _total: int) -> None:
    pass
