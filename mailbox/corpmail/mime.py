r"""Messages as the bytes that mail programs exchange (RFC 5322 and MIME).

Called by archives, exports and gateways. The same message always gives the same bytes. Reading
them back is ``corpmail.mime_reading``'s, and gives the same message but that line ends become
``\n``. No header can break out of its line, and lone surrogates become U+FFFD.
"""

import base64
import re
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from textwrap import wrap
from typing import Literal

from corpmail.clock import derived_id, to_company_time
from corpmail.types import (
    Mailer,
    OutgoingAttachment,
    OutgoingMail,
    SeedAttachment,
    SeedMessage,
)

HANDLED_HEADERS = frozenset(
    {"from", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references"}
    | {"mime-version", "content-type", "content-transfer-encoding", "content-disposition"}
)
"""Header names, lower case, that come from a message's own fields and from its structure."""

# What readers give back unchanged when it is written as it is.
_PLAIN_TEXT = re.compile(r"[!-~]{1,60}(?: [!-~]{1,60})*")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9'-]+(?: [A-Za-z0-9'-]+)*")
_PLAIN_BODY = re.compile(r"(?:[\t -~]{0,76}\n)*[\t -~]{0,76}")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_CONTENT_TYPE = re.compile(r"([a-z0-9][a-z0-9.+-]{0,62})/([a-z0-9][a-z0-9.+_-]{0,62})")
_FROM_LINE = re.compile(r"^>*From ", re.MULTILINE)
_NOT_IN_ADDRESS = re.compile(r"[^!-~]|[\"(),:;<>\[\]\\]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

_WORD_BYTES = 42
"""UTF-8 bytes in one encoded word, which may have 75 characters."""


def render_mail(
    mail: OutgoingMail | SeedMessage, *, timezone: str = "UTC", with_bcc: bool = True
) -> bytes:
    """Return a message as the bytes of an .eml file.

    Args:
        mail: What to render.
        timezone: The zone in which its date is written.
        with_bcc: Whether hidden recipients are written; an operator's archive has them.
    """
    header = "\r\n".join(f"{name}: {value}" for name, value in _header(mail, timezone, with_bcc))
    return header.encode("ascii") + b"\r\n" + _content(mail)


def without_surrogates(text: str) -> str:
    """Return a text that every encoding of Unicode takes: lone surrogates become U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _header(
    mail: OutgoingMail | SeedMessage, timezone: str, with_bcc: bool
) -> Iterator[tuple[str, str]]:
    yield "Date", format_datetime(to_company_time(mail.sent_at, timezone))
    yield "From", _mailers([mail.sender])
    for name, mailers in (("To", mail.to), ("Cc", mail.cc), ("Bcc", mail.bcc if with_bcc else ())):
        if mailers:
            yield name, _mailers(mailers)
    yield "Subject", _unstructured(mail.subject)
    yield "Message-ID", _message_id(mail.rfc_id)
    if mail.in_reply_to:
        yield "In-Reply-To", _message_id(mail.in_reply_to)
    if isinstance(mail, SeedMessage):
        references, further = mail.references, mail.headers
    else:
        references, further = (mail.in_reply_to,) if mail.in_reply_to else (), ()
    if references:
        yield "References", "\r\n ".join(_message_id(reference) for reference in references)
    for name, value in further:
        if _HEADER_NAME.fullmatch(name) and name.lower() not in HANDLED_HEADERS:
            yield name, _unstructured(value)


def _mailers(mailers: Iterable[Mailer]) -> str:
    return ",\r\n ".join(_mailer(mailer) for mailer in mailers)


def _mailer(mailer: Mailer) -> str:
    local, _, domain = _NOT_IN_ADDRESS.sub("_", mailer.address).rpartition("@")
    address = f"{local.replace('@', '_') or '_'}@{domain or '_'}"
    name = _one_line(mailer.name)
    if not name:
        return address
    written = name if len(name) <= 60 and _PLAIN_NAME.fullmatch(name) else _encoded_words(name)
    return f"{written} <{address}>"


def _unstructured(text: str) -> str:
    line = _one_line(text)
    if _PLAIN_TEXT.fullmatch(line) and "=?" not in line:
        return "\r\n ".join(wrap(line, 66, break_long_words=False, break_on_hyphens=False))
    return _encoded_words(line)


def _message_id(text: str) -> str:
    return re.sub(r"[^!-~]", "_", text)


def _one_line(text: str) -> str:
    return _CONTROL.sub(" ", without_surrogates(text))


def _encoded_words(text: str) -> str:
    words, pending = [], b""
    for char in text:
        encoded = char.encode("utf-8")
        if len(pending) + len(encoded) > _WORD_BYTES:
            words.append(pending)
            pending = b""
        pending += encoded
    words.append(pending)
    return "\r\n ".join(
        f"=?utf-8?b?{base64.b64encode(word).decode('ascii')}?=" for word in words if word
    )


def _content(mail: OutgoingMail | SeedMessage) -> bytes:
    message = EmailMessage(policy=SMTP)
    text = without_surrogates(mail.text)
    # One line end more than the text has, for the one that readers take off.
    message.set_content(f"{text}\n", cte=_transfer_encoding(text))
    if mail.html is not None:
        html = without_surrogates(mail.html)
        message.add_alternative(f"{html}\n", subtype="html", cte=_transfer_encoding(html))
    for attachment in mail.attachments:
        _attach(message, attachment)
    # By default boundaries are random; these are not, and no encoded part can hold them.
    multiparts = (part for part in message.walk() if part.is_multipart())
    for number, part in enumerate(multiparts, start=1):
        part.set_boundary(f"=_{derived_id('part', mail.rfc_id, str(number))}")
    return message.as_bytes()


def _attach(message: EmailMessage, attachment: SeedAttachment | OutgoingAttachment) -> None:
    kind = _CONTENT_TYPE.fullmatch(attachment.content_type.partition(";")[0].strip().lower())
    main, sub = kind.groups() if kind else ("application", "octet-stream")
    # A reader would take these apart instead of handing the file out.
    if main in ("multipart", "message"):
        main, sub = "application", "octet-stream"
    message.add_attachment(
        attachment.content,
        maintype=main,
        subtype=sub,
        cte="base64",
        filename=_one_line(attachment.filename),
    )


def _transfer_encoding(text: str) -> Literal["7bit", "quoted-printable", "base64"]:
    # Some archives begin a new message at "From " and some quote it: it must not show.
    if _FROM_LINE.search(text):
        return "base64"
    if _PLAIN_BODY.fullmatch(text) and "=_" not in text:
        return "7bit"
    spelled = sum(char > "~" for char in text)
    return "base64" if 4 * spelled > len(text) else "quoted-printable"
