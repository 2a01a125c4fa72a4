"""Mail addresses as people and models write them.

Called by whatever takes recipients. Takes ``ann@firm.com`` and ``Ann Lee <ann@firm.com>``; what
could break out of a header is refused.
"""

import re
from collections.abc import Iterable

from corpmail.errors import InvalidAddressError
from corpmail.types import Address, Mailer

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@({_LABEL}(?:\.{_LABEL})+)")
_NAMED = re.compile(
    r'\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^<>"]*))\s*<(?P<address>[^<>]*)>\s*'
)
_LONGEST = 254


def parse_mailer(text: str) -> Mailer:
    """Return the name and address that a recipient is written as; the address in lower case.

    Args:
        text: ``ann@firm.com``, ``<ann@firm.com>``, ``Ann Lee <ann@firm.com>`` or
            ``"Lee, Ann" <ann@firm.com>``.

    Raises:
        InvalidAddressError: It is none of these.
    """
    if any(not char.isprintable() for char in text):
        raise InvalidAddressError(
            f"The recipient {text[:80]!a} has a line break or control character in it."
        )
    named = _NAMED.fullmatch(text)
    if named is None:
        return Mailer(_checked(text.strip(), text))
    name = named["plain"] or re.sub(r"\\(.)", r"\1", named["quoted"] or "")
    return Mailer(_checked(named["address"].strip(), text), name.strip())


def written_recipients(mailers: Iterable[Mailer]) -> tuple[str, ...]:
    """Return recipients as ``parse_mailer`` reads them."""
    return tuple(_written(mailer) for mailer in mailers)


def _written(mailer: Mailer) -> str:
    if not mailer.name:
        return mailer.address
    name = "".join(char if char.isprintable() else " " for char in mailer.name)
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{mailer.address}>'


def _checked(address: str, text: str) -> Address:
    parts = _ADDRESS.fullmatch(address) if len(address) <= _LONGEST else None
    if parts is None or len(parts[1]) > 64:
        raise InvalidAddressError(
            f"The recipient '{text[:80]}' is not a mail address; write it like name@example.com."
        )
    return Address(address.lower())
