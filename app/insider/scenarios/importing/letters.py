"""One message as the importer keeps it: who wrote it to whom, what it answers, and a readable text.

Called by the importer for every message of a source. The bytes are hostile: headers and structure
are bounded before anything reads them, no file in a message is opened, and no name that a message
brings is used as a path. What is left of HTML is its text.
"""

import re
from dataclasses import dataclass
from email.utils import parseaddr

from corpmail.html_text import html_to_text
from corpmail.mime_reading import InvalidMailError, ParsedMail, parse_mail, read_date
from corpmail.types import Address, Mailer, SeedAttachment
from insider.scenarios.importing.plain_text import clean_line, clean_text
from insider.scenarios.importing.raw import RawLetter
from insider.scenarios.importing.veiled import AT, DOT, plain_domain

_MOST_HEADER = 256_000
_MOST_BOUNDARIES = 200
_MOST_HTML = 1_000_000
_MOST_NAMED = 100
"""Recipients of a kind; mail to more is to everybody."""
_MOST_PARENTS = 12

_HEADER_END = re.compile(rb"\r?\n\r?\n")
_OBFUSCATED_HEADER = re.compile(rb"^(?:From|To|Cc|Reply-To|Sender):[^\n@]*$", re.MULTILINE | re.I)
_OBFUSCATED = re.compile(
    rf"([\w.+=-]{{1,64}}){AT}([\w-]{{1,63}}(?:{DOT}[\w-]{{1,63}}){{1,6}})".encode(), re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"<?(?:mailto:)?([^<>\s,?]{1,254}@[^<>\s,?]{1,254})", re.IGNORECASE)
_LIST_ID = re.compile(r"<([\w.-]{1,190}\.[\w-]{2,})>\s*$")
_LIST_HEADERS = ("list-post", "x-beenthere", "x-mailing-list", "mailing-list")


class UnreadableLetterError(Exception):
    """Why a message is not imported, in a sentence."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message; nothing in it is anybody else's yet."""

    message_id: str | None
    parents: tuple[str, ...]
    """Message-IDs that it goes back to, the one that it answers first."""
    sender: Mailer
    to: tuple[Mailer, ...]
    cc: tuple[Mailer, ...]
    lists: tuple[Address, ...]
    """Mailing lists by which it came."""
    subject: str
    text: str
    sent_at: int | None
    arrived: int | None
    """When a server says that it had it."""
    filed: int | None
    """When its archive says that it came; many say there when the archive was made."""
    zone: int | None
    """Seconds by which its author's clock was ahead of UTC, where that is known."""
    files: tuple[SeedAttachment, ...]
    notes: tuple[str, ...]
    """Sentences on what of it could not be read."""


def read_letter(raw: RawLetter) -> Letter:
    """Return what a message says.

    Raises:
        UnreadableLetterError: Nobody can be said to have written it, or it is broken beyond
            reading.
    """
    content = _bounded(raw.content)
    try:
        mail = parse_mail(content)
    except InvalidMailError as error:
        raise UnreadableLetterError(error.message) from error
    headers = {name.lower(): value for name, value in reversed(mail.headers)}
    sender = _sender(mail, headers)
    if sender is None:
        raise UnreadableLetterError("it has no sender that can be read.")
    text, inner = clean_text(_text(mail))
    return Letter(
        message_id=mail.rfc_id,
        parents=_parents(mail),
        sender=sender,
        to=_recipients((*mail.to, *mail.bcc)),
        cc=_recipients(mail.cc),
        lists=_lists(headers),
        subject=clean_line(mail.subject),
        text=text,
        sent_at=mail.sent_at,
        arrived=_received(headers),
        filed=raw.arrived,
        zone=mail.zone,
        files=(*mail.attachments, *inner),
        notes=mail.defects,
    )


def _bounded(content: bytes) -> bytes:
    """Return a message's bytes with readable addresses, once its structure is seen to be bounded.

    Raises:
        UnreadableLetterError: It would take too long to read.
    """
    content = content.replace(b"\0", b"")
    end = _HEADER_END.search(content, 0, _MOST_HEADER)
    header = content if end is None else content[: end.start()]
    if len(header) > _MOST_HEADER:
        raise UnreadableLetterError(f"its header is longer than {_MOST_HEADER:,} bytes.")
    # Each one is looked for in every line below it.
    if content.lower().count(b"boundary=") > _MOST_BOUNDARIES:
        raise UnreadableLetterError(f"it has more than {_MOST_BOUNDARIES} nested parts.")
    return _OBFUSCATED_HEADER.sub(_with_at, header) + content[len(header) :]


def _with_at(line: re.Match[bytes]) -> bytes:
    return _OBFUSCATED.sub(
        lambda found: found[1] + b"@" + plain_domain(found[2].decode()).encode(), line[0]
    )


def _sender(mail: ParsedMail, headers: dict[str, str]) -> Mailer | None:
    if mail.sender is not None:
        return _tidy(mail.sender)
    for name in ("sender", "reply-to", "return-path", "x-envelope-from"):
        shown, address = parseaddr(headers.get(name, ""))
        if "@" in address:
            return _tidy(Mailer(Address(address.lower()), shown))
    return None


def _tidy(mailer: Mailer) -> Mailer:
    address = clean_line(mailer.address, limit=254).replace(" ", "").lower()
    return Mailer(Address(address), clean_line(mailer.name, limit=100).strip("\"' "))


def _recipients(mailers: tuple[Mailer, ...]) -> tuple[Mailer, ...]:
    return tuple(_tidy(mailer) for mailer in mailers[:_MOST_NAMED])


def _parents(mail: ParsedMail) -> tuple[str, ...]:
    latest_first = reversed(mail.references[-_MOST_PARENTS:])
    answered = (mail.in_reply_to,) if mail.in_reply_to and not mail.references else ()
    chain = dict.fromkeys((*answered, *latest_first, *filter(None, (mail.in_reply_to,))))
    return tuple(each[:500] for each in chain)


def _lists(headers: dict[str, str]) -> tuple[Address, ...]:
    found = [
        Address(address[1].lower())
        for name in _LIST_HEADERS
        if (address := _IN_BRACKETS.search(headers.get(name, ""))) is not None
    ]
    named = _LIST_ID.search(headers.get("list-id", ""))
    if not found and named is not None:
        found.append(Address(named[1].lower().replace(".", "@", 1)))
    return tuple(dict.fromkeys(found))


def _text(mail: ParsedMail) -> str:
    if mail.text.strip() or mail.html is None:
        return mail.text
    return html_to_text(mail.html[:_MOST_HTML])


def _received(headers: dict[str, str]) -> int | None:
    """Return when the last server on its way had it."""
    _, _, date = headers.get("received", "").rpartition(";")
    return read_date(date.strip()[:100])[0]
