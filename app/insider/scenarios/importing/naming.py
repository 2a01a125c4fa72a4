"""Keys and domains as text: what of them is whose, and how a name becomes one.

Called by ``casting``, ``keeping`` and ``scrubbing``.
"""

import re
import unicodedata
from collections.abc import Container
from itertools import count

MOST_KNOWN = 200
"""People outside who get an entry in the address book; of others mail has name and address."""

_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
_WIDE = frozenset({"ac", "co", "com", "edu", "gov", "net", "or", "org"})
"""Second parts that belong to nobody, as in ``co.uk``."""


def base_of(domain: str) -> str:
    """Return the part of a domain that somebody registered."""
    labels = domain.lower().strip(".").split(".")
    wide = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _WIDE
    return ".".join(labels[-3 if wide else -2 :])


def is_within(domain: str, whole: str) -> bool:
    """Tell whether a domain is another one, or lies in it."""
    return domain == whole or domain.endswith(f".{whole}")


def slug_of(text: str) -> str:
    """Return a text as a key of people: small letters, digits and dots."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return _NOT_IN_KEY.sub(".", plain).strip(".")[:50].strip(".") or "somebody"


def free_key(wanted: str, taken: Container[str], *, between: str = ".") -> str:
    """Return a key that nobody has.

    Args:
        wanted: What it is made of.
        taken: Keys that there are.
        between: What stands between its words.
    """
    slug = slug_of(wanted).replace(".", between)
    return next(
        each for each in (f"{slug}{number or ''}" for number in count()) if each not in taken
    )
