"""Reading the bytes that mail programs exchange: of our own messages and of anybody's.

Called by archives and imports. The bytes are hostile and often broken: what can be read is read,
the rest is named in ``defects``, and what is no mail at all is an ``InvalidMailError``.
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime

from corpmail.errors import InvalidRequestError
from corpmail.mime import HANDLED_HEADERS, without_surrogates
from corpmail.types import Address, Mailer, SeedAttachment, SeedMessage

_LARGEST = 100_000_000
_MOST_PARTS = 1_000

_FOLD = re.compile(r"\r?\n(?=[ \t])")
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\s]*)\?=")
_BETWEEN_ENCODED = re.compile(r"(\?=)\s+(?==\?[^?\s]+\?[bBqQ]\?)")
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")

_NO_CHARSETS = frozenset({"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape"})
"""Codecs of Python's that no mail is in; the first two take time by the square of a text."""

# What the standard library's parser and its decoders raise on what they did not foresee.
_PARSER_ERRORS = (
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


class InvalidMailError(InvalidRequestError):
    """Bytes are no mail, or lack what a message must have."""

    code = "invalid_mail"


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A message as its bytes tell it; nothing in it has been checked."""

    rfc_id: str | None
    sender: Mailer | None
    to: tuple[Mailer, ...]
    cc: tuple[Mailer, ...]
    bcc: tuple[Mailer, ...]
    subject: str
    text: str
    html: str | None
    sent_at: int | None
    """Seconds since 1970-01-01 UTC; None without a date that can be read."""
    zone: int | None
    """Seconds by which the clock that wrote the date was ahead of UTC; None where none is said."""
    in_reply_to: str | None
    references: tuple[str, ...]
    attachments: tuple[SeedAttachment, ...]
    headers: tuple[tuple[str, str], ...]
    """Further headers, in their order."""
    defects: tuple[str, ...] = ()
    """Sentences on what could not be read."""

    def to_seed_message(self) -> SeedMessage:
        """Return it as a message for a snapshot.

        Raises:
            InvalidMailError: It has no sender, date or id that can be read.
        """
        if self.sender is None or self.sent_at is None or self.rfc_id is None:
            missing = [
                name
                for name, value in (
                    ("From", self.sender),
                    ("Date", self.sent_at),
                    ("Message-ID", self.rfc_id),
                )
                if value is None
            ]
            raise InvalidMailError(f"The mail has no {' and no '.join(missing)} that can be read.")
        return SeedMessage(
            rfc_id=self.rfc_id,
            sender=self.sender,
            to=self.to,
            subject=self.subject,
            text=self.text,
            sent_at=self.sent_at,
            cc=self.cc,
            bcc=self.bcc,
            html=self.html,
            in_reply_to=self.in_reply_to,
            references=self.references,
            attachments=self.attachments,
            headers=self.headers,
        )


@dataclass(slots=True)
class _Body:
    """What has been gathered of a message's parts."""

    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    attachments: list[SeedAttachment] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)


def parse_mail(content: bytes) -> ParsedMail:
    """Read a message.

    Raises:
        InvalidMailError: The bytes have no header of a mail, are too many, or nest too deep.
    """
    if len(content) > _LARGEST:
        raise InvalidMailError(f"The mail is larger than {_LARGEST} bytes.")
    try:
        message = BytesParser(policy=compat32).parsebytes(content)
        if not message.keys():
            raise InvalidMailError("The bytes are no mail: they do not begin with a header.")
        return _parsed(message)
    except _PARSER_ERRORS as error:
        raise InvalidMailError(
            f"The mail is too broken to be read ({type(error).__name__})."
        ) from error


def _parsed(message: "Message[str, str]") -> ParsedMail:
    headers = [(name, _unfolded(value)) for name, value in message.raw_items()]
    first: dict[str, str] = {}
    for name, value in headers:
        first.setdefault(name.lower(), value)
    body = _Body()
    for part in _leaves(message, body):
        _gather(part, body)
    senders = _mailers(headers, "from")
    sent_at, zone = read_date(first.get("date", ""))
    if sent_at is None:
        body.defects.append("The date cannot be read.")
    return ParsedMail(
        rfc_id=next(iter(_ids(first.get("message-id", ""))), None),
        sender=senders[0] if senders else None,
        to=_mailers(headers, "to"),
        cc=_mailers(headers, "cc"),
        bcc=_mailers(headers, "bcc"),
        subject=_decoded(first.get("subject", "")),
        text="\n".join(body.texts),
        html="\n".join(body.htmls) if body.htmls else None,
        sent_at=sent_at,
        zone=zone,
        in_reply_to=next(iter(_ids(first.get("in-reply-to", ""))), None),
        references=_ids(first.get("references", "")),
        attachments=tuple(body.attachments),
        headers=tuple(
            (name, _decoded(value))
            for name, value in headers
            if name.lower() not in HANDLED_HEADERS and name.isascii()
        ),
        defects=tuple(dict.fromkeys(body.defects)),
    )


def _leaves(message: "Message[str, str]", body: _Body) -> Iterator["Message[str, str]"]:
    """Yield the parts that hold something, in order, without recursion."""
    waiting: list[Message[str, str]] = [message]
    seen = 0
    while waiting:
        part = waiting.pop()
        seen += 1
        if seen > _MOST_PARTS:
            body.defects.append(f"The mail has more than {_MOST_PARTS} parts.")
            return
        if str(part.get_content_charset()).replace("-", "_") in _NO_CHARSETS:
            # The standard library decodes with it wherever a payload is asked for, and fails.
            part.del_param("charset")
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting.extend(one for one in reversed(inner) if isinstance(one, Message))
        else:
            yield part


def _gather(part: "Message[str, str]", body: _Body) -> None:
    if part.defects:
        body.defects.append("Some of the mail's structure is broken.")
    kind = part.get_content_type()
    named = part.get_filename()
    attached = part.get_content_disposition() == "attachment" or named is not None
    if not attached and kind in ("text/plain", "text/html"):
        text = _text_of(part)
        (body.texts if kind == "text/plain" else body.htmls).append(text)
    elif part.get_content_maintype() == "multipart":  # announced, and not there
        body.texts.append(_text_of(part))
    else:
        number = len(body.attachments) + 1
        name = _filename(named or "", f"attachment-{number}")
        body.attachments.append(SeedAttachment(name, kind, _bytes_of(part)))


def _text_of(part: "Message[str, str]") -> str:
    text = _decoded_bytes(_bytes_of(part), part.get_content_charset() or "utf-8")
    text = without_surrogates(text).replace("\r\n", "\n").replace("\r", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text, joins=str(part.get_param("delsp", "")).lower() == "yes")
    return text.removesuffix("\n")


def _unflowed(text: str, *, joins: bool) -> str:
    """Return a text with the lines joined that its author's program broke (RFC 3676).

    Args:
        text: As it was sent.
        joins: Whether the space before a break was added with it (``DelSp=yes``).
    """
    lines: list[str] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        signature = content == "-- "
        if open_depth == depth and not signature:
            lines[-1] += content
        else:
            lines.append(f"{'>' * depth} {content}" if depth else content)
        flows = content.endswith(" ") and not signature
        if flows and joins:
            lines[-1] = lines[-1][:-1]
        open_depth = depth if flows else None
    return "\n".join(lines)


def _bytes_of(part: "Message[str, str]") -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):  # an attached message
        return b"\r\n".join(one.as_bytes() for one in inner if isinstance(one, Message))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _unfolded(value: object) -> str:
    raw = str(value)
    text = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _FOLD.sub("", text).strip(" \t\r\n")


def _decoded(value: str) -> str:
    """Return a header's text with its encoded words decoded."""
    joined = _BETWEEN_ENCODED.sub(r"\1", value)
    pieces: list[str] = []
    at, pending, charset = 0, b"", ""
    for word in _ENCODED_WORD.finditer(joined):
        # A character may be cut in two by the end of an encoded word.
        if pending and (word.start() > at or word[1].lower() != charset):
            pieces.append(_decoded_bytes(pending, charset))
            pending = b""
        pieces.append(joined[at : word.start()])
        pending, charset, at = pending + _word_bytes(word), word[1].lower(), word.end()
    if pending:
        pieces.append(_decoded_bytes(pending, charset))
    pieces.append(joined[at:])
    return _CONTROL.sub(" ", without_surrogates("".join(pieces)))


def _word_bytes(word: re.Match[str]) -> bytes:
    written = word[3].encode("ascii", "replace")
    if word[2] in "qQ":
        return quopri.decodestring(written, header=True)
    try:
        return binascii.a2b_base64(written + b"=" * (-len(written) % 4))
    except binascii.Error:
        return word[0].encode("utf-8", "replace")


def _decoded_bytes(content: bytes, charset: str) -> str:
    """Return bytes as the text that they are said to be, or else that they seem to be."""
    name = charset.partition("*")[0].lower()
    for candidate in (name, "utf-8"):
        if candidate.replace("-", "_") in _NO_CHARSETS:
            continue
        with suppress(LookupError, ValueError):
            return content.decode(candidate)
    # What is neither is nearly always an old Windows program's; no byte of it is lost.
    return content.decode("cp1252", "replace")


def _mailers(headers: list[tuple[str, str]], wanted: str) -> tuple[Mailer, ...]:
    values = [value for name, value in headers if name.lower() == wanted]
    return tuple(
        Mailer(Address(_decoded(address).lower()), _decoded(name))
        for name, address in getaddresses(values)
        if "@" in address
    )


def _ids(value: str) -> tuple[str, ...]:
    return tuple(_MESSAGE_ID.findall(value))


def read_date(value: str) -> tuple[int | None, int | None]:
    """Return what a header's date says.

    Returns:
        Seconds since 1970-01-01 UTC, and those by which the clock that wrote it was ahead of UTC;
        None for what it does not say.
    """
    try:
        written = parsedate_to_datetime(value)
        zone = written.utcoffset()
        # Without a zone, or with -0000, which says that none is known: UTC, not the machine's own.
        aware = written.replace(tzinfo=UTC) if zone is None else written
        return int(aware.timestamp()), None if zone is None else int(zone.total_seconds())
    except (IndexError, OverflowError, TypeError, ValueError):
        return None, None


def _filename(given: str, otherwise: str) -> str:
    name = re.split(r"[/\\]", _decoded(given))[-1].strip()
    return otherwise if name in ("", ".", "..") else name
